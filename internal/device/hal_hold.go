package device

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

// halHold is a mute of ours on the microphones of macOS, by the same rules as
// on Linux: what was muted before stays the person's, what we muted is known by
// ids that outlive us, and the person unmuting one of them ends the rest of the
// hold's growing.
type halHold struct {
	hal   hal
	limit time.Duration // for one question; tests on a busy machine have more patience

	// turn is held by whoever talks to the system, which may hang; a channel, so
	// that waiting for it ends with the context.
	turn chan struct{}

	mu sync.Mutex
	// names are the ids of the sources that we muted and that nobody unmuted
	// since.
	names map[string]bool
	// following: sources that come later are muted too.
	following bool
	// seen are the sources that were there at the last look. A device that was
	// unplugged comes back as another object.
	seen map[channel]bool
	// adopted: names are from an earlier run.
	adopted bool
	keep    func([]string)
	kept    []string
	unsaid  bool
	// held is told whether a mute is there to be followed, whenever it changes.
	held func(bool)
}

type channel struct {
	object  object
	element uint32
}

func (s source) channel() channel { return channel{s.object, s.element} }

func newHalHold(h hal) *halHold {
	return &halHold{hal: h, limit: Limit, turn: make(chan struct{}, 1)}
}

//words:mark
var (
	errHung   = errors.New("the system did not answer in time")
	errNoMute = errors.New("it has no mute that the system could set")
	errStill  = errors.New("it is still on")
)

// talk calls do, at most limit long. Where the system hangs, do goes on by
// itself and everything later waits for it.
func (m *halHold) talk(ctx context.Context, do func() error) error {
	ctx, cancel := context.WithTimeout(ctx, m.limit)
	defer cancel()
	select {
	case m.turn <- struct{}{}:
	case <-ctx.Done():
		return errHung
	}
	done := make(chan error, 1)
	go func() {
		err := do()
		<-m.turn
		m.tellHeld() // also where nobody waits for it any more
		done <- err
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return errHung
	}
}

// MuteAll mutes every microphone, reads back that it is so, and goes on muting
// those that come later until Unmute or the person unmuting one themselves. An
// error says what is not known to be muted: a microphone without a mute that
// can be set is one.
func (m *halHold) MuteAll(ctx context.Context) error {
	err := m.talk(ctx, func() error {
		m.mu.Lock()
		m.following, m.adopted, m.seen = true, false, nil // every source counts as new
		m.mu.Unlock()
		return m.muteNew()
	})
	m.mu.Lock()
	if err != nil && len(m.names) == 0 && !errors.Is(err, errHung) {
		m.following = false // a mute that holds nowhere is none, for later ones either
	}
	m.mu.Unlock()
	m.tellHeld() // it may have ended just now
	if err != nil {
		return fmt.Errorf("muting the microphones: %w", err)
	}
	return nil
}

