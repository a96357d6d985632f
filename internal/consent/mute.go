package consent

import "vestibule/internal/words"

// ButtonSystemMute is the check box of the system mute.
const ButtonSystemMute ButtonID = "system-mute"

// Mute is what is known of the microphones that Vestibule itself muted for the
// whole system.
type Mute struct {
	// Holds says that some are muted by Vestibule and were not unmuted since.
	Holds bool `json:"holds"`
	// Sure says that the sound server was looked at. Without it Holds is what
	// an earlier run left.
	Sure bool `json:"sure"`
}

// Line says it for the tray and the status window; "" where there is nothing
// to say. It claims no more than is known, and nothing of later.
func (m Mute) Line() string {
	switch {
	case !m.Holds:
		return ""
	case !m.Sure:
		return words.Say("Microphone may be muted by Vestibule")
	}
	return words.Say("Microphone muted by Vestibule")
}

// Offer is the item of the tray and of the status window that unmutes; ""
// where there is nothing to unmute.
func (m Mute) Offer() string {
	switch {
	case !m.Holds:
		return ""
	case !m.Sure:
		return words.Say("Microphone may be muted by Vestibule (unmute)")
	}
	return words.Say("Microphone muted by Vestibule (unmute)")
}

// MutedAtJoin says in a notification what was done for a meeting.
func MutedAtJoin() words.Text {
	return words.Make("This computer's microphones are muted now.")
}

// MuteFailedMessage says on the command line why a meeting was not joined.
func MuteFailedMessage(why string) string {
	return "not joined: the microphones could not all be muted: " + Clean(why, 200)
}

// muteCheck is the check box in the microphone row of a meeting that is joined
// muted, and what is under it. A locked switch is always muted.
func muteCheck(q Question) (*Check, string) {
	if q.Wish.Microphone {
		return nil, ""
	}
	c := &Check{ID: ButtonSystemMute, Label: words.Say("Mute this computer's microphones too"), On: q.SystemMute, Locked: q.SystemMuteLocked}
	note := ""
	switch {
	case c.Locked && q.MicrophoneLocked:
		note = words.Say("Both are set by your organisation.")
	case c.Locked:
		note = words.Say("Muting the computer is set by your organisation.")
	case q.MicrophoneLocked:
		note = mutedLock(q.LockedBy.Microphone)
	}
	if c.On {
		note = words.Sentences(note, words.Say("Unmute in Vestibule's menu or with your keyboard. Other programs can unmute too."))
	}
	return c, note
}

// muteFailed is the banner's sentence on a mute that failed.
func muteFailed(q Question) string {
	if q.MuteFailed == "" {
		return ""
	}
	return words.Say("Not joined: this computer's microphones could not all be muted ({why}). “Join anyway” joins all the same.", "why", Clean(q.MuteFailed, 200))
}
