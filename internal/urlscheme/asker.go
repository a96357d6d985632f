package urlscheme

// AskerKind is what sort of program opened a link.
type AskerKind string

const (
	AskerUnknown  AskerKind = "unknown"  // it cannot be known; Name is empty
	AskerProgram  AskerKind = "program"  // Name is its name
	AskerTerminal AskerKind = "terminal" // a person typed it in a shell
	AskerScript   AskerKind = "script"   // a shell script
	AskerPortal   AskerKind = "portal"   // some sandboxed program, through the desktop portal
)

// Who is the program that opened a link, as Vestibule itself looked it up.
// Nothing in it comes from the message that brought the link.
type Who struct {
	Kind AskerKind `json:"kind"`
	// Name is for people and completes "Opened by …": "Chromium", "a terminal
	// (XTerm)". It is not cleaned: the names of files may hold anything.
	Name string `json:"name,omitempty"`
	// Path is the executable file; inside a sandbox, as it is called there.
	Path string `json:"path,omitempty"`
	PID  int    `json:"pid,omitempty"`
	// DesktopID is the desktop entry it belongs to, or "".
	DesktopID string `json:"desktop_id,omitempty"`
	// Icon is what that entry names: a name in the icon theme or the path of a
	// PNG file. Nothing else passes.
	Icon string `json:"icon,omitempty"`
	// Sandbox is "flatpak", "snap" or "portal", or "" for a program without one.
	Sandbox string `json:"sandbox,omitempty"`
	// App is what the sandbox itself calls the program.
	App string `json:"app,omitempty"`
}

// Identity tells openers apart, for counting what comes from one: the sandbox's
// own name of the program, else the executable file. It is "" for all that
// cannot be known, which count as one.
func (w Who) Identity() string {
	switch {
	case w.Sandbox != "":
		return w.Sandbox + ":" + w.App
	case w.Kind == AskerUnknown || w.Path == "":
		return ""
	}
	return "file:" + w.Path
}
