package config

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// policyCase is a policy folder, what holds with it and what is told. DIR
// stands for the folder that "etc" is in. The person's file has the camera
// and the microphone on.
type policyCase struct {
	name string
	put  func(t *testing.T, dir string)
	// want are the values that differ from the person's own.
	want map[string]string
	told string
}

// strictestValues is what holds where a policy cannot be trusted.
var strictestValues = map[string]string{
	"join.camera": "off", "join.microphone": "muted", "join.open_with": "guarded", "join.assurance": "blocked",
	"consent.arm_delay": "2s", "microphone.system_mute": "true", "provider.zoom.open_with": "guarded",
}

func files(pairs ...string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		for i := 0; i < len(pairs); i += 2 {
			write("etc/"+pairs[i], pairs[i+1])(t, dir)
		}
	}
}

func both(steps ...func(*testing.T, string)) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		for _, s := range steps {
			s(t, dir)
		}
	}
}

func TestPolicy(t *testing.T) {
	for _, c := range append(systemPolicyCases, []policyCase{
		{"no folder", nothing, nil, ""},
		{"empty folder", folder("etc"), nil, ""},
		{"empty files", files("policy.toml", "", "policy.d/a.toml", "[locked]\n"), nil, ""},
		{"other files in the folder", files("policy.d/a.toml.dpkg-old", "x", "policy.d/.b.toml", "x", "policy.d/README", "x"), nil, ""},
		{"locked", files("policy.toml", "[locked.join]\ncamera = \"off\"\n"), map[string]string{"join.camera": "off"}, ""},
		{"locked in a drop-in file", files("policy.d/10.toml", "[locked]\njoin.camera = \"off\"\n"), map[string]string{"join.camera": "off"}, ""},
		{"recommended does not beat the person", files("policy.toml", "[recommended.join]\ncamera = \"off\"\nassurance = \"blocked\"\n"), map[string]string{"join.assurance": "blocked"}, ""},
		{"no order of privacy: the lock holds", files("policy.toml", "[locked.notifications]\nenabled = false\n[locked.consent]\ntimeout = \"5m\"\n"), map[string]string{"notifications.enabled": "false", "consent.timeout": "5m"}, ""},
		{"a lock on all services binds each", files("policy.toml", "[locked.join]\nopen_with = \"guarded\"\n"), map[string]string{"join.open_with": "guarded", "provider.zoom.open_with": "guarded"}, ""},
		{"a lock on one service", files("policy.toml", "[locked.provider.zoom]\nopen_with = \"auto\"\n"), map[string]string{"provider.zoom.open_with": "auto"}, ""},
		{"less private may be recommended where the table says so", files("policy.toml", "[recommended.join]\nopen_with = \"browser\"\n"), map[string]string{"join.open_with": "browser"}, ""},
		{"arming and time-out of different layers fit", files("policy.toml", "[locked.consent]\narm_delay = \"10s\"\n[recommended.consent]\ntimeout = \"16s\"\n"), map[string]string{"consent.arm_delay": "10s", "consent.timeout": "25s"}, ""},
		{"hosts", files("policy.toml", "[[locked.host]]\nname = \"a.example\"\nprovider = \"zoom\"\n[[recommended.host]]\nname = \"b.example\"\nprovider = \"zoom\"\n"), map[string]string{"host": "b.example=zoom a.example=zoom"}, ""},

		{"less private than the default", files("policy.toml", "[locked.join]\ncamera = \"on\"\nassurance = \"blocked\"\n"), map[string]string{"join.assurance": "blocked"},
			"DIR/etc/policy.toml:2:10: \"locked.join.camera\" has no effect at \"on\": a policy only makes things more private than \"off\"\n    2 | camera = \"on\"\n      |          ^\nhint: remove the line"},
		{"less private, recommended", files("policy.toml", "[recommended.consent]\narm_delay = \"500ms\"\n"), nil,
			"DIR/etc/policy.toml:2:13: \"recommended.consent.arm_delay\" has no effect at \"500ms\": a policy only makes things more private than \"1s\"\n    2 | arm_delay = \"500ms\"\n      |             ^\nhint: remove the line"},
		{"locked where it may be recommended", files("policy.toml", "[locked.join]\nopen_with = \"app\"\n"), nil,
			"DIR/etc/policy.toml:2:13: \"locked.join.open_with\" has no effect at \"app\": this value can be recommended, not locked\n    2 | open_with = \"app\"\n      |             ^\nhint: move it to [recommended.join]"},
		{"two files differ", files("policy.toml", "[locked.join]\nassurance = \"blocked\"\n[locked.notifications]\nenabled = true\n", "policy.d/a.toml", "[locked.join]\nassurance = \"asked\"\n[locked.notifications]\nenabled = false\n"),
			map[string]string{"join.assurance": "blocked", "notifications.enabled": "false"},
			"DIR/etc/policy.d/a.toml:2:1: locked.join.assurance is \"asked\" here and \"blocked\" in DIR/etc/policy.toml, line 2; \"blocked\" holds\nhint: leave it in one of the two files\n" +
				"DIR/etc/policy.d/a.toml:4:1: locked.notifications.enabled is \"false\" here and \"true\" in DIR/etc/policy.toml, line 4; \"false\" holds\nhint: leave it in one of the two files"},

		{"syntax error", files("policy.toml", "[locked.join\n"), strictestValues,
			"DIR/etc/policy.toml:1:13: not TOML: expected ']' to close table name\n    1 | [locked.join\n      |             ^"},
		{"unknown level", files("policy.toml", "[mandatory.join]\ncamera = \"off\"\n"), strictestValues,
			"DIR/etc/policy.toml:1:2: unknown key \"mandatory\"\n    1 | [mandatory.join]\n      |  ^"},
		{"no level", files("policy.toml", "[join]\ncamera = \"off\"\n"), strictestValues,
			"DIR/etc/policy.toml:1:2: unknown key \"join\"\n    1 | [join]\n      |  ^\nhint: in a policy it is [recommended.join] or [locked.join]"},
		{"unknown key", files("policy.toml", "[locked.join]\ncamra = \"off\"\n"), strictestValues,
			"DIR/etc/policy.toml:2:1: unknown key \"locked.join.camra\"\n    2 | camra = \"off\"\n      | ^\nhint: did you mean \"camera\"?"},
		{"wrong type", files("policy.toml", "[locked.join]\ncamera = false\n"), strictestValues,
			"DIR/etc/policy.toml:2:10: \"locked.join.camera\" must be a string, not true or false\n    2 | camera = false\n      |          ^\nhint: in quotes: one of \"off\", \"on\""},
		{"extreme value", files("policy.toml", "[locked.consent]\narm_delay = \"1h\"\n"), strictestValues,
			"DIR/etc/policy.toml:2:13: \"locked.consent.arm_delay\" cannot be \"1h\"\n    2 | arm_delay = \"1h\"\n      |             ^\nhint: at most \"10s\""},
		{"not UTF-8", files("policy.toml", "\xff"), strictestValues,
			"DIR/etc/policy.toml:1:1: not UTF-8\n    1 | �\n      | ^\nhint: save the file as UTF-8"},
		{"huge", files("policy.toml", strings.Repeat("#", 1<<20+1)), strictestValues,
			"DIR/etc/policy.toml: it is larger than 1 MiB\nhint: a configuration is a few kilobytes; is this another file?"},
		{"folder for a file", folder("etc/policy.toml"), strictestValues,
			"DIR/etc/policy.toml: it is a folder, not a file\nhint: put a regular file in its place, or nothing"},
		{"file for the folder", write("etc", ""), strictestValues,
			"DIR/etc: it is a file, not a folder\nhint: policies are files in it"},
		{"one broken, one good", files("policy.toml", "[locked.consent]\narm_delay = \"3s\"\n", "policy.d/a.toml", "x\n"),
			with(strictestValues, "consent.arm_delay", "3s"),
			"DIR/etc/policy.d/a.toml:1:2: not TOML: expected '=' after key\n    1 | x\n      |  ^"},
	}...) {
		t.Run(c.name, func(t *testing.T) {
			dir, err := filepath.EvalSymlinks(t.TempDir())
			must(t, err)
			file := filepath.Join(dir, "config.toml")
			write("config.toml", "[join]\ncamera = \"on\"\nmicrophone = \"on\"\n[provider.zoom]\nopen_with = \"app\"\n[[host]]\nname = \"a.example\"\nprovider = \"jitsi\"\n")(t, dir)
			c.put(t, dir)
			p := testPaths(dir)
			s := LoadLayers(p)
			got := map[string]string{}
			own := LoadKnown(file, p.Providers)
			for _, set := range List(s) {
				if mine, err := own.Value(set.Key); err != nil || mine != set.Value {
					got[set.Key] = set.Value
				}
			}
			want := c.want
			if want == nil {
				want = map[string]string{}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("what holds differs from what should (-want +got):\n%s", diff)
			}
			var told []string
			for _, p := range append(s.Problems, s.Notes...) {
				if !p.Policy {
					t.Errorf("a problem that is not the policy's: %v", p)
				}
				told = append(told, FormatProblem(p))
			}
			if diff := cmp.Diff(c.told, strings.ReplaceAll(strings.Join(told, "\n"), dir, "DIR")); diff != "" {
				t.Errorf("what is told differs from what should be (-want +got):\n%s", diff)
			}
		})
	}
}

