package device

import (
	"context"
	"fmt"
	"slices"
)

// Keep has told called with the names of the mute that holds whenever they
// change: with those of new ones before they are muted, so that the mute can
// be known again whenever we are ended. Call it before anything else. told
// must be quick and not ask this connection.
func (s *Sound) Keep(told func(names []string)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keep = told
}

// note tells Keep's function if there is news. Called with turn held.
func (s *Sound) note() {
	held := s.Held()
	s.mu.Lock()
	told := s.keep
	news := s.unsaid || !slices.Equal(held, s.kept)
	s.kept, s.unsaid = held, false
	s.mu.Unlock()
	if told != nil && news {
		told(slices.Clone(held))
	}
}

// HeldNow is Held after a look at the server: what was unmuted by someone else
// is no longer in it. An error means that it could not look, and that what it
// gives is only what was so before.
func (s *Sound) HeldNow(ctx context.Context) ([]string, error) {
	err := s.talk(ctx, s.muteNew)
	s.mu.Lock()
	s.watchIfNeeded() // the person may have ended the hold
	s.mu.Unlock()
	if err != nil {
		return s.Held(), fmt.Errorf("looking at the mute: %w", err)
	}
	return s.Held(), nil
}
