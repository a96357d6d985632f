package config

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestSetKeepsEveryOtherByte(t *testing.T) {
	for _, c := range []struct{ name, before, key, value, after string }{
		{"value in place", "# mine\n[join]\ncamera = \"off\"  # why\n", "join.camera", "on",
			"# mine\n[join]\ncamera = \"on\"  # why\n"},
		{"single quotes stay", "[join]\ncamera='off'\n", "join.camera", "on", "[join]\ncamera='on'\n"},
		{"long quotes go", "[join]\ncamera='''off'''\n", "join.camera", "on", "[join]\ncamera=\"on\"\n"},
		{"a switch has no quotes", "[links]\nstrip_tracking = true\n", "links.strip_tracking", "false", "[links]\nstrip_tracking = false\n"},
		{"same value", "[consent]\ntimeout = \"120s\"\n", "consent.timeout", "2m", "[consent]\ntimeout = \"120s\"\n"},
		{"new key in its section", "[join]\n  camera = \"off\" # c\n\n[links]\n", "join.microphone", "on",
			"[join]\n  camera = \"off\" # c\n  microphone = \"on\"\n\n[links]\n"},
		{"new key in an empty section", "[join]\n\n# about links\n[links]\n", "join.camera", "on",
			"[join]\ncamera = \"on\"\n\n# about links\n[links]\n"},
		{"after its own comment", "[join]\n# Where.\n# camera = \"off\"\n\n#microphone = \"muted\"\n", "join.camera", "on",
			"[join]\n# Where.\n# camera = \"off\"\ncamera = \"on\"\n\n#microphone = \"muted\"\n"},
		{"not after the comment of another section", "[join]\n[links]\n#camera = \"off\"\n", "join.camera", "on",
			"[join]\ncamera = \"on\"\n[links]\n#camera = \"off\"\n"},
		{"new section", "[links]\nstrip_tracking = true", "join.camera", "on",
			"[links]\nstrip_tracking = true\n\n[join]\ncamera = \"on\"\n"},
		{"empty file", "", "join.camera", "on", "[join]\ncamera = \"on\"\n"},
		{"only a byte order mark", "\xef\xbb\xbf", "join.camera", "on", "\xef\xbb\xbf[join]\ncamera = \"on\"\n"},
		{"byte order mark", "\xef\xbb\xbf[join]\ncamera = \"off\"\n", "join.camera", "on", "\xef\xbb\xbf[join]\ncamera = \"on\"\n"},
		{"line ends of Windows", "[join]\r\n#x\r\n", "join.camera", "on", "[join]\r\ncamera = \"on\"\r\n#x\r\n"},
		{"no line end at the end", "[join]", "join.camera", "on", "[join]\ncamera = \"on\"\n"},
		{"inline table", "join = { camera = \"off\" } # c\n", "join.microphone", "on", "join = { camera = \"off\", microphone = \"on\" } # c\n"},
		{"empty inline table", "join = {}\n", "join.microphone", "on", "join = { microphone = \"on\" }\n"},
		{"dotted", "join.camera = \"off\" # c\nlinks.strip_tracking = true\n", "join.microphone", "on",
			"join.camera = \"off\" # c\njoin.microphone = \"on\"\nlinks.strip_tracking = true\n"},
		{"dotted value", "join.camera = \"off\" # c\n", "join.camera", "on", "join.camera = \"on\" # c\n"},
		{"new service", "[provider.zoom]\nopen_with = \"app\"\n", "provider.webex.open_with", "guarded",
			"[provider.zoom]\nopen_with = \"app\"\n\n[provider.webex]\nopen_with = \"guarded\"\n"},
		{"new service, dotted", "[provider]\nzoom.open_with = \"app\"\n", "provider.webex.open_with", "guarded",
			"[provider]\nzoom.open_with = \"app\"\n\n[provider.webex]\nopen_with = \"guarded\"\n"},
		{"new service, all dotted", "provider.zoom.open_with = \"app\"\n", "provider.webex.open_with", "guarded",
			"provider.zoom.open_with = \"app\"\nprovider.webex.open_with = \"guarded\"\n"},
		{"new service, inline", "[provider]\nzoom = {open_with = \"app\"}\n", "provider.webex.open_with", "guarded",
			"[provider]\nzoom = {open_with = \"app\"}\n\n[provider.webex]\nopen_with = \"guarded\"\n"},
		{"new service, all inline", "provider = {zoom = {open_with = \"app\"}}\n", "provider.webex.open_with", "guarded",
			"provider = {zoom = {open_with = \"app\"}, webex.open_with = \"guarded\"}\n"},
		{"new service, dotted within inline", "provider = {zoom.open_with = \"app\"}\n", "provider.webex.open_with", "guarded",
			"provider = {zoom.open_with = \"app\", webex.open_with = \"guarded\"}\n"},
		{"service with an empty section", "[provider.zoom]\n[[host]]\nname='a.b'\nprovider='jitsi'\n", "provider.zoom.open_with", "app",
			"[provider.zoom]\nopen_with = \"app\"\n[[host]]\nname='a.b'\nprovider='jitsi'\n"},
		{"quoted keys", "[\"join\"]\n'camera' = \"off\"\n", "join.camera", "on", "[\"join\"]\n'camera' = \"on\"\n"},
		{"blanks in a header", "[ join ] # c\n", "join.camera", "on", "[ join ] # c\ncamera = \"on\"\n"},
		{"after hosts", "[[host]]\nname='a.b'\nprovider='jitsi'\n", "join.camera", "on",
			"[[host]]\nname='a.b'\nprovider='jitsi'\n\n[join]\ncamera = \"on\"\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "config.toml")
			must(t, os.WriteFile(file, []byte(c.before), 0o640))
			must(t, Set(file, c.key, c.value))
			got, err := os.ReadFile(file)
			must(t, err)
			if string(got) != c.after {
				t.Errorf("got\n%s\nwant\n%s", got, c.after)
			}
			if value, err := Load(file).Value(c.key); value != c.value || err != nil {
				t.Errorf("reading %s gives %q, %v; want %q", c.key, value, err, c.value)
			}
			if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o640 {
				t.Errorf("mode is now %v, %v; want 0640", info.Mode(), err)
			}
			alone(t, file)
		})
	}
}

