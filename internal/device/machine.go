package device

import (
	"context"
	"sync"
)

// Devices is what a daemon needs of its machine's devices. Machine is the
// real one, Fake the one for tests.
type Devices interface {
	// Probe never fails and takes no longer than Limit.
	Probe(ctx context.Context) Snapshot
	// Watch gives a value whenever something may have changed: probe again.
	// It watches until ctx ends and then closes the channel. Values that
	// nobody took yet are one value.
	Watch(ctx context.Context) <-chan struct{}
	Muter
}

// Muter mutes microphones for the whole system.
type Muter interface {
	// MuteAll mutes every source that is not a monitor, and those that come
	// later for as long as the mute holds. An error says which part of that is
	// not known to be so.
	MuteAll(ctx context.Context) error
	// Unmute takes the mute off the sources that MuteAll muted, and off no
	// other. Only a person's click may lead here.
	Unmute(ctx context.Context) error
	// Held names the sources that are muted by MuteAll and were not unmuted
	// since, sorted; none when no mute holds.
	Held() []string
}

// Machine is the devices of this machine with the sound connection kept.
type Machine struct {
	options Options
	sound   *Sound
}

var _ Devices = (*Machine)(nil)

// Open gives the devices of this machine. It does nothing until it is asked.
func Open(o Options) *Machine {
	if o.Sound == nil {
		o.Sound = NewSound(nil)
	}
	return &Machine{options: o, sound: o.Sound}
}

// Close ends the sound connection, which is the one of the Options where they
// had one.
func (m *Machine) Close() error { return m.sound.Close() }

// Sound is the kept sound connection.
func (m *Machine) Sound() *Sound { return m.sound }

func (m *Machine) Probe(ctx context.Context) Snapshot { return ProbeWith(ctx, m.options) }

func (m *Machine) Watch(ctx context.Context) <-chan struct{} {
	out := make(chan struct{}, 1)
	cams := WatchCameras(ctx, m.options.roots())
	sound := m.sound.Watch(ctx)
	var both sync.WaitGroup
	for _, in := range []<-chan struct{}{cams, sound} {
		both.Go(func() {
			for range in {
				nudge(out)
			}
		})
	}
	go func() {
		both.Wait()
		close(out)
	}()
	return out
}

func (m *Machine) MuteAll(ctx context.Context) error { return m.sound.MuteAll(ctx) }
func (m *Machine) Unmute(ctx context.Context) error  { return m.sound.Unmute(ctx) }
func (m *Machine) Held() []string                    { return m.sound.Held() }

// nudge puts a value into c unless one is there already.
func nudge(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