func with(m map[string]string, key, value string) map[string]string {
	out := map[string]string{key: value}
	for k, v := range m {
		if k != key {
			out[k] = v
		}
	}
	return out
}

// testPaths are layers in a folder whose owner stands for root.
func testPaths(dir string) Paths {
	return Paths{
		User: filepath.Join(dir, "config.toml"), Policy: filepath.Join(dir, "etc"), Providers: []string{"zoom", "jitsi", "webex"},
		owned: func(_ string, uid uint32) bool { return uid == 0 || int(uid) == os.Getuid() },
	}
}

// TestReload sees that a file that breaks while Vestibule runs leaves what it
// said last, and that a policy that breaks does not.
func TestReload(t *testing.T) {
	dir := t.TempDir()
	p := testPaths(dir)
	write("config.toml", "[join]\ncamera = \"on\"\n")(t, dir)
	first := LoadLayers(p)
	if !first.Join.Camera || first.Stale {
		t.Fatalf("first: %+v", first.Config)
	}
	write("config.toml", "[join]\ncamera = \"on\nmicrophone = \"on\"\n")(t, dir)
	second := Reload(p, first)
	if !second.Join.Camera || second.Join.Microphone || !second.Stale || len(second.Problems) == 0 {
		t.Errorf("with the file broken: %+v, stale %v, problems %v", second.Join, second.Stale, second.Problems)
	}
	third := Reload(p, second)
	if !third.Join.Camera || !third.Stale {
		t.Errorf("still broken: %+v, stale %v", third.Join, third.Stale)
	}
	if start := LoadLayers(p); start.Join.Camera || start.Stale {
		t.Errorf("at the start: %+v, stale %v; want the built-in values", start.Join, start.Stale)
	}
	write("etc/policy.toml", "[locked")(t, dir)
	if s := Reload(p, third); s.Join.Camera || !s.Stale {
		t.Errorf("with the policy broken too: %+v, stale %v", s.Join, s.Stale)
	}
	remove("etc")(t, dir)
	write("config.toml", "[join]\nmicrophone = \"on\"\n")(t, dir)
	if s := Reload(p, third); s.Join.Camera || !s.Join.Microphone || s.Stale || len(s.Problems) > 0 {
		t.Errorf("mended: %+v, stale %v, problems %v", s.Join, s.Stale, s.Problems)
	}
	remove("config.toml")(t, dir)
	if s := Reload(p, third); s.Join.Camera || s.Stale {
		t.Errorf("removed: %+v, stale %v; want the built-in values", s.Join, s.Stale)
	}
}

