package config

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"howett.net/plist"
	"pgregory.net/rapid"
)

// fakePreferences is the store of a Mac: values with whether they are forced.
type fakePreferences struct {
	values   map[string]fakePreference
	unsynced bool
	inFile   []string
	// meanwhile is called before each look with how many there were.
	meanwhile func(look int)
	looks     int
}

type fakePreference struct {
	value  any
	forced bool
	broken bool // it cannot be written as a property list
}

func (f *fakePreferences) look() {
	f.looks++
	if f.meanwhile != nil {
		f.meanwhile(f.looks)
	}
}

func (f *fakePreferences) fresh() error {
	if f.unsynced {
		return errors.New("the system's preferences cannot be asked")
	}
	return nil
}

func (f *fakePreferences) forced(key string) bool {
	f.look()
	return f.values[key].forced
}

func (f *fakePreferences) list(key string) ([]byte, error) {
	f.look()
	v := f.values[key]
	if v.broken {
		return nil, errors.New("no list")
	}
	if data, ok := v.value.(rawList); ok {
		return data, nil
	}
	if v.value == nil {
		return nil, nil
	}
	return plist.Marshal(v.value, plist.BinaryFormat)
}

// rawList is a value whose bytes are these.
type rawList []byte

func (f *fakePreferences) names() []string { return f.inFile }

func readList(data []byte, into *any) error {
	_, err := plist.Unmarshal(data, into)
	return err
}

func forced(v any) fakePreference { return fakePreference{value: v, forced: true} }

func own(v any) fakePreference { return fakePreference{value: v} }

type dict = map[string]any

// TestPreferences reads what a Mac's store says: what holds beside the
// person's own camera = "on", and what is told.
func TestPreferences(t *testing.T) {
	const from = "managed preferences of dev.vestibule.Launcher: "
	for _, c := range []struct {
		name   string
		values map[string]fakePreference
		want   dict
		told   string
	}{
		{"nothing", nil, nil, ""},
		{"a profile's dictionaries", map[string]fakePreference{
			"Locked": forced(dict{"join.camera": "off", "microphone.system_mute": true, "consent.arm_delay": "3s",
				"Hosts": dict{"meet.example.org": "jitsi"}, "Providers": dict{"zoom": "guarded"}}),
			"Recommended": forced(dict{"join.open_with": "browser", "notifications.enabled": false}),
		}, dict{"join.camera": "off*", "microphone.system_mute": "true*", "consent.arm_delay": "3s*", "host": "meet.example.org=jitsi",
			"provider.zoom.open_with": "guarded*", "join.open_with": "browser", "notifications.enabled": "false"}, ""},
		{"forced keys by themselves", map[string]fakePreference{"join.camera": forced("off"), "Providers": forced(dict{"zoom": "guarded"})},
			dict{"join.camera": "off*", "provider.zoom.open_with": "guarded*"}, ""},
		{"what is not forced is recommended", map[string]fakePreference{"notifications.enabled": own(false), "consent.arm_delay": own("3s")},
			dict{"notifications.enabled": "false", "consent.arm_delay": "3s"}, ""},
		{"a recommendation loses to the person", map[string]fakePreference{"join.camera": own("off")}, nil, ""},
		{"a lock that is not forced is none", map[string]fakePreference{"Locked": own(dict{"join.camera": "off", "consent.arm_delay": "3s"})},
			dict{"consent.arm_delay": "3s"}, ""},
		{"a profile's recommendation before one's own", map[string]fakePreference{
			"Recommended": forced(dict{"join.open_with": "browser"}), "join.open_with": own("app")}, dict{"join.open_with": "browser"}, ""},
		{"a forced loosening", map[string]fakePreference{"join.microphone": forced("on")}, nil,
			from + `"locked.join.microphone" has no effect at "on": a policy only makes things more private than "muted"` + "\nhint: remove the line"},
		{"a number is no boolean", map[string]fakePreference{"Locked": forced(dict{"microphone.system_mute": 1})}, nil,
			from + `"locked.microphone.system_mute" has a type that no key has`},
		{"a boolean is no word", map[string]fakePreference{"join.camera": forced(false)}, nil,
			from + `"locked.join.camera" must be a string, not true or false` + "\nhint: in quotes: one of \"off\", \"on\""},
		{"a real number", map[string]fakePreference{"consent.arm_delay": forced(2.5)}, nil, from + `"locked.consent.arm_delay" has a type that no key has`},
		{"an array", map[string]fakePreference{"join.camera": forced([]any{"off"})}, nil, from + `"locked.join.camera" has a type that no key has`},
		{"data", map[string]fakePreference{"join.camera": forced([]byte("off"))}, nil, from + `"locked.join.camera" has a type that no key has`},
		{"a dictionary for a word", map[string]fakePreference{"join.camera": forced(dict{"a": "b"})}, nil, from + `"locked.join.camera" has a type that no key has`},
		{"a word for a dictionary", map[string]fakePreference{"Locked": forced("off")}, nil, from + `"Locked" is no dictionary`},
		{"dictionaries too deep", map[string]fakePreference{"Locked": forced(dict{"Hosts": dict{"a": dict{"b": dict{"c": dict{"d": dict{}}}}}})}, nil,
			from + `"Locked" has dictionaries in one another that no key has`},
		{"an unknown key", map[string]fakePreference{"Locked": forced(dict{"join.camra": "off"})}, nil,
			from + `unknown key "locked.join.camra"` + "\nhint: did you mean \"camera\"?"},
		{"twice, and different", map[string]fakePreference{"Locked": forced(dict{"join.camera": "off"}), "join.camera": forced("on")}, nil,
			from + `"join.camera" is there twice, with different values`},
		{"twice, and the same", map[string]fakePreference{"Locked": forced(dict{"join.camera": "off"}), "join.camera": forced("off")}, dict{"join.camera": "off*"}, ""},
		{"forced, and gone", map[string]fakePreference{"join.camera": forced(nil)}, nil, from + `"join.camera" is set by a profile, and cannot be read`},
		{"no property list", map[string]fakePreference{"join.camera": {broken: true}}, nil, from + `"join.camera" cannot be read`},
		{"damaged bytes", map[string]fakePreference{"join.camera": forced(rawList("bplist00\xff\xff"))}, nil, from + `"join.camera" is no property list`},
		{"the system's own values in the domain", map[string]fakePreference{"NSWindow Frame x": own("0 0 10 10"), "AppleLanguages": own([]any{"de"})}, nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			checkPreferences(t, &fakePreferences{values: c.values}, c.want, c.told)
		})
	}
}

