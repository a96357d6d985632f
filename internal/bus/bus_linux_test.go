package bus

import (
	"errors"
	"testing"
)

// TestOnlyUnixBuses: no bus is no bus, and a bus over the network, or one that
// a program would have to be run for, is refused, also beside a good one.
func TestOnlyUnixBuses(t *testing.T) {
	for _, c := range []struct {
		name, address string
		want          string
		err           error
	}{
		{name: "none", err: ErrNone},
		{name: "tcp", address: "tcp:host=127.0.0.1,port=1", err: ErrNotUnix},
		{name: "launchd", address: "launchd:env=X", err: ErrNotUnix},
		{name: "autolaunch", address: "autolaunch:", err: ErrNotUnix},
		{name: "exec", address: "unixexec:path=/bin/sh", err: ErrNotUnix},
		{name: "mixed", address: "unix:path=/x;tcp:host=h,port=1", err: ErrNotUnix},
		{name: "unix", address: "unix:path=/x", want: "unix:path=/x"},
		{name: "two", address: "unix:path=/x;unix:abstract=y;", want: "unix:path=/x;unix:abstract=y;"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Setenv("DBUS_SESSION_BUS_ADDRESS", c.address)
			t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
			if got, err := Address(); got != c.want || !errors.Is(err, c.err) {
				t.Errorf("%q, %v", got, err)
			}
			if _, err := Connect(); err == nil {
				t.Error("connected")
			}
		})
	}
}