// TestReloadUnchanged: where nothing that is read is different, nothing is
// understood anew; where anything is, everything is.
func TestReloadUnchanged(t *testing.T) {
	dir := t.TempDir()
	p := testPaths(dir)
	managed := Managed{Source: "store"}
	p.managed = func() (Managed, error) { return managed, nil }
	steps := map[string]func(){
		"the person's file": func() { write("config.toml", "[join]\ncamera = \"on\"\n")(t, dir) },
		"broken":            func() { write("config.toml", "[join\n")(t, dir) },
		"a policy":          func() { files("policy.toml", "[locked.join]\ncamera = \"off\"\n")(t, dir) },
		"a drop-in":         func() { files("policy.d/a.toml", "")(t, dir) },
		"who may write it":  func() { must(t, os.Chmod(filepath.Join(dir, "etc", "policy.toml"), 0o666)) },
		"the store":         func() { managed.Locked = map[string]any{"join.camera": "off"} },
		"gone":              func() { remove("etc")(t, dir) },
	}
	s := LoadLayers(p)
	for _, name := range []string{"the person's file", "broken", "a policy", "a drop-in", "who may write it", "the store", "gone"} {
		steps[name]()
		next := Reload(p, s)
		if sameReading(next, s) {
			t.Errorf("%s: not read", name)
		}
		if fresh := LoadLayers(p); !next.Stale && !cmp.Equal(fresh.Config, next.Config) {
			t.Errorf("%s: %s", name, cmp.Diff(fresh.Config, next.Config))
		}
		if again := Reload(p, next); !sameReading(again, next) {
			t.Errorf("%s: read again though nothing changed", name)
		}
		s = next
	}
}

// sameReading: a snapshot's maps are its own, so the same map is the same
// snapshot.
func sameReading(a, b Snapshot) bool {
	return reflect.ValueOf(a.Origins).Pointer() == reflect.ValueOf(b.Origins).Pointer()
}

