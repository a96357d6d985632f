//go:build linux

package e2e

import (
	"os"
	"strings"
	"time"
)

// StartSound starts a sound server with a made-up speaker and microphone,
// where programs of the session find it.
func (s *Session) StartSound() *Running {
	s.t.Helper()
	r := s.Run(s.Command("pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--disallow-exit",
		"-L", "module-native-protocol-unix", "-L", "module-null-sink sink_name=speaker",
		"-L", "module-null-source source_name=microphone description='Built-in Microphone'"))
	if !WaitFile(s.Runtime+"/pulse/native", 10*time.Second) {
		s.t.Fatalf("starting a sound server: it made no socket")
	}
	return r
}

// StopSound ends a sound server, as one that crashes or is restarted.
func (s *Session) StopSound(r *Running) {
	s.t.Helper()
	s.Terminate(r.PID)
	if !WaitGone(r.PID, 10*time.Second) {
		s.t.Fatalf("ending the sound server: process %d goes on", r.PID)
	}
}

// AddMicrophone plugs a microphone in.
func (s *Session) AddMicrophone(name string) {
	s.t.Helper()
	s.Output("pactl", "load-module", "module-null-source", "source_name="+name)
}

// SetMuted mutes a microphone or takes the mute off, as the person does with a key.
func (s *Session) SetMuted(name string, muted bool) {
	s.t.Helper()
	s.Output("pactl", "set-source-mute", name, map[bool]string{true: "1", false: "0"}[muted])
}

// Muted says whether a microphone is muted.
func (s *Session) Muted(name string) bool {
	s.t.Helper()
	return strings.Contains(s.Output("pactl", "get-source-mute", name), "yes")
}

// WaitMuted waits until a microphone is as wanted.
func (s *Session) WaitMuted(name string, want bool) {
	s.t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for tick := time.NewTicker(20 * time.Millisecond); s.Muted(name) != want; <-tick.C {
		if time.Now().After(deadline) {
			s.t.Fatalf("microphone %s: muted is not %v after 10 s", name, want)
		}
	}
}

// WaitFile waits until a file is there, and says whether it came in time.
func WaitFile(path string, within time.Duration) bool {
	deadline := time.Now().Add(within)
	// The directory may not be there yet either, so there is nothing to watch.
	for tick := time.NewTicker(20 * time.Millisecond); ; <-tick.C {
		if _, err := os.Lstat(path); err == nil {
			return true
		}
		if time.Now().After(deadline) {
			return false
		}
	}
}