// alone sees that a write left nothing beside the file.
func alone(t *testing.T, file string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(file))
	must(t, err)
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".new") {
			t.Errorf("%s is left behind", e.Name())
		}
	}
}

func TestSetMakesTheFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "not", "yet", "config.toml")
	must(t, Set(file, "join.camera", "on"))
	got, err := os.ReadFile(file)
	must(t, err)
	want := strings.Replace(string(Commented()), "#camera = \"off\"\n", "#camera = \"off\"\ncamera = \"on\"\n", 1)
	if string(got) != want {
		t.Errorf("got\n%s", got)
	}
	for path, want := range map[string]os.FileMode{file: 0o600, filepath.Dir(file): 0o700} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, %v; want %v", path, info.Mode().Perm(), err, want)
		}
	}
}

func TestSetThroughLink(t *testing.T) {
	dir := t.TempDir()
	write("dotfiles/vestibule.toml", "[join]\n")(t, dir)
	folder("conf")(t, dir)
	link("../dotfiles/vestibule.toml", "conf/config.toml")(t, dir)
	file := filepath.Join(dir, "conf", "config.toml")
	must(t, Set(file, "join.camera", "on"))
	if target, err := os.Readlink(file); err != nil || target != "../dotfiles/vestibule.toml" {
		t.Errorf("the link is now %q, %v", target, err)
	}
	got, err := os.ReadFile(filepath.Join(dir, "dotfiles", "vestibule.toml"))
	if want := "[join]\ncamera = \"on\"\n"; string(got) != want || err != nil {
		t.Errorf("the target holds %q, %v; want %q", got, err, want)
	}
}

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

