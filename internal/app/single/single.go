// Package single is the daemon as one program, as on macOS: the front's desk
// and the opener in one process. Between them go the same typed messages as
// between two processes, and the opener checks them by the same code: what is
// decided here is decided nowhere else.
//
// What may not live here: OS calls, toolkits, decisions.
package single

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"vestibule/internal/app"
	"vestibule/internal/app/front"
	"vestibule/internal/config"
	"vestibule/internal/consent"
)

// Parts are what the daemon works with.
type Parts struct {
	// View makes the window; it is called once, with what takes its events.
	View      func(events func(consent.Event)) consent.View
	Machine   app.Machine
	Clipboard front.Clipboard
	Menu      front.Menu
	Notify    front.Notifier
	Clock     front.Clock // nil is the real one
	Config    func() config.Snapshot
	TrayHost  func() bool
	// Quit ends the program. It is called from any goroutine, more than once.
	Quit func()
}

// Daemon is one that works.
type Daemon struct {
	// Desk takes links.
	Desk *front.Desk

	stop   chan struct{}
	worked chan struct{} // the desk has ended
	served chan struct{} // the opener has
	cancel context.CancelFunc
	asks   *os.File
	once   sync.Once
}

// Start starts the desk and the opener. Pipes of the kernel carry the messages:
// they have room, so that the desk, which draws, does not wait for an opener
// that is busy.
func Start(p Parts) (*Daemon, error) {
	requests, asks, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("joining window and opener: %w", err)
	}
	replies, answers, err := os.Pipe()
	if err != nil {
		requests.Close()
		asks.Close()
		return nil, fmt.Errorf("joining window and opener: %w", err)
	}
	d := &Daemon{stop: make(chan struct{}), worked: make(chan struct{}), served: make(chan struct{}), asks: asks}
	link := app.NewLink(asks)
	if p.Clock == nil {
		p.Clock = front.RealClock{}
	}
	view := p.View(func(e consent.Event) { d.Desk.Event(e) })
	d.Desk = front.New(front.Parts{
		View: view, Opener: link, Clipboard: p.Clipboard, Notify: p.Notify, Menu: p.Menu, Clock: p.Clock,
		Config: p.Config, TrayHost: p.TrayHost, Quit: p.Quit,
	})
	link.Told = d.Desk.Told
	ctx, cancel := context.WithCancel(context.Background())
	d.cancel = cancel
	go func() {
		defer close(d.worked)
		d.Desk.Run(d.stop)
	}()
	go func() {
		if err := link.Serve(replies); err != nil {
			slog.Error("reading the opener", "err", err)
		}
		replies.Close()
	}()
	go func() {
		defer close(d.served)
		if err := app.NewOpener(p.Machine, answers).Serve(ctx, requests); err != nil {
			slog.Error("reading the desk", "err", err)
		}
		requests.Close()
		answers.Close()
		p.Quit() // a window that can start nothing must not ask
	}()
	return d, nil
}

// patience is how long End waits for each of the two. Whoever logs out must
// not wait for a device that hangs.
const patience = time.Second

// End ends both: an open question is not joined, and whoever waits is told. A
// decision that is being carried out is, within a bound. It may be called more
// than once, and from the main loop.
func (d *Daemon) End() {
	d.once.Do(func() {
		close(d.stop)
		wait(d.worked)
		d.asks.Close() // the opener reads to the end of it
		wait(d.served)
		d.cancel()
	})
}

func wait(done <-chan struct{}) {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
	}
}
