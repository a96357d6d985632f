package urlscheme

import (
	"math/bits"
	"os"
	"slices"
	"strings"
	"testing"

	"vestibule/internal/client"
)

var meetings = []string{"zoommtg", "zoomus"}

// Whatever was there: after Register gio gives the schemes to Vestibule, after
// Unregister every byte is as it was.
func TestRegisterAndBack(t *testing.T) {
	const list = "config/mimeapps.list"
	for _, c := range []struct {
		name    string
		earlier string // of zoommtg
		make    func(h *home)
	}{
		{"empty home", "", func(h *home) {}},
		{"a client without an explicit default", "zoom.desktop", func(h *home) { h.app("share", "zoom.desktop", "zoommtg", "zoomus") }},
		{"a client in the home", "zoom.desktop", func(h *home) { h.app("data", "zoom.desktop", "zoommtg") }},
		{"explicit default", "b.desktop", func(h *home) {
			h.app("share", "a.desktop", "zoommtg")
			h.app("share", "b.desktop", "zoommtg")
			h.write(list, "[Default Applications]\nx-scheme-handler/zoommtg=b.desktop\n", 0o644)
		}},
		{"explicit default that is not installed", "a.desktop", func(h *home) {
			h.app("share", "a.desktop", "zoommtg")
			h.write(list, "[Default Applications]\nx-scheme-handler/zoommtg=gone.desktop;\n", 0o644)
		}},
		{"comments, blank lines, odd spacing, no end of line", "b.desktop", func(h *home) {
			h.app("share", "b.desktop", "zoommtg")
			h.write(list, "# mine\n\n [Added Associations]\ntext/plain=x.desktop;\n\n[Default Applications]\n\n# zoom\n x-scheme-handler/zoommtg = b.desktop ; c.desktop;\ntext/html=y.desktop\n\n\n[Other]\nx-scheme-handler/zoomus=no.desktop", 0o600)
		}},
		{"CRLF", "b.desktop", func(h *home) {
			h.app("share", "b.desktop", "zoommtg")
			h.write(list, "[Default Applications]\r\ntext/plain=x.desktop\r\nx-scheme-handler/zoommtg=b.desktop\r\n", 0o644)
		}},
		{"no group of defaults", "", func(h *home) { h.write(list, "[Added Associations]\ntext/plain=x.desktop", 0o644) }},
		{"group of defaults without lines", "", func(h *home) { h.write(list, "[Default Applications]\n", 0o644) }},
		{"empty file", "", func(h *home) { h.write(list, "", 0o644) }},
		{"key twice, group twice", "b.desktop", func(h *home) {
			h.app("share", "b.desktop", "zoommtg")
			h.write(list, "[Default Applications]\nx-scheme-handler/zoommtg=a.desktop\nx-scheme-handler/zoommtg=c.desktop\n[Default Applications]\nx-scheme-handler/zoommtg=b.desktop\n", 0o644)
		}},
		{"linked list", "b.desktop", func(h *home) {
			h.app("share", "b.desktop", "zoommtg")
			h.write("dotfiles/mime", "[Default Applications]\nx-scheme-handler/zoommtg=b.desktop\n", 0o644)
			h.write("config/x", "", 0o644)
			if err := os.Symlink("../dotfiles/mime", h.path(list)); err != nil {
				h.t.Fatal(err)
			}
		}},
		{"linked to a file that is not there", "", func(h *home) {
			h.write("dotfiles/x", "", 0o644)
			h.write("config/x", "", 0o644)
			if err := os.Symlink("../dotfiles/mime", h.path(list)); err != nil {
				h.t.Fatal(err)
			}
		}},
		{"a cache that is old", "a.desktop", func(h *home) {
			h.app("data", "a.desktop", "zoommtg")
			h.write("data/applications/mimeinfo.cache", "[MIME Cache]\nx-scheme-handler/zoommtg=a.desktop;gone.desktop;\n", 0o644)
		}},
		{"entries without a cache", "a.desktop", func(h *home) {
			h.app("data", "a.desktop", "zoommtg")
			if err := os.Remove(h.path("data/applications/mimeinfo.cache")); err != nil {
				h.t.Fatal(err)
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHome(t, "")
			c.make(h)
			before := h.snapshot()
			for round := range 2 {
				r := h.register(Options{Schemes: meetings})
				if !r.Registered || r.Binary != h.binary || len(r.Notices) > 0 {
					t.Errorf("report %+v", r)
				}
				for _, f := range r.Files {
					if f.State != AsWritten {
						t.Errorf("%s: %s", f.Path, f.State)
					}
				}
				for _, s := range []string{"vestibule", "zoommtg", "zoomus"} {
					if got := h.gio(s); got != client.SelfID {
						t.Errorf("round %d: gio gives %s to %q", round, s, got)
					}
				}
				if got := EarlierHandler("zoommtg"); got != c.earlier {
					t.Errorf("round %d: earlier %q, want %q", round, got, c.earlier)
				}
			}
			h.unregister()
			h.same(before)
			r := h.unregister() // again: nothing to do, and no error
			h.same(before)
			if len(r.Files) > 0 {
				t.Errorf("second unregister says %v", r.Files)
			}
		})
	}
}

// Someone else writes mimeapps.list between Register and Unregister.
func TestUnregisterKeepsWhatOthersDid(t *testing.T) {
	const list = "config/mimeapps.list"
	for _, c := range []struct {
		name, start, want string
		meanwhile         func(h *home)
	}{
		{
			"another line added",
			"[Default Applications]\nx-scheme-handler/zoommtg=b.desktop;\n",
			"[Default Applications]\nx-scheme-handler/zoommtg=b.desktop;\ntext/html=y.desktop\n",
			func(h *home) {
				h.write(list, h.read(list)+"text/html=y.desktop\n", 0o644)
			},
		},
		{
			"the scheme chosen for another",
			"[Default Applications]\nx-scheme-handler/zoommtg=b.desktop;\n",
			"[Default Applications]\nx-scheme-handler/zoommtg=a.desktop\n",
			func(h *home) {
				text := h.read(list)
				h.write(list, strings.Replace(text, "x-scheme-handler/zoommtg="+client.SelfID+";b.desktop;", "x-scheme-handler/zoommtg=a.desktop", 1), 0o644)
			},
		},
		{
			"another put before ours",
			"[Default Applications]\nx-scheme-handler/zoommtg=b.desktop;\n",
			"[Default Applications]\nx-scheme-handler/zoommtg=a.desktop;b.desktop;\n",
			func(h *home) {
				h.write(list, strings.Replace(h.read(list), "zoommtg=", "zoommtg=a.desktop;", 1), 0o644)
			},
		},
		{
			"ours added as an association",
			"",
			"[Added Associations]\ntext/html=y.desktop;\n",
			func(h *home) {
				h.write(list, "[Added Associations]\ntext/html=y.desktop;\nx-scheme-handler/zoommtg="+client.SelfID+";\n\n"+h.read(list), 0o644)
			},
		},
		{
			"file removed",
			"[Default Applications]\nx-scheme-handler/zoommtg=b.desktop;\n",
			"",
			func(h *home) {
				if err := os.Remove(h.path(list)); err != nil {
					h.t.Fatal(err)
				}
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHome(t, "")
			h.app("share", "a.desktop", "zoommtg")
			h.app("share", "b.desktop", "zoommtg")
			if c.start != "" {
				h.write(list, c.start, 0o644)
			}
			h.register(Options{Schemes: meetings})
			c.meanwhile(h)
			h.unregister()
			got := ""
			if data, err := os.ReadFile(h.path(list)); err == nil {
				got = string(data)
			}
			if strings.TrimRight(got, "\n") != strings.TrimRight(c.want, "\n") {
				t.Errorf("mimeapps.list is %q, want %q", got, c.want)
			}
			if strings.Contains(got, client.SelfID) {
				t.Error("mimeapps.list still names Vestibule")
			}
		})
	}
}

// "gio mime" writes the whole file anew; what is ours must still be found.
func TestUnregisterAfterGioRewroteTheList(t *testing.T) {
	h := newHome(t, "")
	h.app("share", "a.desktop", "zoommtg")
	h.app("share", "b.desktop", "zoommtg", "zoomus")
	h.write("config/mimeapps.list", "[Default Applications]\nx-scheme-handler/zoommtg=b.desktop\n", 0o644)
	h.register(Options{Schemes: meetings})
	if err := runTool("gio", "mime", "x-scheme-handler/other", "a.desktop"); err != nil {
		t.Fatal(err)
	}
	h.unregister()
	if got := h.gio("zoommtg"); got != "b.desktop" {
		t.Errorf("zoommtg goes to %q", got)
	}
	if got := h.gio("other"); got != "a.desktop" {
		t.Errorf("what was chosen meanwhile is lost: %q", got)
	}
	if text := h.read("config/mimeapps.list"); strings.Contains(text, client.SelfID) {
		t.Errorf("still named: %s", text)
	}
}

// A program that takes its scheme back is noticed, and is the earlier one
// after the next Register.
func TestSchemeTakenBack(t *testing.T) {
	h := newHome(t, "")
	h.app("share", "a.desktop", "zoommtg")
	h.app("share", "b.desktop", "zoommtg")
	h.register(Options{Schemes: meetings})
	if err := runTool("gio", "mime", "x-scheme-handler/zoommtg", "b.desktop"); err != nil {
		t.Fatal(err)
	}
	r, err := Status()
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(r.Schemes, func(s Scheme) bool { return s.Scheme == "zoommtg" })
	want := Scheme{Scheme: "zoommtg", Now: "b.desktop", NowName: "B", Before: "a.desktop", BeforeName: "A"}
	if i < 0 || r.Schemes[i] != want {
		t.Errorf("schemes %+v, want %+v", r.Schemes, want)
	}
	if text := strings.Join(r.Notices, "\n"); !strings.Contains(text, "zoommtg links are opened by B (b.desktop) now") {
		t.Errorf("notices %q", text)
	}
	h.register(Options{})
	if got := EarlierHandler("zoommtg"); got != "b.desktop" {
		t.Errorf("earlier %q", got)
	}
	if got := h.gio("zoommtg"); got != client.SelfID {
		t.Errorf("gio gives zoommtg to %q", got)
	}
}

// The remembered handler survives that it is away for a while.
func TestRegisterAgainKeepsEarlier(t *testing.T) {
	h := newHome(t, "")
	h.app("share", "a.desktop", "zoommtg")
	h.register(Options{Schemes: meetings})
	if err := os.Remove(h.path("share/applications/a.desktop")); err != nil {
		t.Fatal(err)
	}
	h.register(Options{Schemes: []string{"webex"}})
	if got := EarlierHandler("zoommtg"); got != "a.desktop" {
		t.Errorf("earlier %q", got)
	}
	if got := h.gio("zoommtg"); got != client.SelfID {
		t.Error("registering another scheme gave zoommtg away")
	}
}

func TestWeb(t *testing.T) {
	h := newHome(t, "")
	h.app("share", "firefox.desktop", "http", "https")
	before := h.snapshot()
	if _, err := Register(Options{Binary: h.binary, Schemes: []string{"https"}}); err == nil {
		t.Error("https was taken over without Web")
	}
	h.same(before)
	h.register(Options{Web: true})
	for _, s := range []string{"http", "https"} {
		if got, earlier := h.gio(s), EarlierHandler(s); got != client.SelfID || earlier != "firefox.desktop" {
			t.Errorf("%s: %q, earlier %q", s, got, earlier)
		}
	}
	h.register(Options{Schemes: meetings}) // keeps it
	if got := h.gio("https"); got != client.SelfID {
		t.Errorf("https: %q", got)
	}
	h.unregister()
	h.same(before)
}

// Half of it gone, each one, each two, and all: Unregister takes the rest.
func TestUnregisterOfHalf(t *testing.T) {
	all := []string{"data/applications/" + AppID + ".desktop", "data/dbus-1/services/" + AppID + ".service",
		"data/icons/hicolor/scalable/apps/" + AppID + ".svg", "state/vestibule/registered.json", "data/applications/mimeinfo.cache", "opt/vestibule", "config/mimeapps.list"}
	for mask := range 1 << len(all) {
		if n := bits.OnesCount(uint(mask)); n > 2 && n < len(all) {
			continue
		}
		h := newHome(t, "")
		h.app("share", "a.desktop", "zoommtg")
		h.register(Options{Schemes: meetings})
		for i, name := range all {
			if mask&(1<<i) != 0 {
				if err := os.Remove(h.path(name)); err != nil {
					t.Fatal(err)
				}
			}
		}
		h.unregister()
		if got := h.gio("zoommtg"); got != "a.desktop" {
			t.Errorf("mask %b: zoommtg goes to %q", mask, got)
		}
		for name, content := range h.snapshot() {
			if strings.Contains(name, AppID) || strings.Contains(content, AppID) || name == "state/vestibule/registered.json" {
				t.Errorf("mask %b: left behind: %s %q", mask, name, content)
			}
		}
		if t.Failed() {
			return
		}
	}
}

// Registered in one set of directories, unregistered in another: what is
// recorded counts.
func TestUnregisterElsewhere(t *testing.T) {
	h := newHome(t, "")
	h.app("data", "b.desktop", "zoommtg")
	h.write("config/mimeapps.list", "[Default Applications]\nx-scheme-handler/zoommtg=b.desktop\n", 0o644)
	before := h.snapshot()
	h.register(Options{Schemes: meetings})
	t.Setenv("XDG_CONFIG_HOME", h.path("config2"))
	t.Setenv("XDG_DATA_HOME", h.path("data2"))
	h.unregister()
	h.same(before)
}

func TestBrokenRecord(t *testing.T) {
	h := newHome(t, "")
	h.app("share", "a.desktop", "zoommtg")
	h.register(Options{Schemes: meetings})
	for _, text := range []string{"", "{", `{"version":7}`, `{"version":1,"files":[{"path":"` + h.binary + `"}]}`, `{"version":1,"dirs":["` + h.binary + `"]}`} {
		h.write("state/vestibule/registered.json", text, 0o600)
		if !strings.Contains(text, `"version":1`) {
			if _, err := Register(Options{Binary: h.binary, Schemes: meetings}); err == nil {
				t.Errorf("%q was overwritten", text)
			}
		}
		_, _ = Unregister()
		if _, err := os.Stat(h.binary); err != nil {
			t.Fatalf("record %q removed a foreign file", text)
		}
		if got := h.gio("zoommtg"); got != "a.desktop" {
			t.Errorf("record %q: zoommtg goes to %q", text, got)
		}
	}
}

func TestRefusals(t *testing.T) {
	h := newHome(t, "")
	equals, percent := h.write("a=b", "", 0o755), h.write("a%b", "", 0o755)
	before := h.snapshot()
	for _, o := range []Options{
		{Binary: "vestibule"}, {Binary: h.path("nowhere")}, {Binary: equals}, {Binary: percent}, {Binary: h.path("a\nb")},
		{Binary: h.binary, Schemes: []string{"file"}}, {Binary: h.binary, Schemes: []string{"javascript"}},
		{Binary: h.binary, Schemes: []string{"zoom mtg"}}, {Binary: h.binary, Schemes: []string{"x=y"}}, {Binary: h.binary, Schemes: []string{""}},
		{Binary: h.binary, Schemes: []string{"a\n[x]"}}, {Binary: h.binary, Schemes: []string{"HTTPS"}},
	} {
		if _, err := Register(o); err == nil {
			t.Errorf("%+v was registered", o)
		}
	}
	h.same(before)
}
