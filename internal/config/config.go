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
	Source       string // "built in", "user"; later "recommended", "locked"
	File         string
	Line, Column int // 1-based; 0 for built in
}

// Problem is one thing wrong with a file, for a person.
type Problem struct {
	File         string
	Line, Column int    // 1-based; 0 if it is the whole file
	Key          string // dotted, where known
	Text         string // "unknown key: did you mean \"camera\"?"
	Hint         string // what mends it, or ""
	Source       string // the line itself, for a caret
}

// Snapshot is one immutable reading of all layers.
type Snapshot struct {
	Config
	// Origins by dotted key ("join.camera").
	Origins map[string]Origin
	// Problems is empty when everything was read. When it is not, the built-in
	// private defaults hold in place of the broken file.
	Problems []Problem
	// File is the user's file, whether it exists or not.
	File string
}

// The functions the other rooms call (implemented beside this file):
//
//	Defaults() Config
//	UserFile() (string, error)                  $XDG_CONFIG_HOME/vestibule/config.toml and so on
//	Load(file string) Snapshot                  never fails: a broken file is Problems plus Defaults
//	Check(file string) []Problem
//	Keys() []Key                                the one table: name, type, default, bounds, doc
//	(s Snapshot) Value(key string) (string, error)
//	Set(file, key, value string) error          keeps every other byte; creates the file if missing
//	DecodeStrict(file string, data []byte, into any) error   strict TOML for other data files; the error has file, line and key
