package client

import (
	"context"
	"slices"
	"testing"

	"github.com/godbus/dbus/v5"

	"vestibule/internal/bus"
	"vestibule/internal/bus/bustest"
)

// userManager plays systemd's and records the scopes it is asked for.
type userManager struct{ scopes chan scope }

type scope struct {
	name string
	pids []uint32
}

type sv struct {
	Name  string
	Value dbus.Variant
}

func (m userManager) StartTransientUnit(name, mode string, props []sv, aux []struct {
	Name  string
	Props []sv
}) (dbus.ObjectPath, *dbus.Error) {
	s := scope{name: name}
	for _, p := range props {
		if p.Name == "PIDs" {
			s.pids, _ = p.Value.Value().([]uint32)
		}
	}
	m.scopes <- s
	return "/org/freedesktop/systemd1/job/1", nil
}

func TestClientsGetAScopeOfTheirOwn(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", bustest.Start(t))
	c := Client{ID: "us.zoom-x.Zoom.desktop", Name: "Zoom"}
	if err := OwnScope(context.Background(), c, 4711); err != nil {
		t.Fatalf("without a user manager: %v", err)
	}
	conn, err := bus.Connect()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	m := userManager{scopes: make(chan scope, 1)}
	if err := conn.Export(m, systemdPath, systemd+".Manager"); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.RequestName(systemd, 0); err != nil {
		t.Fatal(err)
	}
	if err := OwnScope(context.Background(), c, 4711); err != nil {
		t.Fatal(err)
	}
	got := <-m.scopes
	if got.name != `app-vestibule-us.zoom\x2dx.Zoom-4711.scope` || len(got.pids) != 1 || got.pids[0] != 4711 {
		t.Errorf("%+v", got)
	}

	// A guarded client is several processes: all of them go on together.
	if err := OwnScope(context.Background(), c, 4711, 4712, 4713); err != nil {
		t.Fatal(err)
	}
	if got := <-m.scopes; !slices.Equal(got.pids, []uint32{4711, 4712, 4713}) {
		t.Errorf("%+v", got)
	}
}

func TestUnitNames(t *testing.T) {
	for in, want := range map[string]string{
		"chromium": "chromium", "a-b": `a\x2db`, "a/b": `a\x2fb`, ".hidden": `\x2ehidden`, "é": `\xc3\xa9`, "x y": `x\x20y`,
	} {
		if got := escapeUnit(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
