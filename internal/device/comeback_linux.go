package device

import (
	"context"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"
)

// Between two tries to reach the server.
const (
	firstDelay = 50 * time.Millisecond
	maxDelay   = 30 * time.Second
	// quiet is the delay after which a server that is simply not running is no
	// longer tried by the clock: its socket coming is an event.
	quiet = time.Second
)

// comeback waits for a server to come back.
type comeback struct {
	events chan struct{}
	in     *inotify // nil when the kernel gives no more
}

// awaitServer watches the folders of the server's sockets.
func (s *Sound) awaitServer() *comeback {
	b := &comeback{events: make(chan struct{}, 1)}
	in, err := newInotify()
	if err != nil {
		return b
	}
	b.in = in
	const mask = unix.IN_CREATE | unix.IN_MOVED_TO | unix.IN_ATTRIB | unix.IN_ONLYDIR
	sockets, _ := serverSockets(s.env)
	add := func() {
		for _, path := range sockets {
			dir := filepath.Dir(path)
			_ = in.add(filepath.Dir(dir), mask) // the folder is made by the server
			_ = in.add(dir, mask)
		}
	}
	add()
	go func() {
		for {
			if _, err := in.read(); err != nil {
				return
			}
			add() // the folder may have come just now
			nudge(b.events)
		}
	}()
	return b
}

func (b *comeback) close() {
	if b.in != nil {
		b.in.Close()
	}
}

// wake is why waiting has ended.
type wake int

const (
	ended wake = iota // the context has
	byClock
	byEvent
)

// wait waits until it is time to try again after err.
func (b *comeback) wait(ctx context.Context, delay time.Duration, err error) wake {
	var clock <-chan time.Time
	if delay <= quiet || !b.tells(err) {
		t := time.NewTimer(delay)
		defer t.Stop()
		clock = t.C
	}
	select {
	case <-ctx.Done():
		return ended
	case <-b.events:
		return byEvent
	case <-clock:
		return byClock
	}
}

// tells says whether an event will tell when trying again can help: a server
// that is not running makes its socket; one that hangs tells nothing.
func (b *comeback) tells(err error) bool {
	switch err {
	case faultNone:
		return b.in != nil
	case faultNetwork, faultClosed:
		return true // trying again never helps
	}
	return false
}
