package remember

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vestibule/internal/device"
)

// What may be in the file's place, and what is made of it. Nothing of it
// unmutes or crashes.
func TestLoad(t *testing.T) {
	many := `{"version":1,"held":["a"` + strings.Repeat(`,"b"`, maxNames) + `]}`
	for _, c := range []struct {
		name, text string
		want       []string
		bad        bool
	}{
		{"as written", `{"version":1,"held":["b","a"]}`, []string{"a", "b"}, false},
		{"twice", `{"version":1,"held":["a","a"]}`, []string{"a"}, false},
		{"none", `{"version":1,"held":[]}`, []string{}, false},
		{"empty", ``, nil, true},
		{"half", `{"version":1,"held":["a`, nil, true},
		{"another version", `{"version":2,"held":["a"]}`, nil, true},
		{"no version", `{"held":["a"]}`, nil, true},
		{"another shape", `["a"]`, nil, true},
		{"empty name", `{"version":1,"held":[""]}`, nil, true},
		{"too many", many, nil, true},
		{"too long", `{"version":1,"held":["` + strings.Repeat("a", maxSize) + `"]}`, nil, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "muted.json")
			if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := load(file)
			if (err != nil) != c.bad || !cmp.Equal(c.want, got) {
				t.Errorf("%q, %v", got, err)
			}
			fake := device.NewFake(device.Snapshot{Microphone: device.Microphone{Name: "a", State: device.Idle, Muted: true}})
			m := New(fake, file)
			if err := m.Restore(t.Context()); (err != nil) != c.bad {
				t.Errorf("restoring: %v", err)
			}
			if !fake.Probe(t.Context()).Microphone.Muted {
				t.Error("restoring unmuted")
			}
		})
	}
}

func TestNoFile(t *testing.T) {
	dir := t.TempDir()
	m := New(device.NewFake(device.Snapshot{}), filepath.Join(dir, "muted.json"))
	if err := m.Restore(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(State{Sure: true}, m.State()); diff != "" {
		t.Error(diff)
	}
	if err := os.Symlink("/etc/passwd", filepath.Join(dir, "muted.json")); err != nil {
		t.Fatal(err)
	}
	if err := m.Restore(t.Context()); err == nil {
		t.Error("a link was read")
	}
}

func TestFile(t *testing.T) {
	for _, c := range []struct{ state, home, want string }{
		{"/s", "/h", "/s/vestibule/muted.json"},
		{"", "/h", "/h/.local/state/vestibule/muted.json"},
		{"s", "/h", "/h/.local/state/vestibule/muted.json"},
		{"", "", ""},
		{"", "h", ""},
	} {
		got, err := File(func(k string) string { return map[string]string{"XDG_STATE_HOME": c.state, "HOME": c.home}[k] })
		if got != filepath.FromSlash(c.want) || (err != nil) != (c.want == "") {
			t.Errorf("%q, %q: %q, %v", c.state, c.home, got, err)
		}
	}
}

// The file is the person's alone, and there is none when nothing is held; a
// folder that cannot be written does not keep the microphone on.
func TestFileOfMute(t *testing.T) {
	fake := device.NewFake(device.Snapshot{Microphone: device.Microphone{Name: "a", State: device.Idle}})
	file := filepath.Join(t.TempDir(), "state", "vestibule", "muted.json")
	m := New(fake, file)
	changes := m.Watch(t.Context())
	if err := m.MuteAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	<-changes
	if diff := cmp.Diff(State{Held: []string{"a"}, Sure: true}, m.State()); diff != "" {
		t.Error(diff)
	}
	for path, want := range map[string]os.FileMode{file: 0o600, filepath.Dir(file): 0o700 | os.ModeDir} {
		if fi, err := os.Stat(path); err != nil || fi.Mode() != want {
			t.Errorf("%s: %v", path, err)
		}
	}
	if err := m.Unmute(t.Context()); err != nil {
		t.Fatal(err)
	}
	<-changes
	list, err := os.ReadDir(filepath.Dir(file))
	if err != nil || len(list) != 0 {
		t.Errorf("left: %v, %v", list, err)
	}

	block := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(block, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	m = New(fake, filepath.Join(block, "muted.json"))
	if err := m.MuteAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !fake.Probe(t.Context()).Microphone.Muted || len(m.State().Held) != 1 {
		t.Error("not muted")
	}
	if m.Forgetful() == nil {
		t.Error("it does not say that it cannot remember")
	}
}
