// Package record is what the stand-in client and the tests that read it have
// in common.
package record

// Settings is the file beside the stand-in, named like it with ".json" added.
type Settings struct {
	// Record is the file that each start adds a line to.
	Record string `json:"record"`
	// Stay keeps the stand-in running after it wrote its record.
	Stay bool `json:"stay,omitempty"`
	// Listen has it look at the microphones before anything else.
	Listen bool `json:"listen,omitempty"`
}

// Start is what one start of the stand-in saw.
type Start struct {
	Argv    []string       `json:"argv"`
	Cwd     string         `json:"cwd"`
	EnvKeys []string       `json:"env_keys"`
	FDs     map[int]string `json:"fds"` // descriptor to what it is open on
	// Dev is what /dev holds, Reach which of the bus, the display and the sound
	// server answer: "ok" or an error's text. Guarded says that Vestibule's
	// marker is in /run.
	Dev     []string          `json:"dev"`
	Reach   map[string]string `json:"reach"`
	Guarded bool              `json:"guarded"`
	PID     int               `json:"pid"`
	SID     int               `json:"sid"`
	// Muted is each microphone's mute, by name, at the start; Deaf why it could
	// not be looked at.
	Muted map[string]bool `json:"muted,omitempty"`
	Deaf  string          `json:"deaf,omitempty"`
}
