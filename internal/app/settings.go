package app

import (
	"context"
	"log/slog"
	"sync/atomic"

	"vestibule/internal/config"
)

// Settings is the configuration that holds now, swapped whole. The zero value
// is to be loaded first.
type Settings struct {
	now atomic.Pointer[config.Snapshot]
}

// Get gives it; cheap.
func (s *Settings) Get() config.Snapshot { return *s.now.Load() }

// Load reads it anew. What the person's file said before it broke stays.
func (s *Settings) Load() {
	var last config.Snapshot
	if old := s.now.Load(); old != nil {
		last = *old
	}
	snap := ReloadConfig(last)
	s.now.Store(&snap)
}

// Watch loads it anew when a file of it changes, and calls changed, until ctx
// ends.
func (s *Settings) Watch(ctx context.Context, changed func()) {
	files, err := ConfigFiles()
	if err != nil {
		return
	}
	if err := config.WatchAll(ctx, files, func() {
		s.Load()
		changed()
	}); err != nil {
		slog.Warn("configuration changes are seen at the next start", "err", err)
	}
}
