package urlscheme

import (
	"errors"

	"vestibule/internal/words"
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

//words:mark
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

// Texts is the report for a person, a text a line; none of a report that was
// not made, which comes with an error.
func (r Report) Texts() []words.Text {
	var out []words.Text
	for _, l := range r.lines() {
		out = append(out, l.text)
	}
	return out
}

// Lines is the same in English, with what belongs to a heading set in.
func (r Report) Lines() []string {
	var out []string
	for _, l := range r.lines() {
		out = append(out, l.indent+l.text.String())
	}
	return out
}

type reportLine struct {
	indent string
	text   words.Text
}

func (r Report) lines() (out []reportLine) {
	if !r.Registered && r.Files == nil && r.Notices == nil {
		return nil
	}
	add := func(indent string, text words.Text) { out = append(out, reportLine{indent, text}) }
	switch {
	case r.Registered && r.System:
		add("", words.Make("Vestibule is registered for all users: {path}", "path", r.Binary))
	case r.Registered:
		add("", words.Make("Vestibule is registered: {path}", "path", r.Binary))
	case r.System:
		add("", words.Make("Vestibule is not registered for all users."))
	default:
		add("", words.Make("Vestibule is not registered."))
	}
	if len(r.Files) > 0 {
		add("", words.Make("files:"))
	}
	for _, f := range r.Files {
		text := words.Make("{path} ({what}): {state}", "path", f.Path, "what", f.What, "state", string(f.State))
		if f.Edited {
			text = words.Make("{path} ({what}, with lines of Vestibule's): {state}", "path", f.Path, "what", f.What, "state", string(f.State))
		}
		add("  ", text)
	}
	if len(r.Schemes) > 0 {
		add("", words.Make("schemes:"))
	}
	for _, s := range r.Schemes {
		text := words.Make("{scheme}: {holder}", "scheme", s.Scheme, "holder", program(s.Now, s.NowName))
		if s.Ours {
			text = words.Make("{scheme}: {holder}, before: {earlier}", "scheme", s.Scheme, "holder", program(s.Now, s.NowName), "earlier", program(s.Before, s.BeforeName))
		}
		add("  ", text)
	}
	for _, n := range r.Notices {
		add("", words.Make("note: {what}", "what", n))
	}
	return out
}

func program(id, name string) string {
	switch {
	case id == "":
		return words.Mark("nobody")
	case name == "" || name == id:
		return id
	}
	return name + " (" + id + ")"
}
