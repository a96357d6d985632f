package sandbox

import (
	"bufio"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"
)

var notify = &call{"org.freedesktop.Notifications", "/org/freedesktop/Notifications", "org.freedesktop.Notifications.Notify", nil}

// bus starts a private session bus at its usual place.
func (r *room) bus() {
	r.t.Helper()
	read, write, err := os.Pipe()
	r.must(err)
	defer read.Close()
	r.vars["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=" + r.run() + "/bus"
	r.serve([]*os.File{write}, "dbus-daemon", "--session", "--nofork", "--address="+r.vars["DBUS_SESSION_BUS_ADDRESS"], "--print-address=3")
	write.Close()
	address, err := bufio.NewReader(read).ReadString('\n')
	r.must(err)
	r.vars["DBUS_SESSION_BUS_ADDRESS"] = strings.TrimSpace(address) // with the guid
}

// own takes names on the bus and answers every call of the given methods, by
// interface. permissions is what the permission store says.
func (r *room) own(names []string, objects map[dbus.ObjectPath][]string) *dbus.Conn {
	r.t.Helper()
	conn, err := dbus.Connect(r.vars["DBUS_SESSION_BUS_ADDRESS"])
	r.must(err)
	r.t.Cleanup(func() { conn.Close() })
	for path, interfaces := range objects {
		for _, name := range interfaces {
			r.must(conn.ExportMethodTable(map[string]any{
				"AccessCamera": yes, "OpenPipeWireRemote": yes, "AccessDevice": yes, "CreateSession": yes, "Start": yes,
				"OpenURI": yes, "StartTransientUnit": yes, "Notify": yes, "Get": yes, "Set": yes, "SpawnCommand": yes, "Activate": yes,
				"Close": yes,
			}, path, name))
		}
	}
	for _, name := range names {
		_, err := conn.RequestName(name, dbus.NameFlagDoNotQueue)
		r.must(err)
	}
	return conn
}

func yes() *dbus.Error { return nil }

const desktop = "/org/freedesktop/portal/desktop"

// portal plays the desktop's services.
func (r *room) portal() {
	r.t.Helper()
	p := "org.freedesktop.portal."
	r.own([]string{
		portal, "org.freedesktop.Notifications", "org.freedesktop.systemd1", "org.freedesktop.Flatpak",
		"org.freedesktop.impl.portal.PermissionStore", "org.gnome.Cheese", "org.freedesktop.portal.Camera.Other",
	}, map[dbus.ObjectPath][]string{
		desktop: {p + "Camera", p + "Device", p + "ScreenCast", p + "RemoteDesktop", p + "OpenURI", p + "Unheard", "org.freedesktop.DBus.Properties"},
		"/org/freedesktop/portal/desktop/session/1/a":  {p + "Session", p + "Camera"},
		"/org/freedesktop/Notifications":               {"org.freedesktop.Notifications"},
		"/org/freedesktop/systemd1":                    {"org.freedesktop.systemd1.Manager"},
		"/org/freedesktop/Flatpak/Development":         {"org.freedesktop.Flatpak.Development"},
		"/org/gnome/Cheese":                            {"org.freedesktop.Application"},
		"/org/freedesktop/impl/portal/PermissionStore": {"org.freedesktop.impl.portal.PermissionStore"},
	})
}

// On the session bus no way leads to a camera, and none to a program that is
// started outside; screen sharing, links and notifications work.
func TestBus(t *testing.T) {
	r := newRoom(t)
	r.bus()
	r.portal()
	r.start(r.guard())
	p := "org.freedesktop.portal."
	for _, c := range []struct {
		name, path, method string
		allowed            bool
	}{
		{portal, desktop, p + "Camera.AccessCamera", false},
		{portal, desktop, p + "Camera.OpenPipeWireRemote", false},
		{portal, desktop, p + "Device.AccessDevice", false},
		{portal, desktop, p + "RemoteDesktop.CreateSession", false},
		{portal, desktop, p + "Unheard.Start", false},
		{portal, desktop + "/session/1/a", p + "Camera.AccessCamera", false},
		{"org.freedesktop.systemd1", "/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager.StartTransientUnit", false},
		{"org.freedesktop.Flatpak", "/org/freedesktop/Flatpak/Development", "org.freedesktop.Flatpak.Development.SpawnCommand", false},
		{"org.gnome.Cheese", "/org/gnome/Cheese", "org.freedesktop.Application.Activate", false},
		{"org.freedesktop.impl.portal.PermissionStore", "/org/freedesktop/impl/portal/PermissionStore", "org.freedesktop.impl.portal.PermissionStore.Set", false},
		{"org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.UpdateActivationEnvironment", false},
		{portal, desktop, p + "ScreenCast.CreateSession", true},
		{portal, desktop, p + "ScreenCast.OpenPipeWireRemote", true},
		{portal, desktop, p + "OpenURI.OpenURI", true},
		{portal, desktop, "org.freedesktop.DBus.Properties.Get", true},
		{portal, desktop + "/session/1/a", p + "Session.Close", true},
		{"org.freedesktop.Notifications", "/org/freedesktop/Notifications", "org.freedesktop.Notifications.Notify", true},
	} {
		got := r.ask(ask{Call: &call{c.name, c.path, c.method, nil}}).Call
		if c.allowed && got != "ok" || !c.allowed && got == "ok" {
			t.Errorf("%s: %s", c.method, got)
		}
		// The same call from outside works: the refusal is the guard's.
		if !c.allowed && c.name != "org.freedesktop.DBus" {
			conn, err := dbus.Connect(r.vars["DBUS_SESSION_BUS_ADDRESS"])
			r.must(err)
			if err := conn.Object(c.name, dbus.ObjectPath(c.path)).Call(c.method, 0).Err; err != nil {
				t.Errorf("%s from outside: %v", c.method, err)
			}
			conn.Close()
		}
	}
	// No other door to the bus.
	socket := filepath.Join(r.run(), "bus")
	if a := r.ask(ask{Connect: socket, List: r.run()}); a.Connect != "ok" || slices.Contains(a.List, placesName) {
		t.Errorf("%+v", a)
	}
}

// The client plays and records, also after the sound server has restarted.
func TestSound(t *testing.T) {
	r := newRoom(t)
	script := r.dir + "/script.pa"
	r.must(os.WriteFile(script, []byte(`load-module module-null-sink sink_name=speaker
load-module module-null-source source_name=built_in
set-default-source built_in
load-module module-native-protocol-unix
`), 0o600))
	serve := func() func() {
		cmd := r.serve(nil, "pulseaudio", "-n", "-F", script, "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no")
		r.waitFor("the sound server", func() bool { _, err := os.Stat(r.run() + "/pulse/native"); return err == nil })
		return func() { end(cmd) }
	}
	stop := serve()
	r.start(r.guard())
	check := func(when string) {
		t.Helper()
		r.waitFor(when, func() bool { return strings.HasPrefix(r.ask(ask{Run: []string{"/usr/bin/pactl", "info"}}).Run, "ok") })
		a := r.ask(ask{Run: []string{"/bin/sh", "-c", "head -c 8000 /dev/zero | pacat --playback --raw && parec --raw -d built_in 2>/dev/null | head -c 4000 | wc -c"}})
		if !strings.HasSuffix(a.Run, "4000\n") {
			t.Errorf("%s: %s", when, a.Run)
		}
	}
	check("at the start")
	stop()
	serve()
	check("after a restart of the sound server")
}

// The display is reached.
func TestDisplay(t *testing.T) {
	r := newRoom(t)
	read, write, err := os.Pipe()
	r.must(err)
	defer read.Close()
	r.serve([]*os.File{write}, "Xvfb", "-displayfd", "3", "-nolisten", "tcp")
	write.Close()
	n, err := bufio.NewReader(read).ReadString('\n')
	r.must(err)
	r.vars["DISPLAY"] = ":" + strings.TrimSpace(n)
	r.vars["XAUTHORITY"] = r.run() + "/Xauthority"
	r.must(os.WriteFile(r.vars["XAUTHORITY"], nil, 0o600))
	r.vars["WAYLAND_DISPLAY"] = "wayland-7"
	r.must(os.WriteFile(r.run()+"/wayland-7", nil, 0o600))
	r.must(os.WriteFile(r.run()+"/wayland-8", nil, 0o600))
	r.start(r.guard())
	a := r.ask(ask{Run: []string{"/usr/bin/xdpyinfo"}, Open: []string{r.vars["XAUTHORITY"], r.run() + "/wayland-7", r.run() + "/wayland-8"}})
	if !strings.HasPrefix(a.Run, "ok") {
		t.Errorf("X11: %s", a.Run)
	}
	if a.Open[r.vars["XAUTHORITY"]] != "ok" || a.Open[r.run()+"/wayland-7"] != "ok" {
		t.Errorf("what the display needs: %v", a.Open)
	}
	if a.Open[r.run()+"/wayland-8"] == "ok" {
		t.Error("another display is there too")
	}
}

func scope(into *[]int) func(context.Context, ...int) error {
	return func(_ context.Context, pids ...int) error { *into = pids; return nil }
}

// again starts the client once more, its questions from the first.
func (r *room) again() Started {
	r.t.Helper()
	for _, pattern := range []string{"ask.*", "answer.*", "closed"} {
		old, _ := filepath.Glob(filepath.Join(r.vars["HOME"], pattern))
		for _, name := range old {
			r.must(os.Remove(name))
		}
	}
	r.asks = 0
	return r.start(r.guard())
}

// holders lists the processes that have a path in their command line.
func (r *room) holders(path string) []int {
	var out []int
	list, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, name := range list {
		b, err := os.ReadFile(name)
		args := strings.Split(string(b), "\x00")
		if err == nil && filepath.Base(args[0]) == "xdg-dbus-proxy" && strings.Contains(string(b), path) {
			pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(name)))
			out = append(out, pid)
		}
	}
	return out
}

// zombies says whether a child of ours has ended and was not reaped.
func zombies(t *testing.T) bool {
	t.Helper()
	list, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, name := range list {
		b, err := os.ReadFile(name)
		if err != nil {
			continue
		}
		_, rest, _ := strings.Cut(string(b), ") ")
		f := strings.Fields(rest)
		if len(f) > 1 && f[0] == "Z" && f[1] == strconv.Itoa(os.Getpid()) {
			return true
		}
	}
	return false
}
