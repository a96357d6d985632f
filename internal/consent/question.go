package consent

import (
	"vestibule/internal/device"
	"vestibule/internal/meeting"
)

// Question is everything that is known of a meeting that asks to be joined.
// Words makes a Page of it. Texts from outside need not be cleaned.
type Question struct {
	Service string // "Zoom"
	// Host is the real host; Registrable is the part at its end that its
	// owner registered ("zoom.us").
	Host, Registrable string
	Meeting           string // label, never a secret
	Asker             Asker

	Wish             meeting.Wish
	Devices          *device.Snapshot // nil while they are being looked at
	Ways             []WayName        // nil while they are being looked for
	Chosen           int
	Camera           meeting.Claim // of the chosen way
	Microphone       meeting.Claim
	WantsBlocked     bool // join.assurance is "blocked" and the way does not reach it
	Unguarded        bool // open_with is "guarded" and nothing here can be guarded
	Removed          []string
	Unwrapped        []string
	Upgraded         bool
	Asked            int // how often this meeting was asked for while open
	Waiting          int // distinct meetings that wait behind it
	RefusedMeanwhile int // links turned away while this question was open
	Practice         bool
	ConfigBroken     bool // the built-in defaults hold
}

// WayName is one way to open the meeting, to choose from.
type WayName struct {
	Name string // "Zoom", "Chromium"
	// Web says it is opened in a browser.
	Web bool
}

// Asker is the program that opened a link, as Vestibule itself looked it up.
type Asker struct {
	// Name is empty when it cannot be known.
	Name string
	// Sandboxed says it is a sandboxed program.
	Sandboxed bool
	// You says it was the person, in Vestibule's own menu or on its command line.
	You string
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
	q.Service, q.Host, q.Registrable = "Practice", PracticeHost, PracticeHost
	q.Meeting = "WeeklySync"
	q.Ways, q.Chosen = []WayName{{Name: "Nothing (practice)"}}, 0
	return q
}