func TestCheckPolicy(t *testing.T) {
	dir := t.TempDir()
	files("policy.toml", "[locked.join]\ncamera = \"on\"\n", "policy.d/a.toml", "x")(t, dir)
	must(t, os.Chmod(filepath.Join(dir, "etc", "policy.toml"), 0o666))
	if got := CheckPolicy(filepath.Join(dir, "etc"), nil); len(got) != 2 {
		t.Errorf("of the folder: %v", Problems(got))
	}
	if got := CheckPolicyFile(filepath.Join(dir, "etc", "policy.toml"), nil); len(got) != 1 {
		t.Errorf("of a file: %v", Problems(got))
	}
	if got := CheckPolicyFile(filepath.Join(dir, "etc", "nothing.toml"), nil); len(got) != 1 {
		t.Errorf("of a file that is not there: %v", Problems(got))
	}
}

func TestExplain(t *testing.T) {
	dir := t.TempDir()
	write("config.toml", "[join]\ncamera = \"on\"\n[consent]\narm_delay = \"4s\"\n")(t, dir)
	files("policy.toml", "[locked.join]\ncamera = \"off\"\n[locked.consent]\narm_delay = \"3s\"\n[recommended.join]\nassurance = \"blocked\"\n")(t, dir)
	s := LoadLayers(testPaths(dir))
	for key, want := range map[string]string{
		"join.camera": `join.camera = off
  meaning   the camera stays off unless you turn it on
  from      locked, DIR/etc/policy.toml:2
  beats     on (user, DIR/config.toml:2)
  beats     off (built in)
  locked    by DIR/etc/policy.toml: it can only be made more private
  default   off
  allowed   off, on

Where the camera switch starts when a meeting is asked about.
`,
		"consent.arm_delay": `consent.arm_delay = 4s
  from      user, DIR/config.toml:4
  beats     3s (locked, DIR/etc/policy.toml:4)
  beats     1s (built in)
  locked    by DIR/etc/policy.toml: it can only be made more private
  default   1s
  allowed   500ms to 10s

How long the window must have been in front before Join can be pressed, so that a key meant for something else does not answer.
`,
		"join.assurance": `join.assurance = blocked
  meaning   the client cannot open the camera at all
  from      recommended, DIR/etc/policy.toml:6
  beats     asked (built in)
  default   asked
  allowed   asked, blocked

What "camera off" must at least mean before open_with = "auto" is content.
`,
	} {
		e, err := Explain(s, key)
		must(t, err)
		if diff := cmp.Diff(want, strings.ReplaceAll(e.String(), dir, "DIR")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", key, diff)
		}
	}
	write("config.toml", "[[host]]\nname = \"a.example\"\nprovider = \"jitsi\"\n")(t, dir)
	files("policy.toml", "[[locked.host]]\nname = \"a.example\"\nprovider = \"zoom\"\n")(t, dir)
	e, err := Explain(LoadLayers(testPaths(dir)), "host")
	must(t, err)
	if want := []HostSetting{{"a.example", "zoom", "locked", dir + "/etc/policy.toml", 1, 10, []Lost{{"jitsi", "user", dir + "/config.toml", 1, 3}}}}; !cmp.Equal(want, e.Hosts) {
		t.Errorf("hosts (-want +got):\n%s", cmp.Diff(want, e.Hosts))
	}
	if _, err := Explain(s, "join.camra"); err == nil || err.Error() != `explaining a key: unknown key "join.camra": did you mean "join.camera"?` {
		t.Errorf("an unknown key: %v", err)
	}
	want := `join.camera             off      locked, DIR/etc/policy.toml:2
join.microphone         muted    built in
join.open_with          auto     built in
join.assurance          blocked  recommended, DIR/etc/policy.toml:6
consent.arm_delay       4s       user, DIR/config.toml:4
consent.timeout         2m       built in
microphone.system_mute  false    built in
links.strip_tracking    true     built in
notifications.enabled   true     built in
host                    none     built in
`
	if diff := cmp.Diff(want, strings.ReplaceAll(FormatList(List(s)), dir, "DIR")); diff != "" {
		t.Errorf("the list (-want +got):\n%s", diff)
	}
}

func TestLoosens(t *testing.T) {
	from, to := Snapshot{Config: Defaults()}, Snapshot{Config: Defaults()}
	from.Providers["zoom"] = Provider{OpenWith: "guarded"}
	to.Join.Camera, to.Join.Assurance, to.Consent.ArmDelay = true, "blocked", from.Consent.ArmDelay/2
	if diff := cmp.Diff([]string{"join.camera", "consent.arm_delay", "provider.zoom.open_with"}, Loosens(from, to)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := Loosens(from, from); len(got) > 0 {
		t.Errorf("nothing changed, and yet: %v", got)
	}
}
