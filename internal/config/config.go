// Package config reads and edits Vestibule's one TOML file.
//
// What lives here: the schema, layers, origins, strict decoding with
// positions, comment-keeping edits. It is the only importer of
// BurntSushi/toml. What may not: user interface.
package config

import "time"

// Config is every setting, effective.
type Config struct {
	Join          Join
	Consent       Consent
	Microphone    Microphone
	Links         Links
	Notifications Notifications
	Hosts         []Host
	Providers     map[string]Provider
}

// Join holds where the switches start and how a meeting is opened.
type Join struct {
	Camera     bool   // [join] camera = "on" | "off"
	Microphone bool   // [join] microphone = "on" | "muted"
	OpenWith   string // auto | app | browser | guarded
	Assurance  string // asked | blocked
}

// Consent holds the times of the question.
type Consent struct {
	ArmDelay time.Duration // at least 500ms
	Timeout  time.Duration
}

// Microphone holds what is done to the system's microphone.
type Microphone struct{ SystemMute bool }

// Links holds what is done to links.
type Links struct{ StripTracking bool }

// Notifications holds whether notifications are sent.
type Notifications struct{ Enabled bool }

// Provider holds what is chosen for one service.
type Provider struct{ OpenWith string }

// Host is a [[host]] entry: a self-hosted service. It converts to
// meeting.Host; config knows no catalogue.
type Host struct {
	Name     string // host name, or "name:port"
	Provider string // catalogue id
}

// Origin says where a value comes from.
type Origin struct {
	// Source is the level: "built in", "recommended", "user", "locked", or
	// "fail-safe" where a policy cannot be trusted.
	Source       string
	File         string
	Line, Column int // 1-based; 0 for built in
}

// Problem is one thing wrong with a file, for a person.
type Problem struct {
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"` // 1-based; 0 if it is the whole file
	Column int    `json:"column,omitempty"`
	Key    string `json:"key,omitempty"`    // dotted, where known
	Text   string `json:"text"`             // "unknown key \"join.camra\""
	Hint   string `json:"hint,omitempty"`   // what mends it, or ""
	Source string `json:"source,omitempty"` // the line itself, for a caret
	// Policy says that the file is the administrator's.
	Policy bool `json:"policy,omitempty"`
	// Note says that it is worth knowing and hinders nothing.
	Note bool `json:"note,omitempty"`
}

// Snapshot is one immutable reading of all layers: nobody changes its maps.
type Snapshot struct {
	Config
	// Origins by dotted key ("join.camera").
	Origins map[string]Origin
	// Problems is empty when everything was read. In place of the person's own
	// broken file the built-in private defaults hold, or what Stale says; in
	// place of a broken policy, at least the fail-safe values.
	Problems []Problem
	// Notes are worth knowing and hinder nothing: two policy files that differ.
	Notes []Problem
	// Beat has what each value won against, the weakest first.
	Beat map[string][]Beaten
	// Locks has the policy's locks by key. Where the key has an order of
	// privacy, the value is the lock's or a more private one of the person's.
	Locks map[string]Origin
	// Stale says that the person's file is broken and its last good reading
	// holds.
	Stale bool
	// File is the user's file, whether it exists or not.
	File string
	// Policy are the administrator's files that were read, in their order;
	// those that could not be used are in Problems.
	Policy []string

	user *layer // what the person's file says, for Reload
	mark [32]byte
}

// Beaten is a value that did not come to hold.
type Beaten struct {
	Value  string
	Origin Origin
}
