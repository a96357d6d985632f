package consent

import (
	"strings"

	"vestibule/internal/words"
)

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
	if p.OpenerMore != "" {
		p.OpenerAsk = words.Say("Details")
	}
	switch {
	case a.You != "":
	case a.named() == "" || a.Looking:
		p.OpenerIcon = UnknownProgram
	default:
		p.OpenerIcon, p.OpenerTheme = SomeProgram, a.Icon
	}
}

func (a Asker) sentence() string {
	name := Clean(a.Name, 60)
	switch {
	case a.You != "":
		return a.You
	case a.Looking:
		return words.Say("Looking who opened it…")
	case a.Sandbox == "portal":
		return words.Say("Opened through the desktop portal")
	case name == "" && a.Sandbox != "":
		return words.Say("Opened by a sandboxed program")
	case name == "":
		return words.Say("Opened by an unknown program")
	case boxes[a.Sandbox] != "":
		return words.Say("Opened by {program} ({sandbox})", "program", name, "sandbox", boxes[a.Sandbox])
	}
	return words.Say("Opened by {program}", "program", name)
}

// Who names the asker: "Chromium", "Firefox (Flatpak)".
func (a Asker) Who() string {
	switch {
	case a.You != "":
		return words.Say("You")
	case a.Many:
		return words.Say("A swarm of programs")
	case a.Sandbox == "portal":
		return words.Say("The desktop portal")
	case a.named() == "" && a.Sandbox != "":
		return words.Say("A sandboxed program")
	case a.named() == "":
		return words.Say("An unknown program")
	}
	return capital(a.named())
}

// capital begins a sentence with a name of several words ("a script"); the
// name of a program stays as it is written.
func capital(s string) string {
	if strings.HasPrefix(s, "a ") {
		return "A" + s[1:]
	}
	return s
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
		return words.Say("The portal hands on links of sandboxed programs. It does not tell which one asked.")
	case a.named() == "":
		return words.Say("The program had ended, or the system does not let Vestibule see it.")
	case a.Sandbox != "" && path != "":
		return words.Say("{sandbox} {id}. Program inside: {path}", "sandbox", boxes[a.Sandbox], "id", Clean(a.App, 100), "path", path)
	case a.Sandbox != "":
		return words.Say("{sandbox} {id}.", "sandbox", boxes[a.Sandbox], "id", Clean(a.App, 100))
	case path == "":
		return ""
	}
	return words.Say("Program: {path}", "path", path)
}
