//go:build linux

package e2e

import (
	"os"
	"time"
)

// StartSound starts a sound server with a made-up speaker and microphone,
// where programs of the session find it.
func (s *Session) StartSound() {
	s.t.Helper()
	s.Run(s.Command("pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--disallow-exit",
		"-L", "module-native-protocol-unix", "-L", "module-null-sink sink_name=speaker",
		"-L", "module-null-source source_name=microphone description='Built-in Microphone'"))
	if !WaitFile(s.Runtime+"/pulse/native", 10*time.Second) {
		s.t.Fatalf("starting a sound server: it made no socket")
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
