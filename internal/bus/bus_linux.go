// Package bus finds and connects to the session bus, for every room that
// talks to it.
//
// What may not live here: what is said on the bus.
package bus

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/godbus/dbus/v5"
)

// ErrNone says that there is no session bus to talk to.
var ErrNone = errors.New("connecting to the session bus: there is none here")

// ErrNotUnix says that the session bus is somewhere on a network.
var ErrNotUnix = errors.New("connecting to the session bus: its address is not a UNIX socket, and Vestibule opens no network connection")

// Address finds the session bus as the D-Bus specification and systemd have
// it: $DBUS_SESSION_BUS_ADDRESS, or $XDG_RUNTIME_DIR/bus. godbus itself would
// start a stray dbus-daemon when there is none. Every alternative of the
// address must be a UNIX socket: libraries choose among them by themselves.
func Address() (string, error) {
	addr := os.Getenv("DBUS_SESSION_BUS_ADDRESS")
	if addr == "" {
		dir := os.Getenv("XDG_RUNTIME_DIR")
		if !filepath.IsAbs(dir) {
			return "", ErrNone
		}
		socket := filepath.Join(dir, "bus")
		if fi, err := os.Stat(socket); err != nil || fi.Mode()&os.ModeSocket == 0 {
			return "", ErrNone
		}
		return "unix:path=" + dbus.EscapeBusAddressValue(socket), nil
	}
	for one := range strings.SplitSeq(strings.TrimSuffix(addr, ";"), ";") {
		if !strings.HasPrefix(one, "unix:") {
			return "", ErrNotUnix
		}
	}
	return addr, nil
}

// Connect gives a private, authenticated connection.
func Connect(opts ...dbus.ConnOption) (*dbus.Conn, error) {
	addr, err := Address()
	if err != nil {
		return nil, err
	}
	conn, err := dbus.Connect(addr, opts...)
	if err != nil {
		return nil, fmt.Errorf("connecting to the session bus: %w", err)
	}
	return conn, nil
}
