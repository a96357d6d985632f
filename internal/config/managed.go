package config

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Managed is a policy that a system keeps in a store of its own in place of a
// file: the registry of Windows, the managed preferences of macOS. One level
// has one value for each key, by its dotted name ("join.camera"): a string, a
// bool, or a number that is 0 or 1. Two further values are tables of strings:
// "Hosts", host name to provider, and "Providers", provider to open_with.
type Managed struct {
	// Source names the store for a person, such as `HKLM\Software\Policies\Vestibule`.
	Source              string
	Recommended, Locked map[string]any
}

// The names of the two tables, and of the levels, as the stores have them.
const (
	ManagedHosts       = "Hosts"
	ManagedProviders   = "Providers"
	ManagedLocked      = "Locked"
	ManagedRecommended = "Recommended"
)

// CheckManaged lists what is wrong with what a store has, as CheckPolicyFile
// does for a file.
func CheckManaged(m Managed, providers []string) []Problem {
	pol := newPolicy()
	pol.includeManaged(m, providers)
	pol.finish()
	return pol.problems
}

// includeManaged puts what a store says to the files before it. It is written
// down as a policy's file and read as one, so that the rules are the same ones;
// a store has no lines, so its problems and origins name none.
func (pol *policy) includeManaged(m Managed, providers []string) {
	text, problems := m.text()
	for i := range problems {
		problems[i].File = m.Source
	}
	if len(problems) > 0 {
		pol.breaks(problems...)
		return
	}
	if text == "" {
		return
	}
	levels, void, problems := readPolicy(m.Source, []byte(text), providers)
	for _, list := range [][]Problem{void, problems} {
		for i := range list {
			list[i].Line, list[i].Column, list[i].Source = 0, 0, ""
		}
	}
	if len(problems) > 0 {
		pol.breaks(problems...)
		return
	}
	for _, l := range levels {
		for name, set := range l.values {
			set.origin.Line, set.origin.Column = 0, 0
			l.values[name] = set
		}
		for i := range l.hosts {
			l.hosts[i].origin.Line, l.hosts[i].origin.Column = 0, 0
		}
	}
	pol.problems, pol.files = append(pol.problems, void...), append(pol.files, m.Source)
	pol.add(pol.recommended, levels["recommended"])
	pol.add(pol.locked, levels["locked"])
}

// text is what is managed as the text of a policy's file.
func (m Managed) text() (text string, problems []Problem) {
	var b strings.Builder
	var tables []string // come last: a key after one would be the table's
	for _, level := range []struct {
		name   string
		values map[string]any
	}{{"recommended", m.Recommended}, {"locked", m.Locked}} {
		for _, name := range slices.Sorted(maps.Keys(level.values)) {
			value := level.values[name]
			var hosts, lines []string
			var err error
			switch name {
			case ManagedHosts:
				hosts, err = managedTable(value, func(host, provider string) string {
					return fmt.Sprintf("[[%s.host]]\nname = %s\nprovider = %s\n", level.name, quoteString(host), quoteString(provider))
				})
			case ManagedProviders:
				lines, err = managedTable(value, func(id, with string) string {
					return fmt.Sprintf("%s = %s\n", dotted([]string{level.name, "provider", id, "open_with"}), quoteString(with))
				})
			default:
				var literal string
				if literal, err = managedValue(name, value); err == nil {
					fmt.Fprintf(&b, "%s = %s\n", dotted(append([]string{level.name}, strings.Split(name, ".")...)), literal)
				}
			}
			b.WriteString(strings.Join(lines, ""))
			tables = append(tables, hosts...)
			if err != nil {
				problems = append(problems, Problem{Key: level.name + "." + name, Text: fmt.Sprintf("%q %s", level.name+"."+name, err)})
			}
		}
	}
	return b.String() + strings.Join(tables, ""), problems
}

// managedValue writes a value of a store as TOML.
func managedValue(name string, value any) (string, error) {
	isSwitch := false
	if k, _, err := findKey(name); err == nil {
		isSwitch = k.Type == Switch
	}
	switch v := value.(type) {
	case string:
		if !utf8.ValidString(v) {
			return "", fmt.Errorf("is not text")
		}
		return quoteString(v), nil
	case bool:
		return strconv.FormatBool(v), nil
	case int64:
		if isSwitch && (v == 0 || v == 1) {
			return strconv.FormatBool(v == 1), nil
		}
		return "", fmt.Errorf("cannot be %d", v)
	}
	return "", fmt.Errorf("has a type that no key has")
}

// managedTable writes each pair of a table of strings, in the order of names.
func managedTable(value any, write func(name, value string) string) ([]string, error) {
	table, ok := value.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("is no table")
	}
	var out []string
	for _, name := range slices.Sorted(maps.Keys(table)) {
		text, ok := table[name].(string)
		if !ok || !utf8.ValidString(text) || !utf8.ValidString(name) {
			return nil, fmt.Errorf("has a value that is not text: %s", clipQuote(name))
		}
		out = append(out, write(name, text))
	}
	return out, nil
}