// TestSetAtTheSameTime has several writers set different keys: none is lost.
func TestSetAtTheSameTime(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.toml")
	must(t, os.WriteFile(file, nil, 0o600))
	want := map[string]string{"join.camera": "on", "join.microphone": "on", "links.strip_tracking": "false", "notifications.enabled": "false", "provider.zoom.open_with": "app", "consent.timeout": "3m"}
	errs := make(chan error)
	for key, value := range want {
		go func() { errs <- Set(file, key, value) }()
	}
	for range want {
		must(t, <-errs)
	}
	s := Load(file)
	for key, value := range want {
		if got, err := s.Value(key); got != value || err != nil {
			t.Errorf("%s is %q, %v; want %q", key, got, err, value)
		}
	}
}

// TestCommented sees that the commented file sets nothing, and that each of
// its lines is right once the comment sign is taken off.
func TestCommented(t *testing.T) {
	if l, problems := readUser("commented", Commented(), nil); len(problems) > 0 || len(l.values) > 0 || len(l.hosts) > 0 {
		t.Errorf("it sets %v %v, problems %v", l.values, l.hosts, problems)
	}
	var live bytes.Buffer
	for line := range strings.Lines(string(Commented())) {
		bare := strings.TrimPrefix(line, "#")
		if !strings.HasPrefix(bare, " ") {
			line = bare
		}
		live.WriteString(line)
	}
	l, problems := readUser("live", live.Bytes(), nil)
	if len(problems) > 0 {
		t.Fatal(errors.Join(Problems(problems)))
	}
	for _, k := range Keys() {
		if k.Default != "" && l.values[k.Name].value != k.Default {
			t.Errorf("%s is %q there; want the default %q", k.Name, l.values[k.Name].value, k.Default)
		}
	}
	if len(l.hosts) != 1 || l.values["provider.zoom.open_with"].value == "" {
		t.Error("the examples of host and provider are missing")
	}
}

func TestCreate(t *testing.T) {
	for _, c := range []struct {
		name string
		put  func(*testing.T, string)
		want string
	}{
		{"missing", nothing, string(Commented())},
		{"there", write("config.toml", "[join]\n"), "[join]\n"},
		{"there and broken", write("config.toml", "[join\n"), "[join\n"},
		{"there and read-only", func(t *testing.T, dir string) {
			write("config.toml", "")(t, dir)
			must(t, os.Chmod(filepath.Join(dir, "config.toml"), 0o400))
		}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			c.put(t, dir)
			file := filepath.Join(dir, "config.toml")
			must(t, Create(file))
			if got, err := os.ReadFile(file); string(got) != c.want || err != nil {
				t.Errorf("the file holds %q, %v", got, err)
			}
		})
	}
}

// TestCheckEdited has an edit go wrong in each way: none is written.
func TestCheckEdited(t *testing.T) {
	const old = "[join]\ncamera = \"off\"\n[[host]]\nname = \"a.b\"\nprovider = \"jitsi\"\n"
	before, problems := readUser("f", []byte(old), nil)
	if len(problems) > 0 {
		t.Fatal(Problems(problems))
	}
	for _, c := range []struct {
		name, next string
		good       bool
	}{
		{"as it should be", strings.Replace(old, "off", "on", 1), true},
		{"nothing changed", old, false},
		{"not TOML", old + "[", false},
		{"unknown key", strings.Replace(old, "off\"", "on\"\nx = 1", 1), false},
		{"another key changed", strings.Replace(old, "off\"", "on\"\nmicrophone = \"on\"", 1), false},
		{"a host lost", "[join]\ncamera = \"on\"\n", false},
		{"a host changed", strings.Replace(strings.Replace(old, "off", "on", 1), "jitsi", "zoom", 1), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := checkEdited("f", before, []byte(c.next), "join.camera", "on", nil); (err == nil) != c.good {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestSetReplaces: the old file is replaced, never written to. Who has it
// open goes on reading the old one whole.
func TestSetReplaces(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.toml")
	must(t, os.WriteFile(file, []byte("[join]\n"), 0o600))
	old, err := os.Open(file)
	must(t, err)
	defer old.Close()
	must(t, Set(file, "join.camera", "on"))
	if got, err := io.ReadAll(old); string(got) != "[join]\n" || err != nil {
		t.Errorf("the old file now holds %q, %v", got, err)
	}
}
