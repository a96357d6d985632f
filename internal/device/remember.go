package device

import (
	"context"
	"slices"
)

// Keeper is a Muter whose mute can outlive the process that made it.
type Keeper interface {
	Muter
	// Adopt takes over the mute of an earlier run: names as Held or Keep gave
	// them.
	Adopt(names []string)
	// Keep has told called with the names that are held whenever they change,
	// and with those of new ones before they are muted.
	Keep(told func(names []string))
	// HeldNow is Held after a look: what someone else unmuted is no longer in
	// it. With an error it is what was so before.
	HeldNow(ctx context.Context) ([]string, error)
}

var (
	_ Keeper = (*Machine)(nil)
	_ Keeper = (*Sound)(nil)
	_ Keeper = (*Fake)(nil)
)

func (m *Machine) Adopt(names []string)                          { m.sound.Adopt(names) }
func (m *Machine) Keep(told func([]string))                      { m.sound.Keep(told) }
func (m *Machine) HeldNow(ctx context.Context) ([]string, error) { return m.sound.HeldNow(ctx) }

// Adopt takes the names over if the microphone is one of them and muted.
func (f *Fake) Adopt(names []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if m := f.snapshot.Microphone; m.Muted && slices.Contains(names, m.Name) {
		f.held = []string{m.Name}
	}
}

// Keep has told called by MuteAll and Unmute.
func (f *Fake) Keep(told func([]string)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.told = told
}

func (f *Fake) HeldNow(context.Context) ([]string, error) { return f.Held(), nil }

// tellKeeper is called without mu.
func (f *Fake) tellKeeper() {
	f.mu.Lock()
	told, held := f.told, slices.Clone(f.held)
	f.mu.Unlock()
	if told != nil {
		told(held)
	}
}
