package device

import (
	"context"
	"time"
)

// Limit is how long one part of a probe may take before it is Unknown.
const Limit = 300 * time.Millisecond

// whyLate is the reason of a part that did not finish within its limit.
//
//words:mark
const whyLate = "it took too long to find out"

// Roots are the places where the kernel shows devices and processes. Tests
// point them at made trees.
type Roots struct {
	Sys  string // "/sys"
	Proc string // "/proc"
	Dev  string // "/dev"
	Run  string // "/run": udev's notes on what a node can do
}

// SystemRoots are the real ones.
func SystemRoots() Roots {
	return Roots{Sys: "/sys", Proc: "/proc", Dev: "/dev", Run: "/run"}
}

// Options say where ProbeWith and Open look. The zero value is this machine.
type Options struct {
	// Roots left zero are the system's.
	Roots Roots
	// Sound is the connection to ask. Nil: one is opened for the probe and
	// closed after it.
	Sound *Sound
	// Limit for each part; zero is the constant Limit.
	Limit time.Duration
}

func (o Options) roots() Roots {
	if o.Roots == (Roots{}) {
		return SystemRoots()
	}
	return o.Roots
}

func (o Options) limit() time.Duration {
	if o.Limit <= 0 {
		return Limit
	}
	return o.Limit
}

// Probe looks at this machine once. It never fails and takes no longer than
// Limit: what cannot be told is Unknown with its reason.
func Probe(ctx context.Context) Snapshot { return ProbeWith(ctx, Options{}) }

// ProbeWith is Probe with its places and limits chosen. All parts run at the
// same time, and one that hangs takes nothing from the others.
func ProbeWith(ctx context.Context, o Options) Snapshot {
	type seen struct {
		list  []Camera
		state State
		why   string
	}
	roots, limit := o.roots(), o.limit()
	// The parts are told to end a little before the limit: they know better
	// reasons than that it was reached.
	ctx, cancel := context.WithTimeout(ctx, limit-limit/6)
	defer cancel()

	// Buffered: a part that comes too late still ends.
	cams := make(chan seen, 1)
	mic := make(chan Microphone, 1)
	go func() {
		list, state, why := cameras(ctx, roots)
		cams <- seen{list, state, why}
	}()
	go func() {
		sound := o.Sound
		if sound == nil {
			sound = NewSound(nil)
			defer sound.Close()
		}
		mic <- sound.Microphone(ctx)
	}()

	s := Snapshot{
		CamerasState: Unknown, CamerasWhy: whyLate,
		Microphone: Microphone{State: Unknown, Why: whyLate},
	}
	late := time.NewTimer(limit)
	defer late.Stop()
	for range 2 {
		select {
		case c := <-cams:
			s.Cameras, s.CamerasState, s.CamerasWhy = c.list, c.state, c.why
		case s.Microphone = <-mic:
		case <-late.C:
			return s.withList()
		}
	}
	return s.withList()
}

// withList makes JSON say [] for no cameras.
func (s Snapshot) withList() Snapshot {
	if s.Cameras == nil {
		s.Cameras = []Camera{}
	}
	return s
}
