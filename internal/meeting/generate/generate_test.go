package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vestibule/internal/config"
)

const root = "../../.."

func TestGeneratedFilesAreCurrent(t *testing.T) {
	files, err := generate(root)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(root, name))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what the catalogue says\nhint: go run ./internal/meeting/generate", name)
		}
	}
}

func TestReadGrammar(t *testing.T) {
	for _, tt := range []struct{ text, wrong string }{
		{"<digit>{1,12}", ""},
		{"[a-z]{3}-[a-z]{4}-[a-z]{3}", ""},
		{`\{<hex>{4}\}`, ""},
		{"<digit>{1,3}<alnum>{1,3}", "would take"},
		{"<text>{1,3}<room>{1,3}", "would take"},
		{"", "empty"},
		{"<nothing>", "no set"},
		{"<digit", "not closed"},
		{"[a-z", "not closed"},
		{"[z-a]", "goes down"},
		{"a{2,1}", "min,max"},
		{"a{x}", "min,max"},
		{"é", "ASCII"},
		{`\`, "backslash"},
	} {
		_, err := readGrammar(tt.text)
		if tt.wrong == "" && err != nil || tt.wrong != "" && (err == nil || !strings.Contains(err.Error(), tt.wrong)) {
			t.Errorf("readGrammar(%q): %v, want %q", tt.text, err, tt.wrong)
		}
	}
}

func TestReadForm(t *testing.T) {
	for _, tt := range []struct{ text, wrong string }{
		{"https://{host}/wc/{meeting}/join?pwd={passcode}&(action=join)&!zak", ""},
		{"https://{host}/join#v=1&p={meeting}", ""},
		{"https://{host}/room/#/{meeting}?password={passcode}", ""},
		{"https://{host}/@{meeting}", ""},
		{"msteams:/l/{meeting}", ""},
		{"no scheme", "no scheme"},
		{"https://{host}/{nobody}", "no part"},
		{"https://{host}/{meeting}{passcode}", "not text{part}text"},
		{"https://{host}/?pwd", "no value"},
	} {
		_, err := readForm(tt.text, []string{"meeting", "passcode"})
		if tt.wrong == "" && err != nil || tt.wrong != "" && (err == nil || !strings.Contains(err.Error(), tt.wrong)) {
			t.Errorf("readForm(%q): %v, want %q", tt.text, err, tt.wrong)
		}
	}
}

// What the generator refuses to take into the catalogue.
func TestCompileRefuses(t *testing.T) {
	good := func() entry {
		return entry{Name: "Example", Page: "https://example.org", Hosts: []string{"meet.example.org"}, Schemes: []string{"example"},
			Shapes: []shape{{Name: "room", Accept: []string{"https://{host}/{meeting}?pwd={passcode}"}, Web: "https://{host}/{meeting}?pwd={passcode}",
				Parts: map[string]part{"meeting": {Is: "<word>{1,64}"}, "passcode": {Is: "<visible>{1,64}", Optional: true}}}}}
	}
	for _, tt := range []struct {
		wrong  string
		change func(*entry)
	}{
		{"", func(*entry) {}},
		{"name and page", func(e *entry) { e.Page = "" }},
		{"no [[shape]]", func(e *entry) { e.Shapes = nil }},
		{"each is there once", func(e *entry) { e.Shapes = append(e.Shapes, e.Shapes[0]) }},
		{"switches_in", func(e *entry) { e.SwitchesIn = "path" }},
		{"takes:", func(e *entry) { e.Takes = []string{"other"} }},
		{"no value", func(e *entry) { e.Always = "x" }},
		{"a switch has", func(e *entry) { e.Camera = &device{Off: "video=off"} }},
		{"its bits are not", func(e *entry) { e.Camera, e.Mic = shared("mute=2", "mute=0"), shared("mute=3", "mute=0") }},
		{"its bits are not", func(e *entry) { e.Camera, e.Mic = shared("mute=cam", "mute=0"), shared("mute=1", "mute=0") }},
		{"assurance \"sure\"", func(e *entry) { e.Camera = &device{Else: &claim{Assurance: "sure"}} }},
		{"only a link with a switch", func(e *entry) { e.Camera = &device{Else: &claim{Assurance: "asked"}} }},
		{"says why", func(e *entry) { e.Camera = &device{Else: &claim{Assurance: "preview", Why: "x", Checked: "today"}} }},
		{"a fact has", func(e *entry) { e.Facts = []fact{{Text: "x"}} }},
		{"accept is needed", func(e *entry) { e.Shapes[0].Accept = nil }},
		{"how is it joined", func(e *entry) { e.Shapes[0].Web = "" }},
		{"web is an https link", func(e *entry) { e.Shapes[0].Web = "example://{host}/{meeting}" }},
		{"not among the schemes", func(e *entry) { e.Shapes[0].Accept = []string{"other://{host}/{meeting}?pwd={passcode}"} }},
		{"has a host", func(e *entry) { e.Shapes[0].Accept = []string{"https:/{meeting}"} }},
		{"1 to 8 parts", func(e *entry) { e.Shapes[0].Parts = nil }},
		{"there is no part", func(e *entry) { e.Shapes[0].Accept = []string{"https://{host}/{room}"} }},
		{"no set", func(e *entry) { e.Shapes[0].Parts["meeting"] = part{Is: "<anything>{1,64}"} }},
		{"separator of paths", func(e *entry) { e.Shapes[0].Parts["meeting"] = part{Is: "<visible>{1,64}"} }},
		{"longest link", func(e *entry) { e.Shapes[0].Parts["passcode"] = part{Is: "<visible>{1,4096}"} }},
		{"letters, digits", func(e *entry) { e.Shapes[0].Accept = []string{"https://{host}/%2e%2e/{meeting}"} }},
		{"then is", func(e *entry) {
			e.Others = []other{{Accept: "example://{host}/x", What: "it does", Then: "swallow"}}
		}},
		{"needs a source", func(e *entry) {
			e.Others = []other{{Accept: "example://{host}/x", What: "it does", Then: "pass"}}
		}},
	} {
		s := &service{entry: good(), id: "example"}
		tt.change(&s.entry)
		err := s.compile()
		if tt.wrong == "" && err != nil || tt.wrong != "" && (err == nil || !strings.Contains(err.Error(), tt.wrong)) {
			t.Errorf("compile: %v, want %q", err, tt.wrong)
		}
	}
	if err := (&service{entry: good(), id: "Not An Id"}).compile(); err == nil {
		t.Error("an id that is none is taken")
	}
}

// Two services cannot have one scheme.
func TestSchemesBelongToOne(t *testing.T) {
	a := &service{entry: entry{Schemes: []string{"example"}}, id: "a"}
	b := &service{entry: entry{Schemes: []string{"example"}}, id: "b"}
	if _, _, _, err := indexes([]*service{a, b}); err == nil || !strings.Contains(err.Error(), "both have the scheme") {
		t.Errorf("indexes: %v", err)
	}
}

// The example that README.md of the catalogue shows is one that is taken.
func TestReadmeExample(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(root, "internal/meeting/catalogue/README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(data), "```toml\n")
	text, _, found := strings.Cut(rest, "```")
	if !found {
		t.Fatal("README.md shows no example")
	}
	s := &service{id: "example"}
	if err := config.DecodeStrict("README.md", []byte(text), &s.entry); err != nil {
		t.Fatal(err)
	}
	if err := s.compile(); err != nil {
		t.Fatal(err)
	}
}

// shared is a device whose switch is a value of a parameter.
func shared(off, on string) *device {
	return &device{Off: off, On: on, Ways: []string{"web"}, Switch: &claim{Assurance: "asked", Why: "w", Source: "s", Checked: "2026-11-25"}}
}
