package device

import (
	"context"
	"errors"
)

// Sound is the connection to the system's sound; not there yet on this
// system.
type Sound struct{}

var errMuteNotYet = errors.New("muting microphones: not there yet on this system")

// NewSound gives a connection that knows nothing yet.
func NewSound(func(string) string) *Sound { return &Sound{} }

// Close does nothing.
func (*Sound) Close() error { return nil }

// Microphone is Unknown.
func (*Sound) Microphone(context.Context) Microphone {
	return Microphone{State: Unknown, Why: whyNotYet}
}

// MuteAll fails.
func (*Sound) MuteAll(context.Context) error { return errMuteNotYet }

// Unmute has nothing to take off.
func (*Sound) Unmute(context.Context) error { return nil }

// Held is empty.
func (*Sound) Held() []string { return nil }

// Adopt does nothing.
func (*Sound) Adopt([]string) {}

// Keep has nothing to tell of.
func (*Sound) Keep(func([]string)) {}

// HeldNow is empty.
func (*Sound) HeldNow(context.Context) ([]string, error) { return nil, nil }

// Watch never gives a value; it closes when ctx ends.
func (*Sound) Watch(ctx context.Context) <-chan struct{} { return silent(ctx) }
