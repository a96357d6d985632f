package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
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
