package config

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// loadCase is something in the file's place.
type loadCase struct {
	name string
	put  func(t *testing.T, dir string)
	used bool // the camera is on: the file holds
	want string
}

// TestLoad is the matrix of what may be found in the file's place: what holds
// then, and what the person is told. FILE stands for the path.
func TestLoad(t *testing.T) {
	const good = "[join]\ncamera = \"on\"\n"
	inPlace := func(text string) func(*testing.T, string) { return write("config.toml", text) }
	for _, c := range append(systemCases, []loadCase{
		{"missing", nothing, false, ""},
		{"missing folder", func(t *testing.T, dir string) { remove(".")(t, dir) }, false, ""},
		{"empty", inPlace(""), false, ""},
		{"only comments", inPlace("# nothing\n"), false, ""},
		{"commented defaults", inPlace(string(Commented())), false, ""},
		{"good", inPlace(good), true, ""},
		{"good with a byte order mark", inPlace("\xef\xbb\xbf" + good), true, ""},
		{"good with line ends of Windows", inPlace("[join]\r\ncamera = \"on\"\r\n"), true, ""},
		{"link", func(t *testing.T, dir string) {
			write("dotfiles/v.toml", good)(t, dir)
			link("dotfiles/v.toml", "config.toml")(t, dir)
		}, true, ""},
		{"dangling link", link("nowhere", "config.toml"), false,
			"FILE: it is a link to nowhere, which does not exist\nhint: mend the link, or remove it"},
		{"circle of links", link("config.toml", "config.toml"), false,
			"FILE: its links lead in a circle"},
		{"syntax error", inPlace(good + "camera\n"), false,
			"FILE:3:7: not TOML: expected '=' after key\n    3 | camera\n      |       ^"},
		{"syntax error and more", inPlace("[join]\ncamra = \"on\"\n[[host]]\nname = \"a.b\"\n[links\n"), false,
			"FILE:2:1: unknown key \"join.camra\"\n    2 | camra = \"on\"\n      | ^\nhint: did you mean \"camera\"?\n" +
				"FILE:5:7: not TOML: expected ']' to close table name\n    5 | [links\n      |       ^"},
		{"unknown key", inPlace(good + "microphon = \"on\"\n"), false,
			"FILE:3:1: unknown key \"join.microphon\"\n    3 | microphon = \"on\"\n      | ^\nhint: did you mean \"microphone\"?"},
		{"key in no section", inPlace("camera = \"on\"\n"), false,
			"FILE:1:1: unknown key \"camera\"\n    1 | camera = \"on\"\n      | ^\nhint: it belongs under [join]"},
		{"key in other case", inPlace("[join]\nCamera = \"on\"\n"), false,
			"FILE:2:1: unknown key \"join.Camera\"\n    2 | Camera = \"on\"\n      | ^\nhint: did you mean \"camera\"?"},
		{"unknown section", inPlace(good + "[camera]\nx = 1\n"), false,
			"FILE:3:2: unknown key \"camera\"\n    3 | [camera]\n      |  ^\nhint: it belongs under [join]"},
		{"wrong type", inPlace(good + "microphone = true\n"), false,
			"FILE:3:14: \"join.microphone\" must be a string, not true or false\n    3 | microphone = true\n      |              ^\nhint: in quotes: one of \"muted\", \"on\""},
		{"number for a duration", inPlace(good + "[consent]\ntimeout = 60\n"), false,
			"FILE:4:11: \"consent.timeout\" must be a string, not a whole number\n    4 | timeout = 60\n      |           ^\nhint: in quotes and with a unit, such as \"2m\""},
		{"value for a section", inPlace("join = \"on\"\n"), false,
			"FILE:1:8: \"join\" must be a table, not a string\n    1 | join = \"on\"\n      |        ^\nhint: write [join] on a line of its own, its keys below it"},
		{"bad value", inPlace(good + "assurance = \"bloked\"\n"), false,
			"FILE:3:13: \"join.assurance\" cannot be \"bloked\"\n    3 | assurance = \"bloked\"\n      |             ^\nhint: did you mean \"blocked\"?"},
		{"bad value unlike any", inPlace(good + "\topen_with = \"netscape\"\n"), false,
			"FILE:3:14: \"join.open_with\" cannot be \"netscape\"\n    3 |     open_with = \"netscape\"\n      |                 ^\nhint: one of \"auto\", \"app\", \"browser\", \"guarded\""},
		{"below a bound", inPlace(good + "[consent]\narm_delay = \"499ms\"\n"), false,
			"FILE:4:13: \"consent.arm_delay\" cannot be \"499ms\"\n    4 | arm_delay = \"499ms\"\n      |             ^\nhint: at least \"500ms\""},
		{"above a bound", inPlace(good + "[consent]\narm_delay = \"10001ms\"\n"), false,
			"FILE:4:13: \"consent.arm_delay\" cannot be \"10001ms\"\n    4 | arm_delay = \"10001ms\"\n      |             ^\nhint: at most \"10s\""},
		{"time-out shorter than arming", inPlace(good + "[consent]\narm_delay = \"10s\"\ntimeout = \"24s\"\n"), false,
			"FILE:5:11: \"consent.timeout\" cannot be \"24s\" with an arm_delay of \"10s\"\n    5 | timeout = \"24s\"\n      |           ^\nhint: at least \"25s\""},
		{"twice", inPlace(good + "camera = \"off\"\n"), false,
			"FILE:3:1: \"camera\" is set twice, first in line 2\n    3 | camera = \"off\"\n      | ^\nhint: keep one of the two"},
		{"section twice", inPlace(good + "[join]\n"), false,
			"FILE:3:2: \"join\" is set twice, first in line 1\n    3 | [join]\n      |  ^\nhint: keep one of the two"},
		{"section reopened by dots", inPlace("join.camera = \"on\"\n[join]\n"), false,
			"FILE:2:2: \"join\" is set twice, first in line 1\n    2 | [join]\n      |  ^\nhint: keep one of the two"},
		{"host without provider", inPlace("[[host]]\nname = \"meet.example.org\"\n"), false,
			"FILE:1:3: \"host[0].provider\" is missing\n    1 | [[host]]\n      |   ^\nhint: a [[host]] needs name and provider"},
		{"host that is a link", inPlace("[[host]]\nname = \"https://Meet.example.org/Room\"\nprovider = \"jitsi\"\n"), false,
			"FILE:2:8: \"host[0].name\" cannot be \"https://Meet.example.org/Room\"\n    2 | name = \"https://Meet.example.org/Room\"\n      |        ^\nhint: only the host: \"meet.example.org\""},
		{"host twice", inPlace("[[host]]\nname = \"a.b\"\nprovider = \"jitsi\"\n[[host]]\nname = \"A.b:443\"\nprovider = \"zoom\"\n"), false,
			"FILE:5:8: host \"a.b\" is there twice, first in line 1\n    5 | name = \"A.b:443\"\n      |        ^\nhint: keep one of the two"},
		{"host written as one table", inPlace("[host]\nname = \"a.b\"\nprovider = \"jitsi\"\n"), false,
			"FILE:1:2: \"host\" must be an array of tables, not a table\n    1 | [host]\n      |  ^\nhint: write [[host]] on a line of its own, name and provider below it"},
		{"unknown service of a host", inPlace("[[host]]\nname = \"a.b\"\nprovider = \"jitsy\"\n"), false,
			"FILE:3:12: unknown service \"jitsy\"\n    3 | provider = \"jitsy\"\n      |            ^\nhint: did you mean \"jitsi\"?"},
		{"unknown service", inPlace("[provider.skype]\nopen_with = \"app\"\n"), false,
			"FILE:1:11: unknown service \"skype\"\n    1 | [provider.skype]\n      |           ^\nhint: \"vestibule providers\" lists the services"},
		{"not UTF-8", inPlace(good + "# caf\xe9\n"), false,
			"FILE:3:6: not UTF-8\n    3 | # caf�\n      |      ^\nhint: save the file as UTF-8"},
		{"UTF-16", inPlace("\xff\xfe[\x00j\x00"), false,
			"FILE:1:1: not UTF-8\n    1 | �[\\x00j\\x00\n      | ^\nhint: save the file as UTF-8"},
		{"NUL", inPlace("\x00"), false,
			"FILE:1:1: not TOML: invalid character at start of key: a NUL character\n    1 | \\x00\n      | ^"},
		{"terminal's own language", inPlace("[join]\n\x1b]0;x\x07 = 1\n"), false,
			"FILE:2:1: not TOML: invalid character at start of key: U+001B\n    2 | \\x1b]0;x\\a = 1\n      | ^"},
		{"text turned round", inPlace("[join]\n\"\u202ereverse\" = 1\n"), false,
			"FILE:2:1: unknown key \"join.\\\"\\\\u202Ereverse\\\"\"\n    2 | \"\\u202ereverse\" = 1\n      | ^"},
		{"huge", inPlace(good + strings.Repeat("#", 1<<20)), false,
			"FILE: it is larger than 1 MiB\nhint: a configuration is a few kilobytes; is this another file?"},
		{"folder", folder("config.toml"), false,
			"FILE: it is a folder, not a file\nhint: put a regular file in its place, or nothing"},
		{"file for a folder", func(t *testing.T, dir string) {
			remove(".")(t, dir)
			must(t, os.WriteFile(dir, nil, 0o600))
		}, false, "FILE: a part of its path is a file, not a folder"},
	}...) {
		t.Run(c.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "conf")
			must(t, os.Mkdir(dir, 0o700))
			file := filepath.Join(dir, "config.toml")
			c.put(t, dir)
			s := LoadKnown(file, []string{"zoom", "jitsi"})
			var told []string
			for _, p := range s.Problems {
				told = append(told, FormatProblem(p))
			}
			if diff := cmp.Diff(c.want, strings.ReplaceAll(strings.Join(told, "\n"), file, "FILE")); diff != "" {
				t.Errorf("what is told differs from what should be (-want +got):\n%s", diff)
			}
			want := Defaults()
			want.Join.Camera = c.used
			if diff := cmp.Diff(want, s.Config); diff != "" {
				t.Errorf("what holds differs from what should (-want +got):\n%s", diff)
			}
			if s.File != file {
				t.Errorf("the snapshot names %s", s.File)
			}
			if !c.used && s.Origins["join.camera"] != builtIn {
				t.Errorf("a default comes from %+v", s.Origins["join.camera"])
			}
		})
	}
}

