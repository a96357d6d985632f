package device

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/jfreymuth/pulse/proto"
)

// hold is a mute of ours.
type hold struct {
	// names of the sources that we muted and that nobody unmuted since.
	names map[string]bool
	// following: sources that come later are muted too. It ends when the person
	// unmutes one of names themselves: then they want to be heard, and a headset
	// plugged in after that must not silence them again.
	following bool
	// seen are the sources that were there at the last look, by index; indices
	// are of one connection.
	seen map[uint32]bool
	on   *wire
	// adopted: names are from an earlier run, and what is unmuted at the first
	// look was unmuted by the person meanwhile.
	adopted bool
}

// MuteAll mutes every source that is not a monitor, reads back that it is so,
// and goes on muting those that come later until Unmute, Close, or the person
// unmuting one themselves. What was muted before is left for the person to
// unmute. An error says what is not known to be muted; the rest is.
func (s *Sound) MuteAll(ctx context.Context) error {
	err := s.talk(ctx, func(ctx context.Context, w *wire) error {
		s.mu.Lock()
		s.hold.following = true
		s.hold.on, s.hold.seen, s.hold.adopted = nil, nil, false // every source counts as new
		s.mu.Unlock()
		return s.muteNew(ctx, w)
	})
	s.mu.Lock()
	if err != nil && len(s.hold.names) == 0 {
		s.hold.following = false // a mute that holds nowhere is none, for later ones either
	}
	s.watchIfNeeded()
	s.mu.Unlock()
	if err != nil {
		return fmt.Errorf("muting the microphones: %w", err)
	}
	return nil
}

// muteNew mutes the sources that were not there at the last look and notes
// those that were unmuted by someone else. Called with turn held.
func (s *Sound) muteNew(ctx context.Context, w *wire) error {
	sources, err := w.microphones(ctx)
	if err != nil {
		return err
	}
	fresh := s.fresh(w, sources)
	s.note() // before it is so: a mute that nobody remembers could not be taken off again
	defer s.note()
	var problems []error
	failed := map[uint32]bool{}
	for _, m := range fresh {
		if err := w.mute(ctx, m, true); err != nil {
			failed[m.SourceIndex] = true
			problems = append(problems, fmt.Errorf("%s: %w", sourceName(m), err))
		}
	}
	if len(fresh) > 0 { // read back: a server may say yes and do nothing
		if sources, err = w.microphones(ctx); err != nil {
			return errors.Join(append(problems, err)...)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	on := map[uint32]bool{}
	for _, m := range sources {
		if on[m.SourceIndex] = !m.Mute; m.Mute || !s.hold.following {
			s.hold.seen[m.SourceIndex] = true // what is on is tried again at the next change
		}
	}
	for _, m := range fresh {
		if !on[m.SourceIndex] {
			continue
		}
		delete(s.hold.names, m.SourceName)
		if !failed[m.SourceIndex] {
			problems = append(problems, fmt.Errorf("%s: it is still on", sourceName(m)))
		}
	}
	return errors.Join(problems...)
}

// fresh gives the sources that a mute that holds must be set on, and notes
// them as held. A source of ours that is on again was unmuted by the person.
func (s *Sound) fresh(w *wire, sources []*proto.GetSourceInfoReply) []*proto.GetSourceInfoReply {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := &s.hold
	if h.on != w {
		h.on, h.seen = w, map[uint32]bool{}
	}
	if h.names == nil {
		h.names = map[string]bool{}
	}
	for _, m := range sources {
		known := h.seen[m.SourceIndex] || h.adopted
		if known && h.names[m.SourceName] && !m.Mute {
			delete(h.names, m.SourceName)
			h.following = false
		}
	}
	h.adopted = false
	var list []*proto.GetSourceInfoReply
	for _, m := range sources {
		if h.following && !h.seen[m.SourceIndex] && !m.Mute {
			h.names[m.SourceName] = true
			list = append(list, m)
		}
	}
	return list
}

// Unmute takes the mute off the sources that MuteAll muted, and off no other;
// a mute that the person set stays. Only a person's click may lead here.
func (s *Sound) Unmute(ctx context.Context) error {
	s.mu.Lock()
	s.hold.following = false
	nothing := len(s.hold.names) == 0
	s.watchIfNeeded()
	s.mu.Unlock()
	if nothing {
		return nil
	}
	err := s.talk(ctx, func(ctx context.Context, w *wire) error {
		sources, err := w.microphones(ctx)
		if err != nil {
			return err
		}
		held := s.Held()
		for _, m := range sources {
			if !slices.Contains(held, m.SourceName) {
				continue
			}
			if err := w.mute(ctx, m, false); err != nil {
				return err
			}
		}
		s.mu.Lock()
		s.hold.names = nil // those that are unplugged too
		s.watchIfNeeded()
		s.mu.Unlock()
		s.note()
		return nil
	})
	if err != nil {
		return fmt.Errorf("unmuting the microphones: %w", err)
	}
	return nil
}

// Held names the sources that MuteAll muted and nobody unmuted since, by the
// sound server's names, sorted. They are what to give to Adopt after a
// restart of ours.
func (s *Sound) Held() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(maps.Keys(s.hold.names))
}

// Adopt takes over a mute that an earlier run of ours left: names as Held
// gave them. Those that are muted no longer are forgotten at the next look.
func (s *Sound) Adopt(names []string) {
	if len(names) == 0 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hold.names = map[string]bool{}
	for _, n := range names {
		s.hold.names[n] = true
	}
	s.hold.following, s.hold.adopted = true, true
	s.unsaid = true
	s.watchIfNeeded()
}
