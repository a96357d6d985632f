// Package urlscheme is the operating system's side of a link: registering and
// unregistering the handler, receiving a link, handing one over, and looking
// up who opened it.
//
// What may not live here: parsing links.
package urlscheme

import "errors"

// AppID is the application id: the name on the bus, of the desktop entry and
// of the bundle.
const AppID = "dev.vestibule.Launcher"

const (
	longestText = 1 << 16 // bytes of one link; a longer text is refused unread
	mostAtOnce  = 64      // links whose sender is looked at at the same time
)

// Arrival is a text that somebody asks Vestibule to open.
type Arrival struct {
	Text string
	// Sender is the sender's unique name on the bus: as long as it is there, it
	// is the same process, and it is never used again. "" where there is no bus.
	Sender string
	// PID of the sender, from the bus or the system; 0 if it is not told.
	PID int
	// Startup is the sender's activation token, or "". It raises a window and
	// says nothing about who sent it.
	Startup string
	// Looked is called once the sender has been looked at: until then the
	// sender waits, so that its parents can still be read.
	Looked func()
	// Answer takes the outcome where the sender waits for it; else nil.
	Answer func(Outcome)
}

// Outcome is what "vestibule open --wait" ends with.
type Outcome struct {
	// Status is the exit status of DESIGN's command line.
	Status  int
	Message string
}

// Receiver is what the running front does with messages. Its methods are
// called from several goroutines and return at once.
type Receiver interface {
	Open(Arrival)
	// Practice asks the harmless practice question.
	Practice(Arrival)
	// Activate shows the status window.
	Activate(startup string)
}

// ErrRunning says that another Vestibule has the name; it was asked to show
// its status window.
var ErrRunning = errors.New("starting: Vestibule is running already")

// ErrNoAnswer says that the daemon takes links here and gives no answer back.
var ErrNoAnswer = errors.New("waiting for the answer: macOS hands links over and brings no answer back")

// ErrNobody says that no daemon runs and none could be started.
var ErrNobody = errors.New("handing the link over: no Vestibule runs here and none can be started")
