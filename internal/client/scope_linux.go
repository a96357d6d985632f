package client

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"

	"vestibule/internal/bus"
)

const (
	systemd     = "org.freedesktop.systemd1"
	systemdPath = "/org/freedesktop/systemd1"
)

// OwnScope has systemd's user manager move the processes of a client that was
// just started into a scope of its own. Otherwise it stays in the unit of whoever started
// Vestibule, and ends with it: no end or upgrade of Vestibule may end a
// meeting. Where no user manager is on the bus there is nothing to do.
//
// The name is that of systemd's "Desktop Environment Integration":
// app-LAUNCHER-APPLICATION-RANDOM.scope.
func OwnScope(ctx context.Context, c Client, pids ...int) error {
	if len(pids) == 0 {
		return nil
	}
	conn, err := bus.Connect()
	if err != nil {
		return err
	}
	defer conn.Close()
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	var there bool
	if err := conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.NameHasOwner", 0, systemd).Store(&there); err != nil {
		return fmt.Errorf("looking for the user manager: %w", err)
	}
	if !there {
		return nil
	}
	type property struct {
		Name  string
		Value dbus.Variant
	}
	type unit struct {
		Name       string
		Properties []property
	}
	name := fmt.Sprintf("app-vestibule-%s-%d.scope", escapeUnit(strings.TrimSuffix(c.ID, ".desktop")), pids[0])
	list := make([]uint32, len(pids))
	for i, pid := range pids {
		list[i] = uint32(pid)
	}
	err = conn.Object(systemd, systemdPath).CallWithContext(ctx, systemd+".Manager.StartTransientUnit", dbus.FlagNoAutoStart,
		name, "fail", []property{
			{"Description", dbus.MakeVariant(c.Name)},
			{"PIDs", dbus.MakeVariant(list)},
			{"CollectMode", dbus.MakeVariant("inactive-or-failed")},
		}, []unit{}).Err
	if err != nil {
		return fmt.Errorf("giving %s a scope of its own: %w", c.Name, err)
	}
	return nil
}

// escapeUnit writes text as a part of a unit's name, as systemd.unit(5) has
// it: what is not a letter, digit, "_", "." or ":" becomes \xNN, and "-" too,
// because it separates parts.
func escapeUnit(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		ch := s[i]
		switch {
		case ch >= 'a' && ch <= 'z', ch >= 'A' && ch <= 'Z', ch >= '0' && ch <= '9', ch == '_', ch == ':', ch == '.' && i > 0:
			b.WriteByte(ch)
		default:
			fmt.Fprintf(&b, `\x%02x`, ch)
		}
	}
	return b.String()
}
