package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Setting is a key with its effective value, where that comes from and what
// the table says of it; for people by String and Explanation, for programs as
// JSON.
type Setting struct {
	Key     string   `json:"key"`
	Value   string   `json:"value"`
	Source  string   `json:"source"` // as Origin.Source
	File    string   `json:"file,omitempty"`
	Line    int      `json:"line,omitempty"`
	Column  int      `json:"column,omitempty"`
	Default string   `json:"default"`
	Type    Type     `json:"type"`
	Allowed []string `json:"allowed,omitempty"`
	Min     string   `json:"min,omitempty"`
	Max     string   `json:"max,omitempty"`
	Doc     string   `json:"doc"`
	Meaning string   `json:"meaning,omitempty"` // of the value
	// Beat has the values that this one won against, the weakest first.
	Beat []Lost `json:"beat,omitempty"`
	// Locked says that a policy's lock bears on the key; LockedBy is its file.
	Locked   bool   `json:"locked"`
	LockedBy string `json:"locked_by,omitempty"`
	// Hosts are the entries of the key "host", each with its own origin.
	Hosts []HostSetting `json:"hosts,omitempty"`
}

// Lost is a value that did not come to hold.
type Lost struct {
	Value  string `json:"value"`
	Source string `json:"source"`
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
}

// HostSetting is one self-hosted service with where it is listed.
type HostSetting struct {
	Name     string `json:"name"`
	Provider string `json:"provider"`
	Source   string `json:"source"` // as Origin.Source
	File     string `json:"file,omitempty"`
	Line     int    `json:"line,omitempty"`
	Column   int    `json:"column,omitempty"`
	Beat     []Lost `json:"beat,omitempty"`
}

// List gives every key that has a value, in the order of the table. Each
// service with an open_with of its own is a key; [[host]] is one, "host".
func List(s Snapshot) []Setting {
	var out []Setting
	for i := range table {
		k := &table[i]
		if !strings.Contains(k.Name, "ID") {
			out = append(out, s.setting(k, k.Name, ""))
			continue
		}
		for _, id := range slices.Sorted(maps.Keys(s.Providers)) {
			out = append(out, s.setting(k, strings.Replace(k.Name, "ID", id, 1), id))
		}
	}
	return out
}

// Explain gives one key; the error says what may have been meant.
func Explain(s Snapshot, key string) (Setting, error) {
	k, id, err := findKey(key)
	if err != nil {
		return Setting{}, fmt.Errorf("explaining a key: %w", err)
	}
	return s.setting(k, key, id), nil
}

func (s Snapshot) setting(k *Key, name, id string) Setting {
	o, ok := s.Origins[name]
	switch {
	case k.Type == HostList:
		// The origin of the list is that of its first entry that has one.
		for _, h := range s.Hosts {
			if from, ok := s.Origins["host."+h.Name]; ok {
				o = from
				break
			}
		}
	case !ok:
		o = s.Origins["join.open_with"] // a service without a choice of its own
	}
	value := k.get(&s.Config, id)
	lock, locked := s.Locked(name)
	var hosts []HostSetting
	if k.Type == HostList {
		hosts = s.hostSettings()
	}
	return Setting{
		Key: name, Value: value, Source: o.Source, File: o.File, Line: o.Line, Column: o.Column,
		Default: k.Default, Type: k.Type, Allowed: slices.Clone(k.Values), Min: k.Min, Max: k.Max,
		Doc: k.Doc, Meaning: k.Meaning[value],
		Beat: s.lost(name), Locked: locked, LockedBy: lock.File, Hosts: hosts,
	}
}

// lost are the values that did not come to hold for a key, the weakest first.
func (s Snapshot) lost(name string) []Lost {
	var out []Lost
	for _, b := range s.Beat[name] {
		out = append(out, Lost{b.Value, b.Origin.Source, b.Origin.File, b.Origin.Line, b.Origin.Column})
	}
	return out
}

func (s Snapshot) hostSettings() []HostSetting {
	var out []HostSetting
	for _, h := range s.Hosts {
		o := s.Origins["host."+h.Name]
		out = append(out, HostSetting{h.Name, h.Provider, o.Source, o.File, o.Line, o.Column, s.lost("host." + h.Name)})
	}
	return out
}

// From says where the value comes from: "built in", or level and place.
func (s Setting) From() string { return from(s.Source, s.File, s.Line) }

func from(source, file string, line int) string {
	switch {
	case file == "":
		return source
	case line == 0:
		return source + ", " + file
	}
	return fmt.Sprintf("%s, %s:%d", source, file, line)
}

// FormatList writes settings as a table for people, a line each.
func FormatList(settings []Setting) string {
	key, value := 0, 0
	for _, s := range settings {
		key, value = max(key, len(s.Key)), max(value, min(len(s.shown()), 24))
	}
	var b strings.Builder
	for _, s := range settings {
		fmt.Fprintf(&b, "%-*s  %-*s  %s\n", key, s.Key, value, s.shown(), plain(s.From()))
	}
	return b.String()
}

func (s Setting) shown() string {
	if s.Value == "" {
		return "none"
	}
	return s.Value
}

// String explains a setting to a person, in a few lines.
func (s Setting) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s = %s\n", s.Key, s.shown())
	if s.Meaning != "" {
		fmt.Fprintf(&b, "  meaning   %s\n", s.Meaning)
	}
	fmt.Fprintf(&b, "  from      %s\n", plain(s.From()))
	for _, l := range slices.Backward(s.Beat) {
		fmt.Fprintf(&b, "  beats     %s (%s)\n", l.Value, plain(from(l.Source, l.File, l.Line)))
	}
	for _, h := range s.Hosts {
		fmt.Fprintf(&b, "  host      %s = %s (%s)\n", h.Name, h.Provider, plain(from(h.Source, h.File, h.Line)))
		for _, l := range slices.Backward(h.Beat) {
			fmt.Fprintf(&b, "    beats   %s (%s)\n", l.Value, plain(from(l.Source, l.File, l.Line)))
		}
	}
	if s.Locked {
		fmt.Fprintf(&b, "  locked    by %s: it can only be made more private\n", plain(s.LockedBy))
	}
	if s.Default != "" {
		fmt.Fprintf(&b, "  default   %s\n", s.Default)
	}
	if len(s.Allowed) > 0 {
		fmt.Fprintf(&b, "  allowed   %s\n", strings.Join(s.Allowed, ", "))
	}
	if s.Min != "" {
		fmt.Fprintf(&b, "  allowed   %s to %s\n", s.Min, s.Max)
	}
	fmt.Fprintf(&b, "\n%s\n", s.Doc)
	return b.String()
}
