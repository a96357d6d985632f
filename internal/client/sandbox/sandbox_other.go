//go:build !linux

package sandbox

import "context"

// Works gives ErrNotThere.
func (g *Guard) Works(context.Context) error { return ErrNotThere }

// Holds gives false.
func (g *Guard) Holds(context.Context, Target) (bool, string) {
	return false, "a program cannot be kept from the camera on this system"
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
