package device

import (
	"context"
	"os"
	"sync"
	"time"
)

// Sound is the connection to the sound server of the person's session,
// PulseAudio or PipeWire's replacement for it. It is made when something is
// asked, kept while somebody watches or a mute of ours holds, and made again
// after the server has restarted. Otherwise it ends with the answer: PulseAudio
// ends itself when nobody is connected, and is not to be kept from that. It
// starts no server, and goes over a UNIX socket only.
//
// All methods may be called from any goroutine.
type Sound struct {
	env   func(string) string
	limit time.Duration // for one question; tests on a busy machine have more patience

	// turn is held by whoever talks to the server; a channel, so that waiting
	// for it ends with the context.
	turn   chan struct{}
	wire   *wire // nil when there is no connection; held by turn
	closed bool  // held by turn

	mu       sync.Mutex
	watchers map[chan struct{}]bool
	stop     context.CancelFunc // ends the watching loop; nil when none runs
	loop     chan struct{}      // closed when the loop that stop ends has ended
	hold     hold
	keep     func([]string) // told of every change of the mute that holds; see Keep
	kept     []string       // what it was told last
	unsaid   bool           // it was not told of what was adopted
}

// NewSound gives a connection that is not made yet. env looks up environment
// variables; nil is the process's own.
func NewSound(env func(string) string) *Sound {
	if env == nil {
		env = os.Getenv
	}
	return &Sound{env: env, limit: Limit, turn: make(chan struct{}, 1), watchers: map[chan struct{}]bool{}}
}

// Close ends the connection and all watching, also for a mute that holds;
// what is muted stays muted. A channel of Watch is silent from then on, until
// its context closes it.
func (s *Sound) Close() error {
	s.mu.Lock()
	stop, loop := s.stop, s.loop
	s.hold.following = false
	s.mu.Unlock()
	if stop != nil {
		stop()
		<-loop
	}
	s.turn <- struct{}{}
	s.closed = true
	s.drop()
	<-s.turn
	return nil
}

// drop ends the connection; called with turn held.
func (s *Sound) drop() {
	if s.wire != nil {
		s.wire.Close()
		s.wire = nil
	}
}

// rest ends the connection when nothing needs it any more; called with turn
// held.
func (s *Sound) rest() {
	s.mu.Lock()
	needed := s.needed()
	s.mu.Unlock()
	if !needed {
		s.drop()
	}
}

// talk calls do with a live connection, at most limit long. A connection that
// the server had ended meanwhile is made again, once.
func (s *Sound) talk(ctx context.Context, do func(context.Context, *wire) error) error {
	ctx, cancel := context.WithTimeout(ctx, s.limit)
	defer cancel()
	select {
	case s.turn <- struct{}{}:
	case <-ctx.Done():
		return faultHung
	}
	defer func() { <-s.turn }()
	if s.closed {
		return faultClosed
	}
	defer s.rest()
	for try := 0; ; try++ {
		kept := s.wire != nil
		if !kept {
			w, err := dial(ctx, s.env)
			if err != nil {
				return err
			}
			s.wire = w
		}
		err := do(ctx, s.wire)
		if !s.wire.alive() {
			s.drop()
			if err == faultEnded && kept && try == 0 {
				continue
			}
		}
		return err
	}
}

// Microphone says what the default source does now. It never fails: what
// cannot be told is Unknown with its reason.
func (s *Sound) Microphone(ctx context.Context) Microphone {
	var m Microphone
	err := s.talk(ctx, func(ctx context.Context, w *wire) error {
		l, err := w.look(ctx)
		if err == nil {
			m = l.microphone()
		}
		return err
	})
	if err != nil {
		return Microphone{State: Unknown, Why: whyNot(err)}
	}
	return m
}

// whyNot is the reason of an error as a sentence part.
func whyNot(err error) string {
	if f, ok := err.(fault); ok {
		return string(f)
	}
	return "the sound server refuses to tell" // its own error code says no more to a person
}
