package consent

import (
	"vestibule/internal/device"
	"vestibule/internal/meeting"
	"vestibule/internal/words"
)

// Question is everything that is known of a meeting that asks to be joined.
// Words makes a Page of it. Texts from outside need not be cleaned.
type Question struct {
	Service string // "Zoom"
	Host    string // the real one, as link.Parse gives it
	Meeting string // label, never a secret
	Asker   Asker

	Wish         meeting.Wish
	Devices      *device.Snapshot // nil while they are being looked at
	Ways         []WayName        // nil while they are being looked for
	Chosen       int
	Camera       meeting.Claim // of the chosen way
	Microphone   meeting.Claim
	WantsBlocked bool // join.assurance is "blocked" and the way does not reach it
	BlockedBy    WantedBy
	BlockedFile  string // the policy's file, if it is one
	Unguarded    bool   // open_with is "guarded" and nothing here can be guarded
	// Barred are guards that cannot hold now.
	Barred []BarredGuard
	// Closing says that the person said yes and a program is being closed.
	Closing bool
	// CanRemember offers to keep the kind of way for this service; Remember
	// says that the person wants it.
	CanRemember, Remember bool
	// Already names the browser that this meeting was opened in just now, or is
	// "": its page asks for the service's own program.
	Already          string
	Removed          []string
	Unwrapped        []string
	Upgraded         bool
	CarriedAddress   bool // a wrapper held the reader's e-mail address
	Asked            int  // how often this meeting was asked for while open
	Waiting          int  // distinct meetings that wait behind it
	RefusedMeanwhile int  // links turned away while this question was open
	// HeldOff are the openers that are held off; LetIn lets all in again.
	HeldOff []Held
	LetIn   ButtonID
	// NotAsked is the service of a question that was refused twice and came
	// again, or ""; AskAnyway asks it.
	NotAsked  string
	AskAnyway ButtonID
	Practice  bool
	Trouble   Trouble
	// Locked switches are set by the organisation's policy and cannot be moved.
	CameraLocked, MicrophoneLocked bool
	// SystemMute is whether this computer's microphones are to be muted too
	// where the meeting is joined muted.
	SystemMute, SystemMuteLocked bool
	// MuteFailed is why they could not be muted when Join was pressed, a
	// sentence part, or "".
	MuteFailed string
	LockedBy   LockedBy
	// GuardedBy is the policy's file that has the service opened guarded only,
	// or "".
	GuardedBy string
	// Loosened says that the configuration was loosened while the question
	// was open, which counts for the next one.
	Loosened bool
}

// LockedBy names the files of the policy that lock the switches.
type LockedBy struct{ Camera, Microphone string }

// WantedBy says whose wish a setting is.
type WantedBy int

const (
	ByPerson WantedBy = iota
	ByOrganisation
	ByFailSafe // of a policy that cannot be used
)

// WayName is one way to open the meeting, to choose from.
type WayName struct {
	Name string // "Zoom", "Chromium"
	// Web says it is opened in a browser.
	Web bool
	// Guard is "closed" or "open" for a browser profile of Vestibule's own,
	// "sandbox" for a program that is started without a camera, or "".
	Guard string
	// Restart says that the program runs, and closes first.
	Restart bool
	// Camera is what is assured of it this way.
	Camera meeting.Assurance
	// First says that one may have to sign in there once; SignIn that the
	// service is known to let in nobody who is not signed in.
	First, SignIn bool
}

// BarredGuard is a guard that cannot hold now.
type BarredGuard struct{ Client, Why string }

// Trouble is what is wrong with the configuration, and so what holds.
type Trouble int

const (
	NoTrouble    Trouble = iota
	BrokenFile           // the built-in private defaults hold
	StaleFile            // what it said before it broke holds
	BrokenPolicy         // the fail-safe values hold
)

// Sentence says it; "" for no trouble.
func (t Trouble) Sentence() string {
	switch t {
	case BrokenFile:
		return words.Say("Your configuration has an error. The private defaults hold until it is mended.")
	case StaleFile:
		return words.Say("Your configuration has an error. What it said before holds until it is mended.")
	case BrokenPolicy:
		return words.Say("Your organisation's policy cannot be used. The most private settings hold until it is mended.")
	}
	return ""
}

// Answer is what came of a question. The zero value is no.
type Answer int

const (
	No       Answer = iota // not joined: the person said no
	Yes                    // joined
	TimedOut               // nobody answered
	Lost                   // nobody could be asked, or the window went away
)

// PracticeHost is the host of the practice meeting: reserved for examples,
// nobody's.
const PracticeHost = "meet.example"

// PracticeQuestion completes the question of a meeting that does not exist.
func PracticeQuestion(q Question) Question {
	q.Practice = true
	q.Service, q.Host = words.Say("Practice"), PracticeHost
	q.Meeting = "WeeklySync"
	q.Ways, q.Chosen = []WayName{{Name: words.Say("Nothing (practice)")}}, 0
	return q
}
