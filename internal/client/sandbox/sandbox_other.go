//go:build !linux

package sandbox

import (
	"context"

	"vestibule/internal/client"
	"vestibule/internal/words"
)

// Known says whether this system has a guard for programs.
const Known = false

// Works gives ErrNotThere.
func (g *Guard) Works(context.Context) error { return ErrNotThere }

// Holds gives false.
func (g *Guard) Holds(context.Context, Target) (bool, string) {
	return false, words.Mark("a program cannot be kept from the camera on this system")
}

// Running gives ErrNotThere.
func (g *Guard) Running(Target) (Running, error) { return Running{}, ErrNotThere }

// Command gives ErrNotThere.
func (g *Guard) Command(argv []string, link string) ([]string, error) { return nil, ErrNotThere }

// Start gives ErrNotThere.
func (g *Guard) Start(context.Context, Target, string, []string) (Started, error) {
	return Started{}, ErrNotThere
}

// Stop gives ErrNotThere.
func (g *Guard) Stop(context.Context, int) error { return ErrNotThere }

// Look tells of no guard.
func (g *Guard) Look(_ context.Context, t Target, _ func() string) client.Guard {
	return client.Guard{Client: t.ID, ClosedWhy: words.Mark("a program cannot be kept from the camera on this system")}
}

// Close gives ErrNotThere.
func (g *Guard) Close(context.Context, Target) error { return ErrNotThere }

// StopAll gives ErrNotThere.
func (g *Guard) StopAll(context.Context, Target) error { return ErrNotThere }

// Wait returns at once: nothing is guarded.
func (g *Guard) Wait(context.Context, Target, int) {}

// Places lists none.
func (g *Guard) Places() ([]string, bool) { return nil, false }

// RemovePlaces has nothing to remove.
func (g *Guard) RemovePlaces() []string { return nil }
