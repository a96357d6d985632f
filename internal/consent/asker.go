package consent

import "strings"

// Asker is the program that opened a link, as Vestibule itself looked it up.
// Nothing in it comes from the message that brought the link. Its texts are
// file names and desktop entries' and may hold anything.
type Asker struct {
	// Name is empty when it cannot be known.
	Name string
	// Sandbox is "flatpak", "snap" or "portal", or "" for a program without one.
	Sandbox string
	// App is the sandbox's own name of the program: "org.mozilla.firefox".
	App string
	// Path is its executable file; inside a sandbox, as it is called there.
	Path string
	// Icon is what its desktop entry names: a name in the icon theme, or the
	// absolute path of a PNG file; "" for none.
	Icon string
	// ID tells openers apart. It is the same for all that a program sends, and
	// "" for those that cannot be known.
	ID string
	// You says it was the person, in Vestibule's own menu or on its command line.
	You string
	// Many stands for programs that are too many to be told apart.
	Many bool
	// Looking says that it is being looked up.
	Looking bool
}

// tell puts the asker on a page: who it is, with its icon, and what else is
// known of it.
func (a Asker) tell(p *Page) {
	p.Opener, p.OpenerMore = a.sentence(), a.details()
	switch {
	case a.You != "":
	case a.named() == "" || a.Looking:
		p.OpenerIcon = UnknownProgram
	default:
		p.OpenerIcon, p.OpenerTheme = SomeProgram, a.Icon
	}
}

func (a Asker) sentence() string {
	switch {
	case a.You != "":
		return a.You
	case a.Looking:
		return "Looking who opened it…"
	case a.Sandbox == "portal":
		return "Opened through the desktop portal"
	case a.named() == "" && a.Sandbox != "":
		return "Opened by a sandboxed program"
	case a.named() == "":
		return "Opened by an unknown program"
	}
	return "Opened by " + a.named()
}

// Who names the asker at the beginning of a sentence about it.
func (a Asker) Who() string {
	switch {
	case a.You != "":
		return "You"
	case a.Many:
		return "A swarm of programs"
	case a.Sandbox == "portal":
		return "The desktop portal"
	case a.named() == "" && a.Sandbox != "":
		return "A sandboxed program"
	case a.named() == "":
		return "An unknown program"
	}
	return capital(a.named())
}

// named is the name with its sandbox, or "".
func (a Asker) named() string {
	name := Clean(a.Name, 60)
	if box := boxes[a.Sandbox]; name != "" && box != "" {
		return name + " (" + box + ")"
	}
	return name
}

var boxes = map[string]string{"flatpak": "Flatpak", "snap": "Snap"}

// details are what else is known, for who asks; "" for nothing.
func (a Asker) details() string {
	path := Clean(a.Path, 300)
	switch {
	case a.You != "" || a.Looking:
		return ""
	case a.Sandbox == "portal":
		return "The portal hands on links of sandboxed programs. It does not tell which one asked."
	case a.named() == "":
		return "The program had ended, or the system does not let Vestibule see it."
	case a.Sandbox != "":
		s := boxes[a.Sandbox] + " " + Clean(a.App, 100) + "."
		if path != "" {
			s += " Program inside: " + path
		}
		return s
	case path == "":
		return ""
	}
	return "Program: " + path
}

// capital begins a sentence with a name of several words ("a script"); the
// name of a program stays as it is written.
func capital(s string) string {
	if strings.HasPrefix(s, "a ") {
		return "A" + s[1:]
	}
	return s
}
