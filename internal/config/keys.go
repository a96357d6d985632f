package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Type is what sort of value a key takes.
type Type string

const (
	Word     Type = "word"     // one of Values, a string
	Switch   Type = "switch"   // true or false, without quotes
	Duration Type = "duration" // a string such as "1s" or "2m"
	HostList Type = "hosts"    // [[host]] tables
)

// Key is one setting. The table of keys is the one place that knows names,
// types, bounds and defaults; decoding, editing, merging and the documents
// all come from it.
//
// Values are text here: "off", "true", "1m30s".
type Key struct {
	Name string // dotted; "ID" stands for the catalogue id of a service
	Type Type
	// Values are the allowed ones of a Word or a Switch.
	Values []string
	// Min and Max bound a Duration, both included.
	Min, Max string
	Default  string
	// Private is the order of privacy, the most private values first; values
	// in one group are equally private. Longer says of a Duration that a
	// longer one is more private. With neither, the key has no such order.
	Private [][]string
	Longer  bool
	// FailSafe is what holds at least while an administrator's policy cannot
	// be trusted; "" leaves the person's own value.
	FailSafe string
	// MayRecommend are values that a policy may recommend although they are
	// less private than the default, and may not lock.
	MayRecommend []string
	// Doc says what the key does, for a person.
	Doc string
	// Meaning says what each of the values does.
	Meaning map[string]string

	get func(c *Config, id string) string
	set func(c *Config, id, value string)
}

// Keys lists every key in the order of the file.
func Keys() []Key { return slices.Clone(table) }

// minRoom is how much longer than arm_delay the question stays at least, so
// that no pair of values makes a question that cannot be answered.
const minRoom = 15 * time.Second

