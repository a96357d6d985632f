package urlscheme

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vestibule/internal/client"
)

// newFleet is a home on a made machine: the environment finds the machine's
// files as it would find /etc/xdg and /usr.
func newFleet(t *testing.T) *home {
	h := newHome(t, "")
	// The program is at the same path outside, where gio looks for it.
	h.write("machine"+h.binary, "#!/bin/sh\n", 0o755)
	h.write("machine/usr/bin/true", "#!/bin/sh\n", 0o755) // what the entries run
	t.Setenv("XDG_CONFIG_DIRS", h.path("machine/etc/xdg"))
	t.Setenv("XDG_DATA_DIRS", h.path("machine/usr/local/share")+":"+h.path("machine/usr/share"))
	for _, dir := range []string{"machine/etc/xdg", "machine/usr/share/applications"} {
		if err := os.MkdirAll(h.path(dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return h
}

func (h *home) registerSystem() Report {
	h.t.Helper()
	r, err := RegisterSystem(Options{Binary: h.binary, Schemes: meetings}, System{})
	if err != nil {
		h.t.Fatalf("RegisterSystem: %v", err)
	}
	return r
}

func (h *home) unregisterSystem() Report {
	h.t.Helper()
	r, err := UnregisterSystem(System{})
	if err != nil {
		h.t.Fatalf("UnregisterSystem: %v", err)
	}
	return r
}

// Whatever the machine had: a user without a choice of their own gets the
// handler, and after that every byte of the machine is as it was.
func TestSystemAndBack(t *testing.T) {
	const list = "machine/etc/xdg/mimeapps.list"
	for _, c := range []struct {
		name, earlier string
		make          func(h *home)
	}{
		{"bare", "", func(h *home) {}},
		{"a client", "zoom.desktop", func(h *home) { h.app("machine/usr/share", "zoom.desktop", "zoommtg", "zoomus") }},
		{"a machine's default", "b.desktop", func(h *home) {
			h.app("machine/usr/share", "a.desktop", "zoommtg")
			h.app("machine/usr/share", "b.desktop", "zoommtg")
			h.write(list, "# the distribution's\n[Default Applications]\nx-scheme-handler/zoommtg=b.desktop\ntext/html=w3m.desktop", 0o644)
		}},
		{"a client in /usr/local, with an old cache", "l.desktop", func(h *home) {
			h.app("machine/usr/local/share", "l.desktop", "zoommtg")
			h.write("machine/usr/local/share/applications/mimeinfo.cache", "[MIME Cache]\nx-scheme-handler/zoommtg=l.desktop;gone.desktop;\n", 0o644)
		}},
		{"no /etc/xdg", "", func(h *home) {
			if err := os.RemoveAll(h.path("machine/etc")); err != nil {
				h.t.Fatal(err)
			}
		}},
		{"a mimeapps.list that is a link", "", func(h *home) {
			h.write("machine/etc/alternatives/list", "[Default Applications]\n", 0o644)
			if err := os.Symlink("../alternatives/list", h.path(list)); err != nil {
				h.t.Fatal(err)
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newFleet(t)
			c.make(h)
			before := h.snapshot()
			for range 2 {
				r := h.registerSystem()
				if !r.Registered || !r.System || r.Binary != h.binary || len(r.Notices) > 0 {
					t.Errorf("report %+v", r)
				}
				for _, s := range []string{"vestibule", "zoommtg", "zoomus"} {
					if got := h.gio(s); got != client.SelfID {
						t.Errorf("gio gives %s to %q", s, got)
					}
				}
				if got := EarlierHandler("zoommtg"); got != c.earlier {
					t.Errorf("earlier %q, want %q", got, c.earlier)
				}
			}
			for _, file := range []string{"usr/local/share/applications/" + AppID + ".desktop", "usr/local/share/dbus-1/services/" + AppID + ".service", "var/lib/vestibule/registered.json"} {
				text := h.read("machine/" + file)
				if strings.Contains(text, h.path("machine")) {
					t.Errorf("%s names a path that is none on the machine:\n%s", file, text)
				}
				if info, err := os.Stat(h.path("machine/" + file)); err != nil || info.Mode().Perm() != 0o644 {
					t.Errorf("%s: %v, %v; every user must read it", file, info.Mode(), err)
				}
				if info, err := os.Stat(filepath.Dir(h.path("machine/" + file))); err != nil || info.Mode().Perm()&0o005 != 0o005 {
					t.Errorf("the folder of %s: %v, %v", file, info.Mode(), err)
				}
			}
			if !strings.Contains(h.read("machine/usr/local/share/dbus-1/services/"+AppID+".service"), "Exec="+h.binary+" run") {
				t.Error("the bus would start something else")
			}
			h.unregisterSystem()
			h.same(before)
			if r := h.unregisterSystem(); len(r.Files) > 0 {
				t.Errorf("second unregister says %v", r.Files)
			}
			h.same(before)
		})
	}
}

// A user's own choice comes before the machine's, and status says so.
func TestSystemLeavesUsersTheirChoice(t *testing.T) {
	h := newFleet(t)
	h.app("machine/usr/share", "zoom.desktop", "zoommtg")
	h.write("config/mimeapps.list", "[Default Applications]\nx-scheme-handler/zoommtg=zoom.desktop\n", 0o644)
	h.registerSystem()
	if got := h.gio("zoommtg"); got != "zoom.desktop" {
		t.Errorf("gio gives zoommtg to %q", got)
	}
	r, err := Status()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range r.Schemes {
		if s.Ours != (s.Scheme != "zoommtg") {
			t.Errorf("for this user: %+v", s)
		}
	}
	if len(r.Schemes) != 3 || r.Registered || r.System {
		t.Errorf("report %+v", r)
	}
	all, err := StatusSystem(System{})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all.Schemes {
		if !s.Ours {
			t.Errorf("for the machine: %+v", s)
		}
	}
}

// Both at once: each is undone by itself, whichever goes first.
func TestSystemAndUser(t *testing.T) {
	for _, first := range []string{"user", "system"} {
		t.Run(first+" first", func(t *testing.T) {
			h := newFleet(t)
			h.app("machine/usr/share", "zoom.desktop", "zoommtg")
			before := h.snapshot()
			h.registerSystem()
			h.register(Options{Schemes: meetings})
			if got := EarlierHandler("zoommtg"); got != "zoom.desktop" {
				t.Errorf("earlier %q", got)
			}
			if first == "system" {
				h.unregisterSystem()
				if got := h.gio("zoommtg"); got != client.SelfID {
					t.Errorf("the user's own registration is gone too: %q", got)
				}
				h.unregister()
			} else {
				r := h.unregister()
				if !slices.ContainsFunc(r.Notices, func(n string) bool { return strings.Contains(n, "unregister --system") }) {
					t.Errorf("notices %q", r.Notices)
				}
				if got := h.gio("zoommtg"); got != client.SelfID {
					t.Errorf("the machine's registration is gone too: %q", got)
				}
				h.unregisterSystem()
			}
			h.same(before)
		})
	}
}

// An image: what is written there is what is right once it runs.
func TestSystemOfAnImage(t *testing.T) {
	h := newFleet(t)
	before := h.snapshot()
	image := System{Root: h.path("machine")}
	systemRoot = h.path("elsewhere") // nothing of the running machine counts
	r, err := RegisterSystem(Options{Binary: image.Root + h.binary, Schemes: meetings}, image)
	if err != nil || r.Binary != h.binary {
		t.Fatalf("%+v, %v", r, err)
	}
	systemRoot = image.Root // it was started
	r, err = StatusSystem(System{})
	if err != nil || !r.Registered || len(r.Notices) > 0 {
		t.Errorf("%+v, %v", r, err)
	}
	for _, f := range r.Files {
		if f.State != AsWritten {
			t.Errorf("%s: %s", f.Path, f.State)
		}
	}
	h.unregisterSystem()
	h.same(before)
}

func TestSystemRefusals(t *testing.T) {
	h := newFleet(t)
	before := h.snapshot()
	for _, c := range []struct {
		o Options
		s System
	}{
		{Options{Binary: h.binary}, System{Root: "machine"}},
		{Options{Binary: h.binary}, System{Root: h.path("nowhere")}},
		{Options{Binary: h.binary}, System{Root: h.binary}},
		{Options{Binary: "/usr/local/bin/nothing"}, System{Root: h.path("machine")}},
		{Options{Binary: h.binary, Schemes: []string{"file"}}, System{}},
		{Options{Binary: h.binary, Schemes: []string{"https"}}, System{}},
	} {
		if _, err := RegisterSystem(c.o, c.s); err == nil {
			t.Errorf("%+v was registered", c)
		}
	}
	h.same(before)
}
