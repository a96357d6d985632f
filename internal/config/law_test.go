package config

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// aValue draws an allowed value of a key.
func aValue(k *Key) *rapid.Generator[string] {
	if k.Type == Duration {
		// In steps of 100 ms, from the lowest to beyond what arming can need.
		return rapid.Map(rapid.IntRange(0, 95), func(n int) string {
			if k.Name == "consent.timeout" {
				return fmt.Sprintf("%ds", 25+n)
			}
			return fmt.Sprintf("%dms", 500+100*n)
		})
	}
	return rapid.SampledFrom(k.Values)
}

// aKey draws a key that takes a single value, with its full name.
func aKey() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		k := rapid.SampledFrom(table).Filter(func(k Key) bool { return k.Type != HostList }).Draw(t, "key")
		id := rapid.SampledFrom([]string{"zoom", "jitsi", "webex"}).Draw(t, "id")
		return strings.Replace(k.Name, "ID", id, 1)
	})
}

// aFile draws a good file, written in any of the ways TOML has.
func aFile() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		eol := rapid.SampledFrom([]string{"\n", "\n", "\r\n"}).Draw(t, "eol")
		noise := rapid.SampledFrom([]string{"", "", "# camera = \"on\"", "  # [join]", "#microphone=1", "\t"})
		values := map[string]map[string]string{}
		for _, key := range rapid.SliceOfDistinct(aKey(), rapid.ID[string]).Draw(t, "keys") {
			k, _, err := findKey(key)
			if err != nil {
				t.Fatal(err)
			}
			at := strings.LastIndexByte(key, '.')
			section, name := key[:at], key[at+1:]
			if values[section] == nil {
				values[section] = map[string]string{}
			}
			values[section][name] = k.literal(aValue(k).Draw(t, key))
		}
		var top, below strings.Builder
		line := func(b *strings.Builder, s string) {
			indent := rapid.SampledFrom([]string{"", "", "  ", "\t"}).Draw(t, "indent")
			end := rapid.SampledFrom([]string{"", "", " # c", "  "}).Draw(t, "end")
			b.WriteString(indent + s + end + eol)
			if n := noise.Draw(t, "noise"); n != "" {
				b.WriteString(n + eol)
			}
		}
		for _, section := range sortedKeys(values) {
			style := rapid.SampledFrom([]string{"header", "header", "inline", "dotted"}).Draw(t, "style of "+section)
			var pairs []string
			for _, name := range sortedKeys(values[section]) {
				pairs = append(pairs, name+rapid.SampledFrom([]string{" = ", "=", "\t= "}).Draw(t, "equals")+values[section][name])
			}
			switch style {
			case "header":
				line(&below, "["+section+"]")
				for _, p := range pairs {
					line(&below, p)
				}
			case "inline":
				line(&top, section+" = {"+strings.Join(pairs, ", ")+"}")
			case "dotted":
				for _, p := range pairs {
					line(&top, section+"."+p)
				}
			}
		}
		if rapid.Bool().Draw(t, "host") {
			line(&below, "[[host]]")
			line(&below, `name = "meet.example.org"`)
			line(&below, `provider = "jitsi"`)
		}
		text := top.String() + below.String()
		if rapid.Bool().Draw(t, "unfinished") {
			text = strings.TrimSuffix(text, eol)
		}
		return text
	})
}

func sortedKeys[V any](m map[string]V) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	// The order must not depend on the map, so that rapid can replay.
	for i := range out {
		for j := i; j > 0 && out[j] < out[j-1]; j-- {
			out[j], out[j-1] = out[j-1], out[j]
		}
	}
	return out
}

// TestSetLaws: in any good file any key can be set to any of its values;
// reading gives it back, and nothing else has changed, not by a byte.
func TestSetLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		file := aFile().Draw(t, "file")
		key := aKey().Draw(t, "set")
		k, _, err := findKey(key)
		if err != nil {
			t.Fatal(err)
		}
		value, _, _ := k.canonical(aValue(k).Draw(t, "value"))
		if _, problems := readUser("f", []byte(file), nil); len(problems) > 0 {
			t.Fatalf("the file drawn is not good: %v\n%s", Problems(problems), file)
		}
		next, err := withKey("f", []byte(file), key, k, value, nil)
		if err != nil {
			t.Fatalf("%v\n%s", err, file)
		}
		checkEdit(t, []byte(file), next, key, value)
	})
}

type fataler interface{ Fatalf(string, ...any) }

// checkEdit sees that an edit gives the value, and differs from what was
// before in one place only: the key's old value, or a line put in.
func checkEdit(t fataler, old, next []byte, key, value string) {
	before, _ := readUser("f", old, nil)
	after, problems := readUser("f", next, nil)
	if len(problems) > 0 || after.values[key].value != value || !sameBut(key, before, after) {
		t.Fatalf("reading again gives %q, want %q; problems %v\n--- before\n%s\n--- after\n%s", after.values[key].value, value, Problems(problems), old, next)
	}
	had, existed := before.values[key]
	if !existed {
		if !insertedOnce(old, next) {
			t.Fatalf("more than one place changed\n--- before\n%q\n--- after\n%q", old, next)
		}
		return
	}
	n := parseTree(newText("f", old)).root
	for _, part := range strings.Split(key, ".") {
		n = n.fields[part]
	}
	tail := old[n.value.end:]
	if !bytes.HasPrefix(next, old[:had.at]) || !bytes.HasSuffix(next, tail) || len(old)-len(tail) < had.at {
		t.Fatalf("a byte outside the value changed\n--- before\n%q\n--- after\n%q", old, next)
	}
}

// insertedOnce says whether next is old with some bytes put in at one place.
func insertedOnce(old, next []byte) bool {
	head := 0
	for head < len(old) && head < len(next) && old[head] == next[head] {
		head++
	}
	return len(next) > len(old) && bytes.HasSuffix(next, old[head:])
}
