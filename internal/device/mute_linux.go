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
	var sources proto.GetSourceInfoListReply
	if err := w.request(ctx, &proto.GetSourceInfoList{}, &sources); err != nil {
		return err
	}
	s.mu.Lock()
	if s.hold.on != w {
		s.hold.on, s.hold.seen = w, map[uint32]bool{}
	}
	if s.hold.names == nil {
		s.hold.names = map[string]bool{}
	}
	for _, m := range microphones(sources) {
		known := s.hold.seen[m.SourceIndex] || s.hold.adopted
		if known && s.hold.names[m.SourceName] && !m.Mute {
			delete(s.hold.names, m.SourceName)
			s.hold.following = false
		}
	}
	s.hold.adopted = false
	var fresh []*proto.GetSourceInfoReply
	if s.hold.following {
		for _, m := range microphones(sources) {
			if !s.hold.seen[m.SourceIndex] && !m.Mute {
				fresh = append(fresh, m)
			}
		}
	}
	s.mu.Unlock()

	var problems []error
	for _, m := range fresh {
		if err := w.request(ctx, &proto.SetSourceMute{SourceIndex: m.SourceIndex, Mute: true}, nil); err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", sourceName(m), err))
			continue
		}
		s.mu.Lock()
		s.hold.names[m.SourceName] = true
		s.mu.Unlock()
	}
	if len(fresh) > 0 {
		// Read back: a server may say yes and do nothing.
		sources = nil
		if err := w.request(ctx, &proto.GetSourceInfoList{}, &sources); err != nil {
			return errors.Join(append(problems, err)...)
		}
	}
	live := map[uint32]bool{}
	for _, m := range microphones(sources) {
		live[m.SourceIndex] = !m.Mute
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for index, unmuted := range live {
		if !unmuted || !s.hold.following {
			s.hold.seen[index] = true // one that came just now is new next time
		}
	}
	for _, m := range fresh {
		s.hold.seen[m.SourceIndex] = true
		if live[m.SourceIndex] && len(problems) == 0 {
			delete(s.hold.names, m.SourceName)
			problems = append(problems, fmt.Errorf("%s: it is still on", sourceName(m)))
		}
	}
	return errors.Join(problems...)
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
		var sources proto.GetSourceInfoListReply
		if err := w.request(ctx, &proto.GetSourceInfoList{}, &sources); err != nil {
			return err
		}
		for _, m := range microphones(sources) {
			s.mu.Lock()
			ours := s.hold.names[m.SourceName]
			s.mu.Unlock()
			if !ours {
				continue
			}
			if err := w.request(ctx, &proto.SetSourceMute{SourceIndex: m.SourceIndex, Mute: false}, nil); err != nil {
				return err
			}
			s.mu.Lock()
			delete(s.hold.names, m.SourceName)
			s.mu.Unlock()
		}
		s.mu.Lock()
		s.hold.names = nil // the rest is unplugged
		s.mu.Unlock()
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
	s.watchIfNeeded()
}
