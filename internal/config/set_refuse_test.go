package config

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestSetRefuses sees that an edit that cannot be made says why in words, and
// that the file is what it was.
func TestSetRefuses(t *testing.T) {
	const good = "[join]\ncamera = \"off\"\n"
	fail := func(step string, err error) func(*testing.T, string) {
		return func(t *testing.T, _ string) { before(t, step, func() error { return err }) }
	}
	for _, c := range []struct {
		name       string
		text       string
		prepare    func(t *testing.T, dir string)
		key, value string
		want       string // FILE and DIR stand for paths
	}{
		{"unknown key", good, nothing, "join.camra", "on", `setting a key: unknown key "join.camra": did you mean "join.camera"?`},
		{"bad value", good, nothing, "join.camera", "no", `setting join.camera: cannot be "no" (did you mean "on"?)`},
		{"out of bounds", good, nothing, "consent.arm_delay", "1ms", `setting consent.arm_delay: cannot be "1ms" (at least "500ms")`},
		{"against another key", "[consent]\ntimeout = \"20s\"\n", nothing, "consent.arm_delay", "10s", `setting consent.arm_delay: "consent.timeout" cannot be "20s" with an arm_delay of "10s" (at least "25s")`},
		{"list", good, nothing, "host", "a.b", `setting host: cannot be set to a single value (write a [[host]] with name and provider)`},
		{"unknown service", good, nothing, "provider.zomo.open_with", "app", `setting provider.zomo.open_with: unknown service "zomo" (did you mean "zoom"?)`},
		{"broken file", good + "camra = 1\n", nothing, "join.camera", "on", `setting join.camera: the file has a problem, so it is left alone: line 3: unknown key "join.camra" (vestibule config check)`},
		{"read-only file", good, func(t *testing.T, dir string) {
			must(t, os.Chmod(filepath.Join(dir, "config.toml"), 0o400))
		}, "join.camera", "on", `writing FILE: it is read-only (chmod u+w FILE)`},
		{"full disk", good, fail("write", &os.PathError{Op: "write", Err: syscall.ENOSPC}), "join.camera", "on", `writing FILE: the disk is full`},
		{"full disk at the end", good, fail("sync", &os.PathError{Op: "sync", Err: syscall.ENOSPC}), "join.camera", "on", `writing FILE: the disk is full`},
		{"read-only file system", good, fail("rename", &os.LinkError{Op: "rename", Err: syscall.EROFS}), "join.camera", "on", `writing FILE: the file system is read-only`},
		{"folder in its place", "", func(t *testing.T, dir string) {
			remove("config.toml")(t, dir)
			folder("config.toml")(t, dir)
		}, "join.camera", "on", `writing FILE: it is a folder, not a file (put a regular file in its place, or nothing)`},
		{"dangling link", "", func(t *testing.T, dir string) {
			remove("config.toml")(t, dir)
			link("nowhere", "config.toml")(t, dir)
		}, "join.camera", "on", `writing FILE: it is a link to nowhere, which does not exist (mend the link, or remove it)`},
		{"circle of links", "", func(t *testing.T, dir string) {
			remove("config.toml")(t, dir)
			link("config.toml", "config.toml")(t, dir)
		}, "join.camera", "on", `writing FILE: its links lead in a circle`},
		{"another writer that does not finish", good, func(t *testing.T, dir string) {
			unlock, err := lockFolder(dir, 0)
			must(t, err)
			t.Cleanup(unlock)
		}, "join.camera", "on", `writing FILE: another Vestibule is changing it and does not finish`},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, "config.toml")
			must(t, os.WriteFile(file, []byte(c.text), 0o600))
			c.prepare(t, dir)
			err := SetKnown(file, c.key, c.value, []string{"zoom", "jitsi"})
			if err == nil {
				t.Fatal("no error")
			}
			if got := strings.ReplaceAll(err.Error(), file, "FILE"); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if c.text != "" {
				if got, err := os.ReadFile(file); string(got) != c.text || err != nil {
					t.Errorf("the file holds %q, %v; want %q", got, err, c.text)
				}
			}
			alone(t, file)
		})
	}
}

// TestSetMeetsAnEditor has another program change the file in the middle of
// an edit: its change stays.
func TestSetMeetsAnEditor(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*testing.T, string)
		want   string
	}{
		{"written in place", write("config.toml", "[links]\n"), "[links]\n"},
		{"replaced by the same text", func(t *testing.T, dir string) {
			write("new", "[join]\n")(t, dir)
			rename("new", "config.toml")(t, dir)
		}, "[join]\n"},
		{"made a link", func(t *testing.T, dir string) {
			write("other.toml", "[join]\n")(t, dir)
			link("other.toml", "new")(t, dir)
			rename("new", "config.toml")(t, dir)
		}, "[join]\n"},
		{"removed", remove("config.toml"), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			write("config.toml", "[join]\n")(t, dir)
			before(t, "look again", func() error { c.change(t, dir); return nil })
			file := filepath.Join(dir, "config.toml")
			err := Set(file, "join.camera", "on")
			if want := "writing FILE: another program changed it at the same time; its change was kept (try again)"; err == nil || strings.ReplaceAll(err.Error(), file, "FILE") != want {
				t.Errorf("got %v", err)
			}
			if got, _ := os.ReadFile(file); string(got) != c.want {
				t.Errorf("the file holds %q; want %q", got, c.want)
			}
			alone(t, file)
		})
	}
	t.Run("made", func(t *testing.T) {
		dir := t.TempDir()
		before(t, "look again", func() error { write("config.toml", "[links]\n")(t, dir); return nil })
		if err := Set(filepath.Join(dir, "config.toml"), "join.camera", "on"); err == nil {
			t.Error("no error")
		}
		if got, _ := os.ReadFile(filepath.Join(dir, "config.toml")); string(got) != "[links]\n" {
			t.Errorf("the file holds %q", got)
		}
	})
}

// before has a function called before one step of the next write.
func before(t *testing.T, step string, f func() error) {
	t.Helper()
	t.Cleanup(func() { testOnlyBefore = func(string) error { return nil } })
	testOnlyBefore = func(s string) error {
		if s == step {
			return f()
		}
		return nil
	}
}
