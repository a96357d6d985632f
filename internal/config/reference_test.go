package config

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the generated documents")

// TestDocuments sees that what is generated from the table is current.
func TestDocuments(t *testing.T) {
	for name, want := range map[string][]byte{
		"config.md":          Reference(),
		"config.schema.json": Schema(),
		"policy.schema.json": PolicySchema(),
	} {
		file := filepath.Join("..", "..", "docs", name)
		if *update {
			must(t, os.WriteFile(file, want, 0o644))
		}
		got, err := os.ReadFile(file)
		must(t, err)
		if diff := cmp.Diff(string(got), string(want)); diff != "" {
			t.Errorf("docs/%s is not what the table says (-file +table); write it with\ngo test ./internal/config -run Documents -update\n%s", name, diff)
		}
	}
}

// TestSchemasAgree sees that the schemas allow what reading allows, for each
// value of each key at each level.
func TestSchemasAgree(t *testing.T) {
	var schemas = map[string]map[string]any{}
	for level, text := range map[string][]byte{"user": Schema(), "recommended": PolicySchema(), "locked": PolicySchema()} {
		var s map[string]any
		must(t, json.Unmarshal(text, &s))
		if level != "user" {
			s = s["properties"].(map[string]any)[level].(map[string]any)
		}
		schemas[level] = s
	}
	for i := range table {
		k := &table[i]
		for _, value := range k.Values {
			name := strings.Replace(k.Name, "ID", "zoom", 1)
			for level, s := range schemas {
				prefix := ""
				if level != "user" {
					prefix = level + "."
				}
				text := fmt.Sprintf("%s%s = %s\n", prefix, name, k.literal(value))
				good := false
				if level == "user" {
					_, problems := readUser("f", []byte(text), nil)
					good = len(problems) == 0
				} else {
					_, void, problems := readPolicy("f", []byte(text), nil)
					good = len(problems)+len(void) == 0
				}
				if got := allows(t, s, name, value); got != good {
					t.Errorf("%s: the schema allows it: %v; reading does: %v", strings.TrimSpace(text), got, good)
				}
			}
		}
	}
}

// allows looks up a key in a schema, and a value in its enumeration.
func allows(t *testing.T, s map[string]any, key, value string) bool {
	t.Helper()
	for _, part := range strings.Split(key, ".") {
		var next any
		if properties, ok := s["properties"].(map[string]any); ok {
			next = properties[part]
		} else if patterns, ok := s["patternProperties"].(map[string]any); ok {
			for _, p := range patterns {
				next = p
			}
		}
		found, ok := next.(map[string]any)
		if !ok {
			t.Fatalf("the schema has no %s", key)
		}
		s = found
	}
	return slices.ContainsFunc(s["enum"].([]any), func(v any) bool { return fmt.Sprint(v) == value })
}

// TestTable sees that each key says everything the documents need.
func TestTable(t *testing.T) {
	for _, k := range Keys() {
		if k.Doc == "" || !strings.HasSuffix(k.Doc, ".") {
			t.Errorf("%s has no sentence", k.Name)
		}
		if k.Type == HostList {
			continue
		}
		if k.Default != "" {
			if text, wrong, _ := k.canonical(k.Default); text != k.Default {
				t.Errorf("%s: the default %q %s", k.Name, k.Default, wrong)
			}
		}
		if k.FailSafe != "" {
			if text, wrong, _ := k.canonical(k.FailSafe); text != k.FailSafe {
				t.Errorf("%s: the fail-safe value %q %s", k.Name, k.FailSafe, wrong)
			}
			if k.morePrivate(k.Default, k.FailSafe) {
				t.Errorf("%s: failing is less private than the default", k.Name)
			}
		}
		if k.ordered() == (k.FailSafe == "") {
			t.Errorf("%s has an order of privacy and no fail-safe value, or the other way round", k.Name)
		}
		for _, g := range k.Private {
			for _, v := range g {
				if !slices.Contains(k.Values, v) {
					t.Errorf("%s: %q is in the order of privacy and not allowed", k.Name, v)
				}
			}
		}
		for v := range k.Meaning {
			if !slices.Contains(k.Values, v) {
				t.Errorf("%s: %q has a meaning and is not allowed", k.Name, v)
			}
		}
		// What is set can be read back.
		c := Defaults()
		value := k.FailSafe
		if value == "" {
			value = k.Default
		}
		k.set(&c, "zoom", value)
		if got := k.get(&c, "zoom"); got != value {
			t.Errorf("%s: set to %q, it is %q", k.Name, value, got)
		}
	}
}
