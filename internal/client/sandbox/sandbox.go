package sandbox

import (
	"context"
	"errors"
	"time"
)

// ErrNotThere is the error of every function where there is no such guard.
var ErrNotThere = errors.New("starting without a camera: there is no guard for programs on this system")

// Target is a client that is to run without a camera.
type Target struct {
	ID   string // desktop entry id
	Name string // for people
	// Argv starts it, as client.Finder.Command gives it for a link.
	Argv []string
	// Dir is where it is started; "" is the home folder.
	Dir string
}

// Clock tells the time to whatever waits here.
type Clock interface {
	After(time.Duration) <-chan time.Time
}

type wallClock struct{}

func (wallClock) After(d time.Duration) <-chan time.Time { return time.After(d) }

// Guard starts clients without a camera. The zero value is ready for use on
// this machine. Its methods may be called from any goroutine.
type Guard struct {
	// Getenv looks up the environment; nil is the process's own.
	Getenv func(string) string
	// Environ is what clients get, before what the guard changes; nil is the
	// process's own.
	Environ []string
	// Scope puts what was started into a place of its own, so that the end of
	// Vestibule does not end it. It is called before the client runs: whatever
	// the client starts is in that place too. Nil: nothing.
	Scope func(ctx context.Context, pids ...int) error
	// Clock and Patience are how long Stop waits before it ends a client that
	// does not close: ten seconds when zero.
	Clock    Clock
	Patience time.Duration

	dev string // where the devices are; tests make their own
	sys string
}

// patience is the time a client has to close by itself, unless the Guard says
// otherwise: leaving a meeting takes a moment.
const patience = 10 * time.Second

// Started is a client that was started.
type Started struct {
	// PID of the client's first process: what to give to Stop.
	PID int
	// Exited gives at most one error, when the client ended with one within
	// client.Grace of its start, and is closed then. Nobody has to read it.
	Exited <-chan error
}

// Running is what of a client runs already.
type Running struct {
	Outside []int // processes that can reach a camera
	Guarded []int // processes inside a guard of ours
}
