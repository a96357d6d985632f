package notify

import (
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/godbus/dbus/v5"
)

// icon is the theme icon of the application; a theme without it shows none.
const icon = "dev.vestibule.Launcher"

const service = "org.freedesktop.Notifications"

// reachable tells whether beeep would find a notification service on the
// session bus. Without one beeep falls back to running notify-send or kdialog,
// and without a bus godbus would run dbus-launch, which leaves a stray
// dbus-daemon behind: a program that only informs starts neither.
func reachable() error {
	if !busAddressKnown() {
		return errors.New("finding session bus: no address in the environment")
	}
	conn, err := dbus.SessionBus() // the shared connection that beeep uses too
	if err != nil {
		return fmt.Errorf("connecting to session bus: %w", err)
	}
	var running bool
	if err := conn.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, service).Store(&running); err != nil {
		return fmt.Errorf("looking for notification service: %w", err)
	}
	if running {
		return nil
	}
	var startable []string
	if err := conn.BusObject().Call("org.freedesktop.DBus.ListActivatableNames", 0).Store(&startable); err != nil {
		return fmt.Errorf("looking for notification service: %w", err)
	}
	if !slices.Contains(startable, service) {
		return errors.New("looking for notification service: none on the session bus")
	}
	return nil
}

// busAddressKnown follows godbus's own order of places, short of the last,
// which is to start a bus.
func busAddressKnown() bool {
	if address := os.Getenv("DBUS_SESSION_BUS_ADDRESS"); address != "" {
		return address != "autolaunch:"
	}
	_, err := os.Stat(fmt.Sprintf("/run/user/%d/bus", os.Getuid()))
	return err == nil
}