// checkPreferences loads the layers with a store beside a person's file, and
// compares what differs from the file alone; "*" marks what is locked. Where
// the store cannot be used want is nil, and the fail-safe values are wanted.
func checkPreferences(t *testing.T, store preferenceStore, want dict, told string) {
	t.Helper()
	dir := t.TempDir()
	write("config.toml", "[join]\ncamera = \"on\"\n")(t, dir)
	p := testPaths(dir)
	alone := LoadLayers(p)
	p.managed = func() (Managed, error) { return preferences(store, readList) }
	s := LoadLayers(p)
	got := dict{}
	for _, set := range List(s) {
		if mine, err := alone.Value(set.Key); err != nil || mine != set.Value {
			got[set.Key] = set.Value
			if _, locked := s.Locked(set.Key); locked {
				got[set.Key] = set.Value + "*"
			}
			if set.File != preferencesSource {
				t.Errorf("%s is from %q", set.Key, set.File)
			}
		}
	}
	if told != "" && want == nil && !strings.Contains(told, "has no effect") {
		want = dict{}
		for name, value := range failSafeValues {
			want[name] = value + "*"
		}
	}
	if want == nil {
		want = dict{}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what holds differs (-want +got):\n%s", diff)
	}
	var said []string
	for _, p := range s.Problems {
		if !p.Policy {
			t.Errorf("it is not told as the organisation's: %+v", p)
		}
		said = append(said, FormatProblem(p))
	}
	if diff := cmp.Diff(told, strings.Join(said, "\n")); diff != "" {
		t.Errorf("what is told differs (-want +got):\n%s", diff)
	}
}

// TestPreferencesOfAFile: a name in a profile that looks like ours and is none
// is told; other programs' names are not.
func TestPreferencesOfAFile(t *testing.T) {
	for name, told := range map[string]string{
		"Locked": "", "join.camera": "", "PayloadUUID": "", "NSQuitAlwaysKeepsWindows": "", "": "",
		"locked":      `unknown key "locked"`,
		"join.camra":  `unknown key "join.camra"`,
		"Join.Camera": `unknown key "Join.Camera"`,
		"microphone":  `unknown key "microphone"`,
	} {
		if told != "" {
			told = preferencesSource + ": " + told + "\nhint: keys stand in the dictionaries \"Locked\" and \"Recommended\""
		}
		checkPreferences(t, &fakePreferences{inFile: []string{name}}, nil, told)
	}
	checkPreferences(t, &fakePreferences{unsynced: true}, nil, preferencesSource+": the system's preferences cannot be asked")
}

// TestAProfileThatComesWhileItIsRead: whatever moment a profile comes or goes
// at, a person's own value is never taken for a forced one, nor the profile's
// for theirs; and one that never settles is as broken.
func TestAProfileThatComesWhileItIsRead(t *testing.T) {
	for at := 1; at < 60; at++ {
		for _, comes := range []bool{true, false} {
			profile, person := map[string]fakePreference{"join.camera": forced("off")}, map[string]fakePreference{"join.camera": own("on")}
			first, then := person, profile
			if !comes {
				first, then = profile, person
			}
			store := &fakePreferences{values: first}
			store.meanwhile = func(look int) {
				if look == at {
					store.values = then
				}
			}
			m, err := preferences(store, readList)
			if err != nil {
				t.Fatalf("at %d: %v", at, err)
			}
			if v, ok := m.Locked["join.camera"]; ok && v != "off" {
				t.Errorf("at %d: the person's own %q is locked", at, v)
			}
			if v, ok := m.Recommended["join.camera"]; ok && v != "on" {
				t.Errorf("at %d: the profile's %q counts as the person's", at, v)
			}
		}
	}
	store := &fakePreferences{}
	store.meanwhile = func(look int) {
		store.values = map[string]fakePreference{"join.camera": {value: "off", forced: look%2 == 0}}
		if look > 200 {
			t.Fatal("it reads for ever")
		}
	}
	checkPreferences(t, store, nil, preferencesSource+`: "join.camera" changed again and again while it was read`)
}

