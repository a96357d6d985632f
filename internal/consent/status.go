package consent

import (
	"strings"

	"vestibule/internal/device"
	"vestibule/internal/words"
)

// StatusFacts is what the status window tells.
type StatusFacts struct {
	Camera, Microphone             bool // where the switches start
	Devices                        *device.Snapshot
	Mute                           Mute         // our own, of the whole system
	Lines                          []words.Text // what is registered on this machine
	TurnedAway                     int
	ConfigFile                     string
	Problems                       []string // of the configuration, each with its lines
	Trouble                        Trouble
	CameraLocked, MicrophoneLocked bool
	LockedBy                       LockedBy
	OtherLocks                     []string // "join.assurance = blocked (/etc/…)"
	TrayHost                       bool
	Paused                         bool
	PausedUntil                    string // a time, or "" for tomorrow
	Rejoin, AskAgain               string // service names, or ""
	RejoinCamera                   string // service of a guarded meeting that goes on
	NotAsked                       string // service of a question that is quiet and came again, or ""
	HeldOff                        []Held
	Actions                        StatusActions
}

// StatusActions are the buttons' ids, which the view hands back.
type StatusActions struct {
	JoinClipboard, Rejoin, AskAgain, Camera, Microphone ButtonID
	RejoinCamera                                        ButtonID
	PauseHour, PauseTomorrow, Resume, EditConfig, Quit  ButtonID
	Unmute                                              ButtonID
	AskAnyway, LetIn                                    ButtonID
}

// StateLine says where the switches start.
func StateLine(camera, microphone bool) string {
	switch {
	case camera && microphone:
		return words.Say("Camera starts on, microphone on")
	case camera:
		return words.Say("Camera starts on, microphone muted")
	case microphone:
		return words.Say("Camera starts off, microphone on")
	}
	return words.Say("Camera starts off, microphone muted")
}

// StatusPage words the status window, from which everything can be reached
// that the tray has.
func StatusPage(f StatusFacts) Page {
	p := Page{Badge: "V", Title: words.Say("Vestibule is ready")}
	if f.Paused {
		p.Title = words.Say("Vestibule is paused until tomorrow")
		if f.PausedUntil != "" {
			p.Title = words.Say("Vestibule is paused until {time}", "time", f.PausedUntil)
		}
	}
	p.Text = append(p.Text, Paragraph{Text: stateSentence(f)})
	if said := locked(f); said != "" {
		p.Text = append(p.Text, Paragraph{Text: said})
	}
	for _, l := range DeviceLines(f.Devices) {
		p.Text = append(p.Text, Paragraph{Text: l})
	}
	for _, l := range f.OtherLocks {
		p.Text = append(p.Text, Paragraph{Text: words.Say("Set by your organisation: {setting}", "setting", Clean(l, 300))})
	}
	for _, l := range f.Lines {
		p.Text = append(p.Text, Paragraph{Text: l.Say()})
	}
	for _, s := range heldSentences(f.HeldOff) {
		p.Text = append(p.Text, Paragraph{Text: s, Tone: Warn})
	}
	if f.NotAsked != "" {
		p.Text = append(p.Text, Paragraph{Text: quietSentence(f.NotAsked)})
	}
	if f.TurnedAway > 0 {
		p.Text = append(p.Text, Paragraph{Text: words.Count(f.TurnedAway,
			"One link was not opened since the start.", "{n} links were not opened since the start.")})
	}
	if !f.TrayHost {
		p.Text = append(p.Text, Paragraph{Text: words.Say("This desktop shows no tray icons. Start Vestibule again to come back here.")})
	}
	if len(f.Problems) > 0 {
		p.Banner = f.Trouble.Sentence()
		p.BannerTone = Warn
		p.Text = append(p.Text, Paragraph{Text: cleanLines(strings.Join(f.Problems, "\n")), Selectable: true})
	}
	p.Actions = statusActions(f)
	p.Buttons = []Button{{ID: f.Actions.Quit, Label: words.Say("Quit Vestibule")}, {ID: ButtonClose, Label: words.Say("Close"), Safe: true}}
	return p
}

// stateSentence is StateLine as a sentence.
func stateSentence(f StatusFacts) string {
	return words.Say("{list}.", "list", StateLine(f.Camera, f.Microphone))
}

func locked(f StatusFacts) string {
	switch {
	case f.CameraLocked && f.MicrophoneLocked:
		return words.Sentences(cameraLock(f.LockedBy.Camera), microphoneLock(f.LockedBy.Microphone))
	case f.CameraLocked:
		return cameraLock(f.LockedBy.Camera)
	case f.MicrophoneLocked:
		return microphoneLock(f.LockedBy.Microphone)
	}
	return ""
}

func statusActions(f StatusFacts) []Button {
	a := f.Actions
	var list []Button
	if f.Mute.Holds {
		list = append(list, Button{ID: a.Unmute, Label: f.Mute.Offer()})
	}
	list = append(list, Button{ID: a.JoinClipboard, Label: words.Say("Join link from clipboard")})
	if f.Rejoin != "" {
		list = append(list, Button{ID: a.Rejoin, Label: words.Say("Rejoin last meeting ({service})", "service", Clean(f.Rejoin, 60))})
	}
	if f.RejoinCamera != "" {
		list = append(list, Button{ID: a.RejoinCamera, Label: words.Say("Rejoin with camera ({service})", "service", Clean(f.RejoinCamera, 60))})
	}
	if f.AskAgain != "" {
		list = append(list, Button{ID: a.AskAgain, Label: words.Say("Ask again ({service})", "service", Clean(f.AskAgain, 60))})
	}
	list = append(list, heldActions(f.HeldOff, f.NotAsked, a.LetIn, a.AskAnyway)...)
	if !f.CameraLocked {
		list = append(list, Button{ID: a.Camera, Label: words.Say("Camera starts on"), Check: true, On: f.Camera})
	}
	if !f.MicrophoneLocked {
		list = append(list, Button{ID: a.Microphone, Label: words.Say("Microphone starts on"), Check: true, On: f.Microphone})
	}
	if f.Paused {
		list = append(list, Button{ID: a.Resume, Label: words.Say("Resume")})
	} else {
		list = append(list,
			Button{ID: a.PauseHour, Label: words.Say("Pause for an hour")},
			Button{ID: a.PauseTomorrow, Label: words.Say("Pause until tomorrow")})
	}
	return append(list, Button{ID: a.EditConfig, Label: words.Say("Open configuration")})
}

// cleanLines cleans text whose line breaks are kept (a caret points at a
// column).
func cleanLines(s string) string {
	lines := strings.Split(s, "\n")
	if len(lines) > 24 {
		lines = append(lines[:24], "…")
	}
	for i, l := range lines {
		indent := l[:len(l)-len(strings.TrimLeft(l, " "))]
		lines[i] = indent + Clean(l, 200)
	}
	return strings.Join(lines, "\n")
}
