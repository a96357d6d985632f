package config

import (
	"strings"
	"testing"
	"time"
)

type sample struct {
	Name   string            `toml:"name"`
	Count  int               `toml:"count"`
	On     bool              `toml:"on"`
	Wait   time.Duration     `toml:"wait"`
	Words  []string          `toml:"words"`
	Map    map[string]string `toml:"map"`
	Shapes []shape           `toml:"shape"`
	Under  struct{ Inner string }
	hidden string
}

type shape struct {
	ID    string `toml:"id"`
	Parts []part2
}

type part2 struct {
	Name string `toml:"name"`
}

func TestDecodeStrict(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []string // empty: no error
	}{
		{"empty", "", nil},
		{"all", "name = 'x'\ncount=3\non = true\nwait = \"1s\"\nwords = ['a',\n# c\n 'b']\n[map]\na = 'b'\n[[shape]]\nid = '1'\n[[shape.parts]]\nname='n'\n[[shape]]\nid='2'\nparts = [{name = 'a'}, {name = 'b'}]\n[under]\ninner = 'i'\n", nil},
		{"byte order mark", "\xef\xbb\xbfname = 'x'\n", nil},
		{"unknown", "name = 'x'\n\nfoo = 1\n", []string{`reading f.toml: line 3, column 1: unknown key "foo"`}},
		{"unknown on the first line after a byte order mark", "\xef\xbb\xbffoo = 1\n", []string{`reading f.toml: line 1, column 1: unknown key "foo"`}},
		{"case differs", "Name = 'x'\n", []string{`reading f.toml: line 1, column 1: unknown key "Name"`}},
		{"unknown table", "[foo]\na = 1\n", []string{`reading f.toml: line 1, column 2: unknown key "foo"`}},
		{"unknown in array", "[[shape]]\nid='1'\n[[shape]]\nidd='2'\n", []string{`reading f.toml: line 4, column 1: unknown key "shape[1].idd"`}},
		{"unknown in inline table", "[[shape]]\nparts = [{name = 'a'}, {nam = 'b'}]\n", []string{`reading f.toml: line 2, column 25: unknown key "shape[0].parts[1].nam"`}},
		{"two", "foo = 1\nbar = 2\n", []string{`reading f.toml: line 1, column 1: unknown key "foo"`, `reading f.toml: line 2, column 1: unknown key "bar"`}},
		{"wrong type", "name = true\n", []string{`reading f.toml: line 1, column 8: "name" must be a string, not true or false`}},
		{"wrong type of item", "words = [1]\n", []string{`reading f.toml: line 1, column 10: "words[0]" must be a string, not a whole number`}},
		{"number for a duration", "wait = 1\n", []string{`reading f.toml: line 1, column 8: "wait" must be a string, not a whole number`}},
		{"bad duration", "wait = '1 fortnight'\n", []string{`reading f.toml: line 1, column 9: invalid duration: "1 fortnight"`}},
		{"too large", "count = 99999999999999999999\n", []string{`reading f.toml: line 1, column 9: 99999999999999999999 is out of range for int64`}},
		{"twice", "name='a'\nname='b'\n", []string{`reading f.toml: line 2, column 1: "name" is set twice, first in line 1`}},
		{"table twice", "[map]\n[map]\n", []string{`reading f.toml: line 2, column 2: "map" is set twice, first in line 1`}},
		{"syntax", "name = 'a'\ncount\n", []string{`reading f.toml: line 2, column 6: not TOML: expected '=' after key`}},
		{"unclosed", "name = 'a", []string{`reading f.toml: line 1, column 9: not TOML: unterminated literal string`}},
		{"not UTF-8", "name = '\xff'\n", []string{`reading f.toml: line 1, column 9: not UTF-8`}},
		{"characters, not bytes", "name = 'äöü' x\n", []string{`reading f.toml: line 1, column 14: not TOML: expected newline but got U+0078 'x'`}},
		{"deep key", strings.Repeat("a.", 100) + "a = 1\n", []string{`reading f.toml: line 1, column 1: the key has more than 16 parts`}},
		{"deep value", "words = " + strings.Repeat("[", 100) + strings.Repeat("]", 100) + "\n", []string{`reading f.toml: line 1, column 9: arrays and tables are nested more than 16 deep`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var s sample
			err := DecodeStrict("f.toml", []byte(c.in), &s)
			got := ""
			if err != nil {
				got = err.Error()
			}
			if want := strings.Join(c.want, "\n"); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}
