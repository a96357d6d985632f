package fleet

import (
	"encoding/json"
	"encoding/xml"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"howett.net/plist"

	"vestibule/internal/config"
)

// TestCurrent: what lies here is what the table says now.
func TestCurrent(t *testing.T) {
	for name, want := range Files() {
		got, err := os.ReadFile(filepath.FromSlash(name))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(got), string(want)); diff != "" {
			t.Errorf("%s is not current; write it with: make generate\n%s", name, diff)
		}
	}
}

// tool runs a checker and gives what it printed.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Errorf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func TestWellFormed(t *testing.T) {
	tool(t, "xmllint", "--noout", "windows/Vestibule.admx", "windows/en-US/Vestibule.adml")
	// plistutil ends with 0 whatever it thinks; it tells on stderr.
	if said := tool(t, "plistutil", "-i", "macos/"+Domain+".mobileconfig", "-o", filepath.Join(t.TempDir(), "x")); said != "" {
		t.Errorf("plistutil: %s", said)
	}
}

// TestTemplateHangsTogether: what the ADMX refers to, the ADML has, and nothing
// else; every identifier is there once. Windows shows an error in place of all
// templates where this fails.
func TestTemplateHangsTogether(t *testing.T) {
	var a admx
	var l adml
	for data, into := range map[string]any{string(ADMX()): &a, string(ADML()): &l} {
		if err := xml.Unmarshal([]byte(data), into); err != nil {
			t.Fatal(err)
		}
	}
	unused := map[string]bool{}
	for _, s := range l.Strings {
		if unused[s.ID] || s.Text == "" {
			t.Errorf("string %s is there twice, or empty", s.ID)
		}
		unused[s.ID] = true
	}
	has := maps.Clone(unused)
	for _, m := range regexp.MustCompile(`\$\(string\.([^)]*)\)`).FindAllStringSubmatch(string(ADMX()), -1) {
		if !has[m[1]] {
			t.Errorf("there is no string %s", m[1])
		}
		delete(unused, m[1])
	}
	for id := range unused {
		t.Errorf("string %s is used by nothing", id)
	}
	shown := map[string]admlPresentation{}
	for _, p := range l.Presentations {
		shown[p.ID] = p
	}
	categories := map[string]bool{}
	for _, c := range a.Categories {
		if c.Parent != nil && !categories[c.Parent.Ref] {
			t.Errorf("category %s is below one that is not there", c.Name)
		}
		categories[c.Name] = true
	}
	seen, places := map[string]bool{}, map[string]bool{}
	for _, p := range a.Policies {
		if seen[p.Name] || !regexp.MustCompile(`^[A-Za-z_]+$`).MatchString(p.Name) {
			t.Errorf("policy %s is there twice, or is no name", p.Name)
		}
		seen[p.Name] = true
		if !categories[p.Parent.Ref] || p.Supported.Ref != a.Supported.Name || p.Class != "Machine" {
			t.Errorf("policy %s: category %s, supported on %s, class %s", p.Name, p.Parent.Ref, p.Supported.Ref, p.Class)
		}
		id, ref, place := "", "", ""
		switch view := shown[strings.TrimSuffix(strings.TrimPrefix(p.Presentation, "$(presentation."), ")")]; {
		case p.Elements.Enum != nil && view.Drop != nil:
			id, ref, place = p.Elements.Enum.ID, view.Drop.Ref, p.Key+`\`+p.Elements.Enum.Name
			if len(p.Elements.Enum.Items) == 0 {
				t.Errorf("policy %s has nothing to choose", p.Name)
			}
		case p.Elements.Text != nil && view.Box != nil:
			id, ref, place = p.Elements.Text.ID, view.Box.Ref, p.Key+`\`+p.Elements.Text.Name
		case p.Elements.List != nil && view.List != nil:
			id, ref, place = p.Elements.List.ID, view.List.Ref, p.Elements.List.Key
		}
		if id == "" || id != ref {
			t.Errorf("policy %s is shown by another control than it has", p.Name)
		}
		if places[place] || !strings.HasPrefix(place, `Software\Policies\`) {
			t.Errorf("policy %s writes to %s, which another does, or which people may write", p.Name, place)
		}
		places[place] = true
	}
	if want := 2 * len(config.Keys()); len(a.Policies) != want || len(l.Presentations) != want {
		t.Errorf("%d policies and %d presentations, want %d each", len(a.Policies), len(l.Presentations), want)
	}
}

// TestTemplateWritesWhatIsRead: each choice of each policy, as Windows would
// write it, is a policy that Vestibule takes without a word; and each value
// that a policy may have can be chosen.
func TestTemplateWritesWhatIsRead(t *testing.T) {
	var a admx
	if err := xml.Unmarshal(ADMX(), &a); err != nil {
		t.Fatal(err)
	}
	chosen := map[string][]string{} // "locked join.camera" → values
	check := func(p admxPolicy, name string, value any) {
		t.Helper()
		m := config.Managed{Source: "registry"}
		values := map[string]any{name: value}
		if strings.HasSuffix(p.Key, `\Locked`) {
			m.Locked = values
		} else {
			m.Recommended = values
		}
		if problems := config.CheckManaged(m, nil); len(problems) > 0 {
			t.Errorf("%s: %s = %v: %v", p.Name, name, value, config.Problems(problems))
		}
	}
	for _, p := range a.Policies {
		level := strings.ToLower(p.Parent.Ref)
		switch e := p.Elements; {
		case e.Enum != nil:
			for _, i := range e.Enum.Items {
				if n := i.Value.Number; n != nil {
					check(p, e.Enum.Name, int64(n.Value))
					chosen[level+" "+e.Enum.Name] = append(chosen[level+" "+e.Enum.Name], []string{"false", "true"}[n.Value])
				} else {
					check(p, e.Enum.Name, i.Value.Text)
					chosen[level+" "+e.Enum.Name] = append(chosen[level+" "+e.Enum.Name], i.Value.Text)
				}
			}
		case e.Text != nil:
			for _, k := range config.Keys() {
				if k.Name == e.Text.Name {
					check(p, k.Name, k.Default)
					check(p, k.Name, k.Max)
				}
			}
		case strings.HasSuffix(e.List.Key, `\Hosts`):
			check(p, "Hosts", map[string]any{"meet.example.org": "jitsi"})
		default:
			for _, k := range config.Keys() {
				for _, v := range k.PolicyValues(level) {
					if perService(k) {
						check(p, "Providers", map[string]any{"zoom": v})
					}
				}
			}
		}
	}
	for _, k := range config.Keys() {
		for _, l := range levels {
			if table(k) == "" && k.Type != config.Duration {
				if diff := cmp.Diff(k.PolicyValues(l.name), chosen[l.name+" "+k.Name]); diff != "" {
					t.Errorf("%s of %s (-may be +can be chosen):\n%s", l.name, k.Name, diff)
				}
			}
		}
	}
}

// profile is a configuration profile, as far as macOS looks.
type profile struct {
	Type    string           `plist:"PayloadType"`
	Scope   string           `plist:"PayloadScope"`
	UUID    string           `plist:"PayloadUUID"`
	Content []map[string]any `plist:"PayloadContent"`
}

// TestProfileIsRead: the profile is whole, its payload is a policy that
// Vestibule takes without a word, and it changes nothing of the defaults. With
// the comments taken off every key is in it, and it is a good policy still.
func TestProfileIsRead(t *testing.T) {
	plain := string(Mobileconfig())
	full := regexp.MustCompile(`<!-- (<key>.*) -->`).ReplaceAllString(plain, "$1")
	keys := map[string]bool{}
	for name, text := range map[string]string{"as it is": plain, "without comments": full} {
		var p profile
		if _, err := plist.Unmarshal([]byte(text), &p); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		uuid := regexp.MustCompile(`^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$`)
		if p.Type != "Configuration" || p.Scope != "System" || !uuid.MatchString(p.UUID) || len(p.Content) != 1 {
			t.Fatalf("%s: %+v", name, p)
		}
		payload := p.Content[0]
		if payload["PayloadType"] != Domain || payload["PayloadUUID"] == p.UUID || !uuid.MatchString(payload["PayloadUUID"].(string)) {
			t.Errorf("%s: payload %v %v", name, payload["PayloadType"], payload["PayloadUUID"])
		}
		m := config.Managed{Source: Domain}
		m.Locked, _ = payload[config.ManagedLocked].(map[string]any)
		m.Recommended, _ = payload[config.ManagedRecommended].(map[string]any)
		if problems := config.CheckManaged(m, nil); len(problems) > 0 {
			t.Errorf("%s: %v", name, config.Problems(problems))
		}
		for _, level := range []map[string]any{m.Locked, m.Recommended} {
			for key := range level {
				keys[key] = true
			}
		}
		if name == "as it is" && len(m.Recommended) > 0 {
			t.Errorf("recommends %v without being asked", m.Recommended)
		}
	}
	for _, k := range config.Keys() {
		name := k.Name
		if table(k) != "" {
			name = table(k)
		}
		if !keys[name] {
			t.Errorf("the profile has no %s", name)
		}
	}
}

// TestManifestAgrees: the form that Jamf shows offers what a policy may have.
func TestManifestAgrees(t *testing.T) {
	type property struct {
		Enum       []any               `json:"enum"`
		Additional *property           `json:"additionalProperties"`
		Properties map[string]property `json:"properties"`
		Title      string              `json:"title"`
	}
	var m property
	if err := json.Unmarshal(Manifest(), &m); err != nil {
		t.Fatal(err)
	}
	for _, l := range levels {
		keys := m.Properties[l.stored].Properties
		for _, k := range config.Keys() {
			p := keys[k.Name]
			if table(k) != "" {
				p = keys[table(k)]
			}
			if p.Title == "" {
				t.Errorf("%s has no %s", l.stored, k.Name)
			}
			if p.Additional != nil && k.Type != config.HostList {
				p = *p.Additional
			}
			for _, v := range k.Values {
				offered := slices.ContainsFunc(p.Enum, func(e any) bool { return e == v || e == true && v == "true" || e == false && v == "false" })
				if offered != slices.Contains(k.PolicyValues(l.name), v) {
					t.Errorf("%s of %s offers %s: %v", l.stored, k.Name, v, offered)
				}
			}
		}
		if len(keys) != len(config.Keys()) {
			t.Errorf("%s has %d keys, want %d", l.stored, len(keys), len(config.Keys()))
		}
	}
}
