package config

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// failSafeValues are what differs from the person's file of TestManaged where
// a store cannot be used.
var failSafeValues = map[string]string{
	"join.camera": "off", "join.open_with": "guarded", "join.assurance": "blocked", "consent.arm_delay": "2s", "microphone.system_mute": "true",
}

// TestManaged reads what a store of the system says: what holds beside the
// person's own camera = "on", and what is told.
func TestManaged(t *testing.T) {
	const store = `HKLM\Software\Policies\Vestibule`
	for _, c := range []struct {
		name string
		m    Managed
		want map[string]string // that differ from the person's
		told string
	}{
		{"nothing", Managed{}, nil, ""},
		{"empty levels", Managed{Locked: map[string]any{}}, nil, ""},
		{"every type", Managed{
			Locked: map[string]any{
				"join.camera": "off", "microphone.system_mute": int64(1), "notifications.enabled": false, "consent.arm_delay": "3s",
				"Providers": map[string]any{"zoom": "guarded"}, "Hosts": map[string]any{"Meet.example.org": "jitsi"},
			},
			Recommended: map[string]any{"join.open_with": "browser", "Hosts": map[string]any{"b.example": "zoom"}},
		}, map[string]string{
			"join.camera": "off", "microphone.system_mute": "true", "notifications.enabled": "false", "consent.arm_delay": "3s",
			"provider.zoom.open_with": "guarded", "join.open_with": "browser", "host": "b.example=zoom meet.example.org=jitsi",
		}, ""},
		{"less private", Managed{Locked: map[string]any{"join.microphone": "on"}}, nil,
			store + `: "locked.join.microphone" has no effect at "on": a policy only makes things more private than "muted"` + "\nhint: remove the line"},
		{"unknown key", Managed{Locked: map[string]any{"join.camra": "off"}}, failSafeValues,
			store + `: unknown key "locked.join.camra"` + "\nhint: did you mean \"camera\"?"},
		{"wrong type", Managed{Locked: map[string]any{"join.camera": false}}, failSafeValues,
			store + `: "locked.join.camera" must be a string, not true or false` + "\nhint: in quotes: one of \"off\", \"on\""},
		{"a number that is no switch", Managed{Locked: map[string]any{"microphone.system_mute": int64(2)}}, failSafeValues,
			store + `: "locked.microphone.system_mute" cannot be 2`},
		{"a number for a word", Managed{Locked: map[string]any{"join.camera": int64(0)}}, failSafeValues,
			store + `: "locked.join.camera" cannot be 0`},
		{"another type", Managed{Locked: map[string]any{"join.camera": []string{"off"}}}, failSafeValues,
			store + `: "locked.join.camera" has a type that no key has`},
		{"not UTF-8", Managed{Locked: map[string]any{"join.camera": "\xff"}}, failSafeValues,
			store + `: "locked.join.camera" is not text`},
		{"hosts that are no table", Managed{Locked: map[string]any{"Hosts": "a.example"}}, failSafeValues,
			store + `: "locked.Hosts" is no table`},
		{"unknown service", Managed{Locked: map[string]any{"Providers": map[string]any{"zomo": "guarded"}}}, failSafeValues,
			store + `: unknown service "zomo"` + "\nhint: did you mean \"zoom\"?"},
		{"TOML in a name", Managed{Locked: map[string]any{"join.camera = \"off\"\n[recommended.join]\nopen_with": "app"}}, failSafeValues,
			store + `: unknown key "locked.join.\"camera = \\\"off\\\"\\u000A[recommended\""`},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			write("config.toml", "[join]\ncamera = \"on\"\n")(t, dir)
			p := testPaths(dir)
			own := LoadLayers(p)
			c.m.Source = store
			p.managed = func() (Managed, error) { return c.m, nil }
			s := LoadLayers(p)
			got := map[string]string{}
			for _, set := range List(s) {
				if mine, err := own.Value(set.Key); err != nil || mine != set.Value {
					got[set.Key] = set.Value
					if strings.HasPrefix(set.Source, "built") || set.File != store || set.Line != 0 {
						t.Errorf("%s comes from %s %s:%d", set.Key, set.Source, set.File, set.Line)
					}
				}
			}
			want := c.want
			if want == nil {
				want = map[string]string{}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("what holds differs (-want +got):\n%s", diff)
			}
			var told []string
			for _, p := range s.Problems {
				told = append(told, FormatProblem(p))
			}
			if diff := cmp.Diff(c.told, strings.Join(told, "\n")); diff != "" {
				t.Errorf("what is told differs (-want +got):\n%s", diff)
			}
		})
	}
}

// TestManagedUnreadable: a store that cannot be read is never none.
func TestManagedUnreadable(t *testing.T) {
	p := testPaths(t.TempDir())
	p.managed = func() (Managed, error) {
		return Managed{Source: "the store"}, &readProblem{text: "it cannot be read", hint: "ask for it"}
	}
	s := LoadLayers(p)
	if s.Join.Assurance != "blocked" || len(s.Problems) != 1 || FormatProblem(s.Problems[0]) != "the store: it cannot be read\nhint: ask for it" {
		t.Errorf("%+v, %v", s.Join, s.Problems)
	}
}

// TestManagedBesideFiles: the more private of the two holds, and it is told.
func TestManagedBesideFiles(t *testing.T) {
	dir := t.TempDir()
	files("policy.toml", "[locked.consent]\narm_delay = \"4s\"\n")(t, dir)
	p := testPaths(dir)
	p.managed = func() (Managed, error) {
		return Managed{Source: "the store", Locked: map[string]any{"consent.arm_delay": "2s"}}, nil
	}
	s := LoadLayers(p)
	if v, _ := s.Value("consent.arm_delay"); v != "4s" || len(s.Notes) != 1 || len(s.Problems) != 0 {
		t.Errorf("%s, notes %v, problems %v", v, s.Notes, s.Problems)
	}
}

// TestManagedLaws: whatever a store holds, reading it ends, and nothing
// becomes less private than the person's own.
func TestManagedLaws(t *testing.T) {
	value := rapid.OneOf(
		rapid.Map(rapid.String(), func(s string) any { return s }), rapid.Map(rapid.Bool(), func(b bool) any { return b }),
		rapid.Map(rapid.Int64Range(-1, 2), func(n int64) any { return n }), rapid.Just[any](nil), rapid.SampledFrom([]any{"off", "on", "app", "guarded", "3s"}))
	name := rapid.OneOf(rapid.String(), aKey(), rapid.Just(ManagedHosts))
	rapid.Check(t, func(t *rapid.T) {
		pol := newPolicy()
		level := rapid.MapOf(name, value)
		pol.includeManaged(Managed{"s", level.Draw(t, "recommended"), level.Draw(t, "locked")}, nil)
		pol.finish()
		user, _ := readUser("u", []byte(aFile().Draw(t, "user")), nil)
		own, s := merge(nil, user, nil), merge(pol.recommended, user, pol.locked)
		for _, key := range everyKey() {
			k, id, _ := findKey(key)
			if mine, holds := k.get(&own.Config, id), k.get(&s.Config, id); k.morePrivate(mine, holds) && !mayBeRecommended(k, key, holds, user) {
				t.Fatalf("%s is %q, the person's own is %q", key, holds, mine)
			}
		}
	})
}
