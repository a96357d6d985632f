package device

import (
	"context"
	"slices"
	"sync"
)

// Fake is Devices for the tests of other packages: it says what it was told
// to say.
type Fake struct {
	mu       sync.Mutex
	snapshot Snapshot
	held     []string
	told     func([]string)
	err      error
	watchers map[chan struct{}]bool
}

var _ Devices = (*Fake)(nil)

// NewFake gives devices in the state s.
func NewFake(s Snapshot) *Fake {
	return &Fake{snapshot: s.withList(), watchers: map[chan struct{}]bool{}}
}

// Set changes the state and tells everyone who watches.
func (f *Fake) Set(s Snapshot) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.snapshot = s.withList()
	f.tell()
}

// FailMute makes MuteAll and Unmute give err; nil makes them work again.
func (f *Fake) FailMute(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.err = err
}

// Watchers is how many watch now: a closed window must leave none.
func (f *Fake) Watchers() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.watchers)
}

func (f *Fake) Probe(context.Context) Snapshot {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := f.snapshot
	s.Cameras = slices.Clone(s.Cameras)
	return s
}

func (f *Fake) Watch(ctx context.Context) <-chan struct{} {
	c := make(chan struct{}, 1)
	f.mu.Lock()
	f.watchers[c] = true
	f.mu.Unlock()
	context.AfterFunc(ctx, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.watchers, c)
		close(c)
	})
	return c
}

func (f *Fake) MuteAll(context.Context) error {
	defer f.tellKeeper()
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err != nil {
		return f.err
	}
	if m := &f.snapshot.Microphone; m.Name != "" && !m.Muted {
		m.Muted = true
		f.held = []string{m.Name}
		f.tell()
	}
	return nil
}

func (f *Fake) Unmute(context.Context) error {
	defer f.tellKeeper()
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err != nil {
		return f.err
	}
	if f.held != nil {
		f.snapshot.Microphone.Muted = false
		f.held = nil
		f.tell()
	}
	return nil
}

func (f *Fake) Held() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.held)
}

// tell is called with mu held.
func (f *Fake) tell() {
	for c := range f.watchers {
		nudge(c)
	}
}