// TestUnreadable words what the system says of a file that may not be read;
// a test that runs as root cannot make one.
func TestUnreadable(t *testing.T) {
	for _, c := range []struct {
		name string
		err  error
		want string
	}{
		{"permission", &os.PathError{Op: "open", Path: "/x/my config", Err: syscall.EACCES}, "/x/my config: you may not read it\nhint: chmod u+r '/x/my config'"},
		{"input/output error", &os.PathError{Op: "read", Path: "/x/my config", Err: syscall.EIO}, "/x/my config: input/output error"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := FormatProblem(fileProblem("/x/my config", openProblem("/x/my config", c.err))); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestLoadEverything(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.toml")
	must(t, os.WriteFile(file, []byte(`
join = { camera = "on", microphone = 'on' }
provider.zoom.open_with = "guarded"
[consent]
arm_delay = "2500ms"
  timeout = "1m30s"
[microphone]
system_mute = true
[links]
strip_tracking = false
[notifications]
enabled = false
[[host]]
name = "Meet.Bücher.example:8443"
provider = "jitsi"
[[host]]
name = "bbb.example.org:443"
provider = "bigbluebutton"
`), 0o600))
	s := Load(file)
	if len(s.Problems) > 0 {
		t.Fatal(Problems(s.Problems))
	}
	at := func(line, column int) Origin {
		return Origin{Source: "user", File: file, Line: line, Column: column}
	}
	want := map[string]struct {
		value  string
		origin Origin
	}{
		"join.camera":             {"on", at(2, 10)},
		"join.microphone":         {"on", at(2, 25)},
		"join.open_with":          {"auto", builtIn},
		"join.assurance":          {"asked", builtIn},
		"consent.arm_delay":       {"2.5s", at(5, 1)},
		"consent.timeout":         {"1m30s", at(6, 3)},
		"microphone.system_mute":  {"true", at(8, 1)},
		"links.strip_tracking":    {"false", at(10, 1)},
		"notifications.enabled":   {"false", at(12, 1)},
		"host":                    {"meet.xn--bcher-kva.example:8443=jitsi bbb.example.org=bigbluebutton", at(13, 3)},
		"provider.zoom.open_with": {"guarded", at(3, 15)},
	}
	for _, got := range List(s) {
		w, ok := want[got.Key]
		if o := (Origin{got.Source, got.File, got.Line, got.Column}); !ok || got.Value != w.value || o != w.origin {
			t.Errorf("%s = %q from %+v; want %q from %+v", got.Key, got.Value, o, w.value, w.origin)
		}
		delete(want, got.Key)
	}
	for key := range want {
		t.Errorf("%s is not listed", key)
	}
	if got, err := s.Value("provider.webex.open_with"); got != "auto" || err != nil {
		t.Errorf("a service without a choice has %q, %v; want join's", got, err)
	}
}

func TestCanonicalHost(t *testing.T) {
	for in, want := range map[string]string{
		"meet.example.org":                    "meet.example.org",
		"MEET.example.org":                    "meet.example.org",
		"meet":                                "meet",
		"meet.example.org:8443":               "meet.example.org:8443",
		"meet.example.org:443":                "meet.example.org",
		"bücher.example":                      "xn--bcher-kva.example",
		"xn--bcher-kva.example":               "xn--bcher-kva.example",
		"":                                    "",
		".":                                   "",
		"meet.example.org.":                   "",
		"meet..example":                       "",
		"meet.example.org:":                   "",
		"meet.example.org:0":                  "",
		"meet.example.org:080":                "",
		"meet.example.org:+80":                "",
		"meet.example.org:65536":              "",
		"https://meet.example":                "",
		"meet.example/room":                   "",
		"user@meet.example":                   "",
		"meet example":                        "",
		"*.example.org":                       "",
		"-a.example":                          "",
		"a_b.example":                         "",
		"127.0.0.1":                           "",
		"[::1]":                               "",
		"::1":                                 "",
		"meet.example\n":                      "",
		"xn--zz":                              "",
		strings.Repeat("a", 64):               "",
		strings.Repeat("a.", 200) + "example": "",
	} {
		if got, ok := canonicalHost(in); got != want || ok != (want != "") {
			t.Errorf("%q is %q, %v; want %q", in, got, ok, want)
		}
	}
}

func TestManyProblems(t *testing.T) {
	start := "[join]\n" + strings.Repeat("x = 1\n", 100_000)
	_, problems := readUser("f", []byte(start), nil)
	if len(problems) != maxProblems {
		t.Errorf("%d problems", len(problems))
	}
}

func TestFormatLongLine(t *testing.T) {
	line := strings.Repeat("a", 500) + "b" + strings.Repeat("c", 500)
	got := FormatProblem(Problem{File: "f", Line: 1, Column: 501, Text: "x", Source: line})
	want := "f:1:501: x\n    1 | …" + strings.Repeat("a", 66) + "b" + strings.Repeat("c", 32) + "…\n      | " + strings.Repeat(" ", 67) + "^"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
