package urlscheme

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"vestibule/internal/bus/bustest"

	"vestibule/internal/client"
)

// paths that a binary may have and that quoting must carry.
var oddPaths = []string{
	"opt/vestibule", "with space/vestibule", `quote"d/vestibule`, `back\slash/vestibule`, `end\/vestibule`,
	"do$HOME/vestibule", "tick`id`/vestibule", "semi;colon&amp/vestibule", "ünï çode/vestibule", "'single'/vestibule", `\s\t\n/vestibule`,
	"#hash/~tilde*?[a]{b}(c)<d>|e/vestibule",
}

const hostileLink = "zoommtg://zoom.us/join?confno=1&x=$(id)`id`;%20%u%%'\\*"

// Our entry, read by the desktop's own programs, runs exactly our binary with
// exactly one link.
func TestEntryQuoting(t *testing.T) {
	for _, path := range oddPaths {
		t.Run(path, func(t *testing.T) {
			h := newHome(t, path)
			h.register(Options{Schemes: meetings})
			entry := h.path("data/applications/" + client.SelfID)
			if out, err := exec.Command("desktop-file-validate", entry).CombinedOutput(); err != nil {
				t.Errorf("desktop-file-validate: %s", out)
			}
			if err := runTool("gio", "launch", entry, hostileLink); err != nil {
				t.Fatal(err)
			}
			want := "open\x00--\x00" + hostileLink + "\x00"
			if got := h.waitRan(); got != want {
				t.Errorf("gio launch ran it with %q, want %q", got, want)
			}
			if id := client.New(client.Options{Dirs: client.FromEnv()}).DefaultID("zoommtg"); id != client.SelfID {
				t.Errorf("our own reading gives zoommtg to %q", id)
			}
		})
	}
}

// waitRan waits for the binary to have run and takes what it wrote away.
func (h *home) waitRan() string {
	h.t.Helper()
	for range 1000 {
		data, err := os.ReadFile(h.path("ran"))
		if err == nil {
			if err := os.Remove(h.path("ran")); err != nil {
				h.t.Fatal(err)
			}
			return string(data)
		}
		if !errors.Is(err, fs.ErrNotExist) {
			h.t.Fatal(err)
		}
		time.Sleep(10 * time.Millisecond)
	}
	h.t.Fatal("the binary was not run")
	return ""
}

// The bus daemon, reading our service file, starts exactly our binary.
func TestServiceQuoting(t *testing.T) {
	for _, path := range oddPaths {
		t.Run(path, func(t *testing.T) {
			h := newHome(t, path)
			h.register(Options{})
			conn := privateBus(t)
			// The script takes no name, which the bus would wait for; what counts
			// is that it ran, and how.
			conn.BusObject().Go("org.freedesktop.DBus.StartServiceByName", 0, nil, AppID, uint32(0))
			if got, want := h.waitRan(), "run\x00"; got != want {
				t.Errorf("the bus ran it with %q, want %q", got, want)
			}
		})
	}
}

// privateBus starts a session bus that reads the made home.
func privateBus(t *testing.T) *dbus.Conn {
	t.Helper()
	conn, err := dbus.Connect(bustest.Start(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// A bare xdg-open, which is what Chromium calls, finds Vestibule through
// mimeapps.list and hands it exactly the link. It understands no quotes, so a
// plain path must be written without them, and of another one Register warns.
func TestXdgOpen(t *testing.T) {
	for _, path := range []string{"opt/vestibule", "ünï/vestibule-1.2+x@y,z:[a]"} {
		t.Run(path, func(t *testing.T) {
			h := newHome(t, path)
			h.app("share", "zoom.desktop", "zoommtg")
			h.write("config/mimeapps.list", "[Default Applications]\nx-scheme-handler/zoommtg=zoom.desktop;\n", 0o644)
			if r := h.register(Options{Schemes: meetings}); len(r.Notices) > 0 {
				t.Errorf("notices %q", r.Notices)
			}
			t.Setenv("DISPLAY", ":0") // never connected to; without one it tries text browsers
			if err := runTool("xdg-open", hostileLink); err != nil {
				t.Fatal(err)
			}
			if got, want := h.waitRan(), "open\x00--\x00"+hostileLink+"\x00"; got != want {
				t.Errorf("xdg-open ran it with %q, want %q", got, want)
			}
			out, err := exec.Command("xdg-mime", "query", "default", "x-scheme-handler/zoommtg").Output()
			if got := strings.TrimSpace(string(out)); err != nil || got != client.SelfID {
				t.Errorf("xdg-mime says %q, %v", got, err)
			}
		})
	}
	h := newHome(t, "with space/vestibule")
	if r := h.register(Options{}); len(r.Notices) != 1 || !strings.Contains(r.Notices[0], "xdg-open does not understand") {
		t.Errorf("notices %q", r.Notices)
	}
}
