//go:build !linux && !darwin

package guard

import (
	"context"

	"vestibule/internal/client"
)

const nonBlock = 0

// Kept is a guarded profile that is on this machine.
type Kept struct {
	Dir     string
	Running bool
}

// Look knows no guard on this system yet.
func (g *Guards) Look([]client.Client, string) []client.Guard { return nil }

// Start gives client.ErrNotThere.
func (g *Guards) Start(client.Client, Profile, string, []string) (client.Started, error) {
	return client.Started{}, client.ErrNotThere
}

// Kept lists nothing.
func (g *Guards) Kept() []Kept { return nil }

// Remove removes nothing.
func (g *Guards) Remove() ([]string, error) { return nil, nil }

// Wait returns at once: nothing is guarded.
func (g *Guards) Wait(context.Context, client.Client, Profile, int) {}
