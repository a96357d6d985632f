package device

import (
	"context"

	"github.com/jfreymuth/pulse/proto"
)

// Watch gives a value when the default source, a mute, a program that
// records, or the server itself may have changed, until ctx ends; then it
// closes the channel. The server is asked to tell of changes only while
// somebody watches or a mute of ours holds.
func (s *Sound) Watch(ctx context.Context) <-chan struct{} {
	c := make(chan struct{}, 1)
	s.mu.Lock()
	s.watchers[c] = true
	s.watchIfNeeded()
	s.mu.Unlock()
	context.AfterFunc(ctx, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.watchers, c)
		close(c)
		s.watchIfNeeded()
	})
	return c
}

// needed says that changes must be heard of: somebody watches, or a source is
// muted by us and it must be seen when it no longer is. Called with mu held.
func (s *Sound) needed() bool {
	return len(s.watchers) > 0 || s.hold.following || len(s.hold.names) > 0
}

// watchIfNeeded starts or ends the watching loop. Called with mu held.
func (s *Sound) watchIfNeeded() {
	need := s.needed()
	switch {
	case need && s.stop == nil:
		ctx, stop := context.WithCancel(context.Background())
		before, done := s.loop, make(chan struct{})
		s.stop, s.loop = stop, done
		go func() {
			defer close(done)
			if before != nil {
				<-before // two loops would undo each other's subscription
			}
			s.watch(ctx)
		}()
	case !need && s.stop != nil:
		s.stop()
		s.stop = nil
	}
}

// tell nudges everyone who watches.
func (s *Sound) tell() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.watchers {
		nudge(c)
	}
}

// Facilities whose changes matter: sources (mute, coming and going), programs
// that record, and the default source.
const facilities = proto.SubscriptionMaskSource | proto.SubscriptionMaskSourceInput | proto.SubscriptionMaskServer

// subscribe asks the server to tell of changes.
func (w *wire) subscribe(ctx context.Context, mask proto.SubscriptionMask) error {
	return w.request(ctx, &proto.Subscribe{Mask: mask}, nil)
}

// watch is the loop: subscribe, pass changes on, and when the server goes,
// wait for it to come back. It ends with ctx.
func (s *Sound) watch(ctx context.Context) {
	for ctx.Err() == nil {
		w := s.reached(ctx)
		if w == nil {
			return
		}
		s.tell()
		s.relay(ctx, w)
	}
}

// reached tries until the server tells of changes; nil when ctx has ended.
// That there is none is told once.
func (s *Sound) reached(ctx context.Context) *wire {
	back := s.awaitServer()
	defer back.close()
	delay, told := firstDelay, false
	for {
		w, err := s.subscribed(ctx)
		if err == nil {
			return w
		}
		if !told {
			told = true
			s.tell()
		}
		switch back.wait(ctx, delay, err) {
		case byEvent: // its socket comes a moment before it can be reached
			delay = firstDelay
		case byClock:
			delay = min(2*delay, maxDelay)
		case ended:
			return nil
		}
	}
}

// subscribed gives the connection with changes coming, and a first look
// taken for a mute that holds.
func (s *Sound) subscribed(ctx context.Context) (*wire, error) {
	var got *wire
	err := s.talk(ctx, func(ctx context.Context, w *wire) error {
		if err := w.subscribe(ctx, facilities); err != nil {
			return err
		}
		got = w
		return nil
	})
	if err == nil {
		s.follow(ctx)
	}
	return got, err
}

// follow mutes what is new while a mute of ours holds. A failure is not
// final: the next change looks again.
func (s *Sound) follow(ctx context.Context) {
	s.mu.Lock()
	holds := s.hold.following || len(s.hold.names) > 0
	s.mu.Unlock()
	if !holds {
		return
	}
	_ = s.talk(ctx, s.muteNew)
	s.mu.Lock()
	s.watchIfNeeded() // the person may have ended the hold
	s.mu.Unlock()
}

// relay passes changes on until the connection or ctx ends. Where ctx has, the
// connection is not needed any more, so that nothing wakes us at rest.
func (s *Sound) relay(ctx context.Context, w *wire) {
	changed := make(chan struct{}, 1)
	end, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		defer cancel()
		for {
			select {
			case <-w.changed:
				nudge(changed)
			case <-w.done:
				return
			case <-end.Done():
				return
			}
		}
	}()
	settled(end, changed, func() {
		s.follow(ctx)
		s.tell()
	})
	if ctx.Err() == nil {
		return // the server has gone
	}
	s.turn <- struct{}{}
	s.rest()
	<-s.turn
}
