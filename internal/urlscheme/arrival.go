// Package urlscheme is the operating system's side of a link: registering and
// unregistering the handler, receiving a link, handing one over, and looking
// up who opened it.
//
// What may not live here: parsing links.
package urlscheme

import "errors"

// Arrival is a text that somebody asks Vestibule to open.
type Arrival struct {
	Text string
	// Sender is the sender's unique name on the bus: as long as it is there, it
	// is the same process, and it is never used again.
	Sender string
	// PID of the sender, from the bus; 0 if the bus does not tell.
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

// ErrNobody says that no daemon runs and none could be started.
var ErrNobody = errors.New("handing the link over: no Vestibule runs here and none can be started")