var table = []Key{
	{
		Name: "join.camera", Type: Word, Values: []string{"off", "on"}, Default: "off",
		Private: [][]string{{"off"}, {"on"}}, FailSafe: "off",
		Doc:     "Where the camera switch starts when a meeting is asked about.",
		Meaning: map[string]string{"off": "the camera stays off unless you turn it on", "on": "the switch starts on; you still have to press Join"},
		get:     func(c *Config, _ string) string { return either(c.Join.Camera, "on", "off") },
		set:     func(c *Config, _, v string) { c.Join.Camera = v == "on" },
	},
	{
		Name: "join.microphone", Type: Word, Values: []string{"muted", "on"}, Default: "muted",
		Private: [][]string{{"muted"}, {"on"}}, FailSafe: "muted",
		Doc:     "Where the microphone switch starts when a meeting is asked about.",
		Meaning: map[string]string{"muted": "the microphone starts muted", "on": "the switch starts on; you still have to press Join"},
		get:     func(c *Config, _ string) string { return either(c.Join.Microphone, "on", "muted") },
		set:     func(c *Config, _, v string) { c.Join.Microphone = v == "on" },
	},
	{
		Name: "join.open_with", Type: Word, Values: openWith, Default: "auto",
		Private: openWithOrder, FailSafe: "guarded", MayRecommend: []string{"app", "browser"},
		Doc:     "What opens a meeting, where the window does not say otherwise.",
		Meaning: openWithMeaning,
		get:     func(c *Config, _ string) string { return c.Join.OpenWith },
		set:     func(c *Config, _, v string) { c.Join.OpenWith = v },
	},
	{
		Name: "join.assurance", Type: Word, Values: []string{"asked", "blocked"}, Default: "asked",
		Private: [][]string{{"blocked"}, {"asked"}}, FailSafe: "blocked",
		Doc:     "What \"camera off\" must at least mean before open_with = \"auto\" is content.",
		Meaning: map[string]string{"asked": "the link carries the service's own documented switch", "blocked": "the client cannot open the camera at all"},
		get:     func(c *Config, _ string) string { return c.Join.Assurance },
		set:     func(c *Config, _, v string) { c.Join.Assurance = v },
	},
	{
		Name: "consent.arm_delay", Type: Duration, Min: "500ms", Max: "10s", Default: "1s",
		Longer: true, FailSafe: "2s",
		Doc: "How long the window must have been in front before Join can be pressed, so that a key meant for something else does not answer.",
		get: func(c *Config, _ string) string { return formatDuration(c.Consent.ArmDelay) },
		set: func(c *Config, _, v string) { c.Consent.ArmDelay, _ = time.ParseDuration(v) },
	},
	{
		Name: "consent.timeout", Type: Duration, Min: "15.5s", Max: "10m", Default: "2m",
		Doc: "How long a question waits for an answer; after that the meeting is not joined. At least 15 seconds longer than arm_delay.",
		get: func(c *Config, _ string) string { return formatDuration(c.Consent.Timeout) },
		set: func(c *Config, _, v string) { c.Consent.Timeout, _ = time.ParseDuration(v) },
	},
	{
		Name: "microphone.system_mute", Type: Switch, Values: switchValues, Default: "false",
		Private: [][]string{{"true"}, {"false"}}, FailSafe: "true",
		Doc: "Whether the system's microphone is muted when a meeting is joined muted. A help, not a guard: any program can unmute it.",
		get: func(c *Config, _ string) string { return strconv.FormatBool(c.Microphone.SystemMute) },
		set: func(c *Config, _, v string) { c.Microphone.SystemMute = v == "true" },
	},
	{
		Name: "links.strip_tracking", Type: Switch, Values: switchValues, Default: "true",
		Private: [][]string{{"true"}, {"false"}}, FailSafe: "true",
		Doc: "Whether parameters that only tell who shared a link and how (utm_source, fbclid and their like) are taken off it. Whatever else a meeting does not need is always taken off.",
		get: func(c *Config, _ string) string { return strconv.FormatBool(c.Links.StripTracking) },
		set: func(c *Config, _, v string) { c.Links.StripTracking = v == "true" },
	},
	{
		Name: "notifications.enabled", Type: Switch, Values: switchValues, Default: "true",
		Doc: "Whether notifications say what happened (joined, paused, refused). They never ask anything.",
		get: func(c *Config, _ string) string { return strconv.FormatBool(c.Notifications.Enabled) },
		set: func(c *Config, _, v string) { c.Notifications.Enabled = v == "true" },
	},
	{
		Name: "host", Type: HostList,
		Doc: "Self-hosted services: one [[host]] each, with the host's name (\"meet.example.org\", or \"meet.example.org:8443\") and the provider it runs.",
		get: func(c *Config, _ string) string { return formatHosts(c.Hosts) },
	},
	{
		Name: "provider.ID.open_with", Type: Word, Values: openWith,
		Private: openWithOrder, FailSafe: "guarded", MayRecommend: []string{"app", "browser"},
		Doc:     "What opens the meetings of one service; without it, join.open_with holds.",
		Meaning: openWithMeaning,
		get: func(c *Config, id string) string {
			if p, ok := c.Providers[id]; ok && p.OpenWith != "" {
				return p.OpenWith
			}
			return c.Join.OpenWith
		},
		set: func(c *Config, id, v string) { c.Providers[id] = Provider{OpenWith: v} },
	},
}

var (
	switchValues    = []string{"true", "false"}
	openWith        = []string{"auto", "app", "browser", "guarded"}
	openWithOrder   = [][]string{{"guarded"}, {"auto"}, {"app", "browser"}}
	openWithMeaning = map[string]string{
		"auto":    "your usual client where it keeps the camera off well enough, else a guarded one",
		"app":     "the service's own app",
		"browser": "your browser",
		"guarded": "a client that cannot open a camera that is to stay off",
	}
)

// Defaults are the built-in values: the private ones.
func Defaults() Config {
	c := Config{Providers: map[string]Provider{}}
	for i := range table {
		if k := &table[i]; k.Default != "" {
			k.set(&c, "", k.Default)
		}
	}
	return c
}

