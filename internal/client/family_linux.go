package client

import "path/filepath"

// Family says which make of browser c is, by what it runs, its program's real
// file, and its id.
func (f *Finder) Family(c Client) BrowserFamily {
	e := readIndex(f.opts.Dirs).entry(c.ID)
	if e == nil || e.execErr != nil || !e.hasExec {
		return OtherFamily
	}
	names := []string{mainProgram(e.command.argv("", e)), e.ID}
	if path, err := f.opts.Dirs.Program(names[0]); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			names = append(names, real)
		}
	}
	for _, name := range names {
		if family := familyOf(name); family != OtherFamily {
			return family
		}
	}
	return OtherFamily
}

// mainProgram gives the program of a command that matters to a person: what
// env runs, and the application id of a Flatpak.
func mainProgram(argv []string) string {
	if len(argv) > 1 && filepath.Base(argv[0]) == "env" {
		for _, word := range argv[1:] {
			if !isAssignment(word) {
				return word
			}
		}
	}
	if len(argv) > 2 && filepath.Base(argv[0]) == "flatpak" && argv[1] == "run" {
		for _, word := range argv[2:] {
			if word != "" && word[0] != '-' {
				return word
			}
		}
	}
	return argv[0]
}

func isAssignment(word string) bool {
	for i, r := range word {
		if r == '=' {
			return i > 0
		}
	}
	return false
}