// muteNew mutes the sources that were not there at the last look and notes
// those that were unmuted by someone else. Called with turn held.
func (m *halHold) muteNew() error {
	list, err := sources(m.hal)
	if err != nil {
		return err
	}
	fresh, problems := m.fresh(list)
	m.note() // before it is so: a mute that nobody remembers could not be taken off again
	defer m.note()
	for _, s := range fresh {
		// An error shows in what is read back.
		m.hal.write(s.object, inputMute(s.element), []byte{1, 0, 0, 0})
	}
	if len(fresh) > 0 {
		if list, err = sources(m.hal); err != nil {
			return errors.Join(append(problems, err)...)
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	on := map[channel]bool{}
	for _, s := range list {
		// What is on is tried again at the next change, while it is followed.
		if on[s.channel()] = !s.muted; s.muted || !m.following {
			m.seen[s.channel()] = true
		}
	}
	for _, s := range fresh {
		if on[s.channel()] {
			delete(m.names, s.id)
			problems = append(problems, fmt.Errorf("%s: %w", s.name, errStill))
		}
	}
	return errors.Join(problems...)
}

// fresh gives the sources that a mute that holds must be set on, and notes
// them as held; of those that cannot be muted it says so.
func (m *halHold) fresh(list []source) (out []source, problems []error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.names == nil {
		m.names = map[string]bool{}
	}
	if m.seen == nil {
		m.seen = map[channel]bool{}
	}
	for _, s := range list {
		if known := m.seen[s.channel()] || m.adopted; known && m.names[s.id] && !s.muted {
			delete(m.names, s.id)
			m.following = false // the person wants to be heard
		}
	}
	m.adopted = false
	present := map[channel]bool{}
	for _, s := range list {
		present[s.channel()] = true
		switch {
		case !m.following || m.seen[s.channel()] || s.muted:
		case !s.mutable:
			problems = append(problems, fmt.Errorf("%s: %w", s.name, errNoMute))
		default:
			m.names[s.id] = true
			out = append(out, s)
		}
	}
	maps.DeleteFunc(m.seen, func(c channel, _ bool) bool { return !present[c] })
	return out, problems
}

// follow is a look because something changed: the mute goes on to what is new.
func (m *halHold) follow(ctx context.Context) error { return m.talk(ctx, m.muteNew) }

// Unmute takes the mute off the sources that MuteAll muted, and off no other.
// Only a person's click may lead here.
func (m *halHold) Unmute(ctx context.Context) error {
	m.mu.Lock()
	m.following = false
	nothing := len(m.names) == 0
	m.mu.Unlock()
	if nothing {
		m.tellHeld()
		return nil
	}
	err := m.talk(ctx, func() error {
		list, err := sources(m.hal)
		if err != nil {
			return err
		}
		held := m.Held()
		for _, s := range list {
			if !slices.Contains(held, s.id) || !s.muted {
				continue
			}
			if m.hal.write(s.object, inputMute(s.element), []byte{0, 0, 0, 0}) != 0 {
				return fmt.Errorf("%s: %w", s.name, errRefused)
			}
		}
		m.mu.Lock()
		m.names = nil // those that are unplugged too
		m.mu.Unlock()
		m.note()
		return nil
	})
	if err != nil {
		return fmt.Errorf("unmuting the microphones: %w", err)
	}
	return nil
}

// Held names the sources that MuteAll muted and nobody unmuted since, sorted.
func (m *halHold) Held() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Sorted(maps.Keys(m.names))
}

// holds says whether a mute of ours is there to be followed.
func (m *halHold) holds() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.following || len(m.names) > 0
}

func (m *halHold) tellHeld() {
	m.mu.Lock()
	told := m.held
	m.mu.Unlock()
	if told != nil {
		told(m.holds())
	}
}

// Adopt takes over a mute that an earlier run of ours left: names as Held gave
// them. Those that are muted no longer are forgotten at the next look.
func (m *halHold) Adopt(names []string) {
	if len(names) == 0 {
		return
	}
	m.mu.Lock()
	m.names = map[string]bool{}
	for _, n := range names {
		m.names[n] = true
	}
	m.following, m.adopted, m.unsaid = true, true, true
	m.mu.Unlock()
	m.tellHeld()
}

// Keep has told called with the names that hold whenever they change, with new
// ones before they are muted. Call it before anything else.
func (m *halHold) Keep(told func(names []string)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.keep = told
}

// note tells Keep's function if there is news. Called with turn held.
func (m *halHold) note() {
	held := m.Held()
	m.mu.Lock()
	told := m.keep
	news := m.unsaid || !slices.Equal(held, m.kept)
	m.kept, m.unsaid = held, false
	m.mu.Unlock()
	if told != nil && news {
		told(slices.Clone(held))
	}
}

// HeldNow is Held after a look at the system.
func (m *halHold) HeldNow(ctx context.Context) ([]string, error) {
	err := m.talk(ctx, func() error {
		// What of it cannot be muted is no news here.
		if _, err := sources(m.hal); err != nil {
			return err
		}
		_ = m.muteNew()
		return nil
	})
	if err != nil {
		return m.Held(), fmt.Errorf("looking at the mute: %w", err)
	}
	return m.Held(), nil
}
