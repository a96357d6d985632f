package device

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// watched is one property of one object.
type watched struct {
	object  object
	address address
}

// listeners are what the system tells us of now.
type listeners struct {
	hal    hal
	told   func()
	active map[watched]func()
}

// update listens to want and to nothing else.
func (l *listeners) update(want []watched) {
	keep := map[watched]bool{}
	for _, p := range want {
		keep[p] = true
		if l.active[p] != nil {
			continue
		}
		if stop, s := l.hal.listen(p.object, p.address, l.told); s == 0 {
			l.active[p] = stop
		}
	}
	for p, stop := range l.active {
		if !keep[p] {
			stop()
			delete(l.active, p)
		}
	}
}

// slowLook is how often a watched device is looked at without an event: that
// CoreMediaIO tells a process without a window of everything is not documented.
// Only while somebody watches.
const slowLook = 2 * time.Second

// settleHal waits for the rest of what one cause changes.
const settleHal = 30 * time.Millisecond

// watchHal calls changed when one of the properties that want gives has
// changed, until ctx ends; then no listener is left. The first call is when all
// are listened to. look, unless it is nil, tells the state apart: it is looked
// at now and then too.
func watchHal(ctx context.Context, h hal, want func() []watched, look func() string, changed func()) {
	events := make(chan struct{}, 1)
	l := &listeners{hal: h, told: func() { nudge(events) }, active: map[watched]func(){}}
	defer l.update(nil)
	var slow <-chan time.Time
	last := ""
	if look != nil {
		tick := time.NewTicker(slowLook)
		defer tick.Stop()
		slow, last = tick.C, look()
	}
	nudge(events)
	for {
		select {
		case <-ctx.Done():
			return
		case <-slow:
			now := look()
			if now == last {
				continue
			}
			last = now
		case <-events:
			select {
			case <-ctx.Done():
				return
			case <-time.After(settleHal):
			}
			if ctx.Err() != nil {
				return
			}
			l.update(want())
			if look != nil {
				last = look()
			}
		}
		changed()
	}
}

// watchHalCameras gives a value when a camera comes, goes, or is opened or
// closed by a program, until ctx ends; then it closes the channel.
func watchHalCameras(ctx context.Context, h hal) <-chan struct{} {
	out := make(chan struct{}, 1)
	go func() {
		defer close(out)
		watchHal(ctx, h, func() []watched {
			want := []watched{{system(), camerasProperty()}}
			list, _ := objects(h, system(), camerasProperty())
			for _, o := range list {
				want = append(want, watched{o, cameraRunning()})
			}
			return want
		}, func() string { return fmt.Sprint(halCameras(h)) }, func() { nudge(out) })
	}()
	return out
}

// soundProperties are what a change of a microphone shows in.
func soundProperties(h hal) []watched {
	want := []watched{{system(), soundsProperty()}, {system(), defaultInput()}}
	list, _ := objects(h, system(), soundsProperty())
	for _, o := range list {
		if !hears(h, o) {
			continue
		}
		want = append(want, watched{o, soundRunning()})
		for _, e := range muteElements(h, o) {
			want = append(want, watched{o, inputMute(e)})
		}
	}
	return want
}

// halSound is the system's sound: the microphone, and a mute of ours. It asks
// when it is asked, and listens while somebody watches or a mute of ours is
// followed.
type halSound struct {
	*halHold

	mu      sync.Mutex
	closed  bool
	stop    context.CancelFunc // ends following; nil when nothing is followed
	watches sync.WaitGroup
}

func newHalSound(h hal) *halSound {
	s := &halSound{halHold: newHalHold(h)}
	s.halHold.held = s.followed
	return s
}

// followed starts or ends the following of a mute.
func (s *halSound) followed(holds bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case holds && s.stop == nil && !s.closed:
		ctx, stop := context.WithCancel(context.Background())
		s.stop = stop
		s.watches.Go(func() {
			watchHal(ctx, s.hal, func() []watched { return soundProperties(s.hal) }, nil, func() {
				if err := s.follow(ctx); err != nil && ctx.Err() == nil {
					slog.Warn("following the mute", "err", err)
				}
			})
		})
	case !holds && s.stop != nil:
		s.stop()
		s.stop = nil
	}
}

// Close ends all listening, also for a mute that holds; what is muted stays
// muted.
func (s *halSound) Close() error {
	s.mu.Lock()
	s.closed = true
	if s.stop != nil {
		s.stop()
		s.stop = nil
	}
	s.mu.Unlock()
	s.watches.Wait()
	return nil
}

// Microphone says what the default microphone does now. It never fails: what
// cannot be told is Unknown with its reason.
func (s *halSound) Microphone(ctx context.Context) Microphone {
	found := make(chan Microphone, 1)
	if err := s.talk(ctx, func() error { found <- halMicrophone(s.hal); return nil }); err != nil {
		return Microphone{State: Unknown, Why: err.Error()}
	}
	return <-found
}

// Watch gives a value when a microphone may have changed, until ctx ends; then
// it closes the channel.
func (s *halSound) Watch(ctx context.Context) <-chan struct{} {
	out := make(chan struct{}, 1)
	go func() {
		defer close(out)
		watchHal(ctx, s.hal, func() []watched { return soundProperties(s.hal) },
			func() string { return fmt.Sprint(halMicrophone(s.hal)) }, func() { nudge(out) })
	}()
	return out
}