// aPreference draws a value as a property list can have one.
func aPreference() *rapid.Generator[any] {
	plain := rapid.OneOf(
		rapid.SampledFrom([]any{"off", "on", "app", "guarded", "auto", "3s", "jitsi", true, false, uint64(1), int64(-1), 0.5, []byte{1}, []any{}}),
		rapid.Map(rapid.StringMatching(`[ -~]{0,8}`), func(s string) any { return s }))
	names := rapid.OneOf(aKey(), rapid.SampledFrom([]string{"Hosts", "Providers", "zoom", "a.example"}), rapid.StringMatching(`[ -~]{1,8}`))
	return rapid.OneOf(plain, rapid.Map(rapid.MapOfN(names, rapid.OneOf(plain, rapid.Map(rapid.MapOfN(names, plain, 0, 2),
		func(m dict) any { return m })), 0, 3), func(m dict) any { return m }))
}

// TestPreferencesLaws: whatever a store holds, forced or not, nothing becomes
// less private than the person's own, and what is not forced locks nothing.
func TestPreferencesLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		store := &fakePreferences{values: map[string]fakePreference{}}
		for _, key := range preferenceKeys() {
			if rapid.Bool().Draw(t, "there") {
				store.values[key] = fakePreference{value: aPreference().Draw(t, key), forced: rapid.Bool().Draw(t, "forced")}
			}
		}
		m, err := preferences(store, readList)
		in := inputs{Managed: m}
		if err != nil {
			problem := policyProblem(m.Source, err)
			in.ManagedProblem = &problem
		}
		pol := understandPolicy(in)
		user, _ := readUser("u", []byte(aFile().Draw(t, "user")), nil)
		mine, s := merge(nil, user, nil), merge(pol.recommended, user, pol.locked)
		for _, key := range everyKey() {
			k, id, _ := findKey(key)
			if a, b := k.get(&mine.Config, id), k.get(&s.Config, id); k.morePrivate(a, b) && !mayBeRecommended(k, key, b, user) {
				t.Fatalf("%s is %q, the person's own is %q", key, b, a)
			}
		}
		anyForced := slices.ContainsFunc(preferenceKeys(), func(k string) bool { return store.values[k].forced })
		if len(pol.locked.values) > 0 && pol.broken == "" && !anyForced {
			t.Fatal("a lock without a profile")
		}
	})
}

// FuzzPreferenceValue: no bytes of a store end the program, and what they give
// is what Managed takes or tells.
func FuzzPreferenceValue(f *testing.F) {
	for _, v := range []any{"off", true, 1, 2.5, []any{"a"}, dict{"join.camera": "off", "Hosts": dict{"a.example": "jitsi"}}} {
		for _, format := range []int{plist.BinaryFormat, plist.XMLFormat, plist.OpenStepFormat} {
			data, err := plist.Marshal(v, format)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
		}
	}
	f.Add([]byte("bplist00\xd1\x01\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, key := range []string{"Locked", "join.camera", "Hosts"} {
			store := &fakePreferences{values: map[string]fakePreference{key: forced(rawList(data))}}
			m, err := preferences(store, readList)
			if err == nil {
				CheckManaged(m, nil)
			}
			if len(m.Recommended) > 0 {
				t.Errorf("%v is recommended", m.Recommended)
			}
		}
	})
}

// TestTheSampleProfile: what the profile in packaging says is what holds, and
// nothing of it is wrong.
func TestTheSampleProfile(t *testing.T) {
	data, err := os.ReadFile("../../packaging/fleet/macos/" + PreferencesDomain + ".mobileconfig")
	must(t, err)
	var profile struct {
		PayloadContent []dict
	}
	if _, err := plist.Unmarshal(data, &profile); err != nil || len(profile.PayloadContent) != 1 {
		t.Fatal(profile, err)
	}
	payload := profile.PayloadContent[0]
	if payload["PayloadType"] != PreferencesDomain {
		t.Errorf("it is for %v", payload["PayloadType"])
	}
	store := &fakePreferences{values: map[string]fakePreference{}}
	for name, value := range payload {
		store.values[name], store.inFile = forced(value), append(store.inFile, name)
	}
	m, err := preferences(store, readList)
	must(t, err)
	if problems := CheckManaged(m, nil); len(problems) > 0 || len(m.Locked) < 5 {
		t.Errorf("%v: %v", m, problems)
	}
}