// findKey finds the key that a dotted name means, and the service's id where
// the key has one. The error says what may have been meant.
func findKey(name string) (k *Key, id string, err error) {
	parts := strings.Split(name, ".")
	var all []string
	for i := range table {
		k := &table[i]
		all = append(all, k.Name)
		want := strings.Split(k.Name, ".")
		if len(want) != len(parts) {
			continue
		}
		id, fits := "", true
		for j := range want {
			if want[j] == "ID" && validID(parts[j]) {
				id = parts[j]
			} else if want[j] != parts[j] {
				fits = false
			}
		}
		if fits {
			return k, id, nil
		}
	}
	if len(name) > 100 {
		return nil, "", fmt.Errorf("unknown key")
	}
	if hint := didYouMean(name, all); hint != "" {
		return nil, "", fmt.Errorf("unknown key %q: %s", name, hint)
	}
	return nil, "", fmt.Errorf("unknown key %q", name)
}

// validID says whether a text can be the catalogue id of a service.
func validID(id string) bool {
	for _, c := range id {
		if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-') {
			return false
		}
	}
	return id != "" && len(id) <= 40 && id[0] != '-'
}

// canonical checks a value and gives it in the one way it is written. Of a
// value that is not allowed it gives what is wrong and what mends it.
func (k *Key) canonical(value string) (text, wrong, hint string) {
	switch k.Type {
	case Word, Switch:
		if slices.Contains(k.Values, value) {
			return value, "", ""
		}
		hint = didYouMean(value, k.Values)
		if hint == "" {
			hint = "one of " + k.allowed()
		}
		return "", fmt.Sprintf("cannot be %s", clipQuote(value)), hint
	case Duration:
		d, err := time.ParseDuration(value)
		lowest, _ := time.ParseDuration(k.Min)
		highest, _ := time.ParseDuration(k.Max)
		switch {
		case err != nil:
			return "", fmt.Sprintf("cannot be %s", clipQuote(value)), fmt.Sprintf("a number with a unit, such as %q or %q", "800ms", k.Default)
		case d < lowest:
			return "", fmt.Sprintf("cannot be %s", clipQuote(value)), fmt.Sprintf("at least %q", k.Min)
		case d > highest:
			return "", fmt.Sprintf("cannot be %s", clipQuote(value)), fmt.Sprintf("at most %q", k.Max)
		}
		return formatDuration(d), "", ""
	}
	return "", "cannot be set to a single value", "write a [[host]] with name and provider"
}

// allowed lists what a key takes, for a person.
func (k *Key) allowed() string {
	switch k.Type {
	case Word:
		quoted := make([]string, len(k.Values))
		for i, v := range k.Values {
			quoted[i] = strconv.Quote(v)
		}
		return strings.Join(quoted, ", ")
	case Switch:
		return "true, false"
	case Duration:
		return fmt.Sprintf("%q to %q", k.Min, k.Max)
	}
	return "[[host]] tables"
}

// literal writes a value as it stands in a file.
func (k *Key) literal(value string) string {
	if k.Type == Switch {
		return value
	}
	return quoteString(value)
}

// ordered says whether the key has an order of privacy.
func (k *Key) ordered() bool { return k.Longer || len(k.Private) > 0 }

// morePrivate says whether value a is more private than b. Without an order
// of privacy no value is.
func (k *Key) morePrivate(a, b string) bool {
	if k.Longer {
		x, _ := time.ParseDuration(a)
		y, _ := time.ParseDuration(b)
		return x > y
	}
	return k.rank(a) < k.rank(b)
}

func (k *Key) rank(value string) int {
	for i, group := range k.Private {
		if slices.Contains(group, value) {
			return i
		}
	}
	return len(k.Private)
}

func either(b bool, yes, no string) string {
	if b {
		return yes
	}
	return no
}

// formatDuration writes a duration without the zero parts that
// Duration.String has: "2m", not "2m0s".
func formatDuration(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

func formatHosts(hosts []Host) string {
	out := make([]string, len(hosts))
	for i, h := range hosts {
		out[i] = h.Name + "=" + h.Provider
	}
	return strings.Join(out, " ")
}

// clipQuote quotes a text from outside, at most 40 characters of it.
func clipQuote(s string) string {
	if r := []rune(s); len(r) > 40 {
		s = string(r[:40]) + "…"
	}
	return strconv.Quote(s)
}
