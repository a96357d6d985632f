package urlscheme

import (
	"errors"
	"fmt"
)

// OwnScheme is the scheme of Vestibule itself: "vestibule:https://…".
const OwnScheme = "vestibule"

// ErrNotThere is the error of what is not yet there on this system.
var ErrNotThere = errors.New("registering: not yet there on this system")

// Options says what to register.
type Options struct {
	// Binary is the absolute path of vestibule; "" is the running program.
	Binary string
	// Schemes are the meeting schemes to take over, beside OwnScheme.
	Schemes []string
	// Web takes over https and http as well: Vestibule is asked before the
	// browser is.
	Web bool
}

// Report tells what Vestibule has on the machine.
type Report struct {
	Registered bool `json:"registered"`
	// System says that it is for all users of the machine.
	System bool   `json:"system,omitempty"`
	Binary string `json:"binary,omitempty"` // what was registered
	// Files are those that Vestibule wrote, and those it changed.
	Files   []File   `json:"files"`
	Schemes []Scheme `json:"schemes"`
	// Notices are sentences for a person: what was not done, what another
	// program did.
	Notices []string `json:"notices,omitempty"`
}

// FileState is how a file stands.
type FileState string

const (
	AsWritten FileState = "as written"
	Changed   FileState = "changed" // by another program, since
	Missing   FileState = "missing"
	Removed   FileState = "removed"  // by Unregister
	Restored  FileState = "restored" // by Unregister, byte for byte
	Cleaned   FileState = "cleaned"  // by Unregister: our own entries taken out, the rest left
	Kept      FileState = "kept"     // a folder whose content others write
	InUse     FileState = "in use"   // a folder that a running program has open
)

// File is one file.
type File struct {
	Path  string    `json:"path"`
	What  string    `json:"what"` // "desktop entry"
	State FileState `json:"state"`
	// Edited says that it is another's file, in which Vestibule has lines.
	Edited bool `json:"edited,omitempty"`
}

// Scheme is who opens the links of one scheme. Ids are the system's own, such
// as "us.zoom.Zoom.desktop"; empty is nobody.
type Scheme struct {
	Scheme     string `json:"scheme"`
	Ours       bool   `json:"ours"`
	Now        string `json:"now,omitempty"`
	NowName    string `json:"now_name,omitempty"`
	Before     string `json:"before,omitempty"`
	BeforeName string `json:"before_name,omitempty"`
}

// HintError is an error with what helps against it.
type HintError struct {
	Cause error
	Mend  string
}

func (e *HintError) Error() string { return e.Cause.Error() }

func (e *HintError) Unwrap() error { return e.Cause }

// Hint is what helps, a sentence or a command.
func (e *HintError) Hint() string { return e.Mend }

// Lines is the report as text, one line each; none of a report that was not
// made, which comes with an error.
func (r Report) Lines() []string {
	var out []string
	if !r.Registered && r.Files == nil && r.Notices == nil {
		return nil
	}
	switch {
	case r.Registered && r.System:
		out = append(out, "Vestibule is registered for all users: "+r.Binary)
	case r.Registered:
		out = append(out, "Vestibule is registered: "+r.Binary)
	case r.System:
		out = append(out, "Vestibule is not registered for all users.")
	default:
		out = append(out, "Vestibule is not registered.")
	}
	if len(r.Files) > 0 {
		out = append(out, "files:")
	}
	for _, f := range r.Files {
		what := f.What
		if f.Edited {
			what += ", with lines of Vestibule's"
		}
		out = append(out, fmt.Sprintf("  %s (%s): %s", f.Path, what, f.State))
	}
	if len(r.Schemes) > 0 {
		out = append(out, "schemes:")
	}
	for _, s := range r.Schemes {
		line := fmt.Sprintf("  %s: %s", s.Scheme, program(s.Now, s.NowName))
		if s.Ours {
			line += ", before: " + program(s.Before, s.BeforeName)
		}
		out = append(out, line)
	}
	for _, n := range r.Notices {
		out = append(out, "note: "+n)
	}
	return out
}

func program(id, name string) string {
	switch {
	case id == "":
		return "nobody"
	case name == "" || name == id:
		return id
	}
	return name + " (" + id + ")"
}
