package config

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
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
