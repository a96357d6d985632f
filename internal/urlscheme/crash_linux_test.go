package urlscheme

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vestibule/internal/client"
)

// A crash at any point of Register leaves something that Unregister puts back
// to the byte.
func TestCrashWhileRegistering(t *testing.T) {
	for _, c := range []struct {
		name string
		stop func(g registry, rec *record, files []ownFile) error
	}{
		{"before anything is written", func(g registry, rec *record, files []ownFile) error { return nil }},
		{"after the first file", func(g registry, rec *record, files []ownFile) error {
			_, _, err := edit(files[0].path, func([]byte) []byte { return []byte(files[0].text) })
			return err
		}},
		{"after the list", func(g registry, rec *record, files []ownFile) error { return g.write(rec, files) }},
		{"after the cache", func(g registry, rec *record, files []ownFile) error {
			err := g.write(rec, files)
			g.updateCache(filepath.Dir(g.cacheFile()))
			return err
		}},
	} {
		for name, list := range map[string]string{"list": "# mine\n[Default Applications]\nx-scheme-handler/zoommtg=b.desktop;c.desktop", "no list": ""} {
			t.Run(c.name+", "+name, func(t *testing.T) {
				h := newHome(t, "")
				h.app("data", "b.desktop", "zoommtg")
				if list != "" {
					h.write("config/mimeapps.list", list, 0o644)
				}
				before := h.snapshot()
				g, err := registryFromEnv(h.binary)
				if err != nil {
					t.Fatal(err)
				}
				// As register does it, up to the crash.
				rec := record{Version: 1, Binary: h.binary, Schemes: []string{OwnScheme, "zoommtg"}}
				files := ownFiles(g.dirs, h.binary, rec.Schemes)
				g.rememberEarlier(&rec)
				for what, path := range map[string]string{"list": g.listFile(), "cache": g.cacheFile()} {
					if err := g.remember(&rec, what, path); err != nil {
						t.Fatal(err)
					}
				}
				if err := g.begin(&rec, files); err != nil {
					t.Fatal(err)
				}
				if err := c.stop(g, &rec, files); err != nil {
					t.Fatal(err)
				}
				h.unregister()
				// A last line gets its end when another comes after it; that
				// cannot be told from one that had it before.
				after := h.snapshot()
				if strings.TrimRight(after["config/mimeapps.list"], "\n") == before["config/mimeapps.list"] {
					before["config/mimeapps.list"] = after["config/mimeapps.list"]
				}
				h.same(before)
			})
		}
	}
}

// Another program writes the file between our reading and our writing: its
// change must not be lost.
func TestEditWhileAnotherWrites(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mimeapps.list")
	if err := os.WriteFile(path, []byte("a\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	rounds := 0
	_, _, err := edit(path, func(was []byte) []byte {
		if rounds++; rounds == 1 {
			if err := os.WriteFile(path, []byte("a\ntheirs\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return append(append([]byte{}, was...), "ours\n"...)
	})
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil || string(data) != "a\ntheirs\nours\n" {
		t.Errorf("got %q, %v", data, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	list, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(list) != 1 {
		t.Errorf("left behind: %v, %v", list, err)
	}
}

// What cannot be written is an error with a hint, and nothing is half there.
func TestRegisterWhereTheListCannotBe(t *testing.T) {
	h := newHome(t, "")
	h.write("config/mimeapps.list/x", "", 0o644)
	before := h.snapshot()
	if _, err := Register(Options{Binary: h.binary, Schemes: meetings}); err == nil {
		t.Error("registered over a directory")
	}
	h.same(before)
}

func TestStatus(t *testing.T) {
	h := newHome(t, "")
	r, err := Status()
	if err != nil || r.Registered || strings.Join(r.Lines(), "\n") != "Vestibule is not registered." {
		t.Errorf("before: %+v, %v", r, err)
	}
	h.app("share", "zoom.desktop", "zoommtg")
	h.register(Options{Schemes: []string{"zoommtg"}})
	if err := os.Remove(h.path("data/icons/hicolor/scalable/apps/" + AppID + ".svg")); err != nil {
		t.Fatal(err)
	}
	h.write("data/dbus-1/services/"+AppID+".service", "changed", 0o644)
	h.app("data", "late.desktop", "other")
	r, err = Status()
	if err != nil {
		t.Fatal(err)
	}
	got := strings.ReplaceAll(strings.Join(r.Lines(), "\n"), h.root, "")
	want := `Vestibule is registered: /opt/vestibule
files:
  /data/applications/dev.vestibule.Launcher.desktop (desktop entry): as written
  /data/dbus-1/services/dev.vestibule.Launcher.service (bus service): changed
  /data/icons/hicolor/scalable/apps/dev.vestibule.Launcher.svg (icon): missing
  /state/vestibule/registered.json (what was registered): as written
  /config/mimeapps.list (list of default programs, with lines of Vestibule's): as written
  /data/applications/mimeinfo.cache (cache of desktop entries, with lines of Vestibule's): changed
schemes:
  vestibule: Vestibule (dev.vestibule.Launcher.desktop), before: nobody
  zoommtg: Vestibule (dev.vestibule.Launcher.desktop), before: ZOOM (zoom.desktop)`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if info, err := os.Stat(h.path("state/vestibule/registered.json")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("record: %v, %v", info, err)
	}
	data, err := json.Marshal(r)
	if err != nil || !strings.Contains(string(data), `"schemes":[{"scheme":"vestibule","ours":true,"now":"`+client.SelfID+`"`) {
		t.Errorf("json %s, %v", data, err)
	}
	if err := os.Remove(h.binary); err != nil {
		t.Fatal(err)
	}
	if r, err = Status(); err != nil || len(r.Notices) == 0 || !strings.Contains(r.Notices[0], "is not there any more") {
		t.Errorf("binary gone: %q, %v", r.Notices, err)
	}
}

// A list of the running desktop that comes before ours is named.
func TestOverridingListIsNamed(t *testing.T) {
	h := newHome(t, "")
	t.Setenv("XDG_CURRENT_DESKTOP", "GNOME")
	h.app("share", "zoom.desktop", "zoommtg")
	h.write("config/gnome-mimeapps.list", "[Default Applications]\nx-scheme-handler/zoommtg=zoom.desktop\n", 0o644)
	r := h.register(Options{Schemes: []string{"zoommtg"}})
	if text := strings.Join(r.Notices, "\n"); !strings.Contains(text, "zoommtg links are opened by ZOOM (zoom.desktop) now, not by Vestibule; "+h.path("config/gnome-mimeapps.list")+" says so") {
		t.Errorf("notices %q", text)
	}
}

// Without update-desktop-database the schemes still come to Vestibule.
func TestWithoutDesktopFileUtils(t *testing.T) {
	h := newHome(t, "")
	h.app("share", "zoom.desktop", "zoommtg")
	before := h.snapshot()
	t.Setenv("PATH", h.path("bin"))
	r := h.register(Options{Schemes: meetings})
	if len(r.Notices) != 1 || !strings.Contains(r.Notices[0], "desktop-file-utils") {
		t.Errorf("notices %q", r.Notices)
	}
	h.unregister()
	h.same(before)
}
