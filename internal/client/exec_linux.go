package client

import (
	"errors"
	"fmt"
	"strings"
)

// The Exec key, as the Desktop Entry specification says ("The Exec key"), and
// stricter than GLib: what a shell would read in another way than we do is not
// run at all.

// command is a parsed Exec value.
type command struct {
	args []argument
}

// argument is one word of a command: literal text and field codes.
type argument struct {
	parts  []part
	quoted bool // some of it was quoted, so that an empty one still counts
}

// part is literal text, or a field code when code is not 0.
type part struct {
	text   string
	code   byte
	quoted bool
}

// reserved are the characters that must be quoted in an Exec value.
const reserved = "\n\"'\\><~|&;$*?#()`"

// parseExec takes an Exec value whose string escapes are undone already.
func parseExec(value string) (command, error) {
	var c command
	for i := 0; ; {
		for i < len(value) && (value[i] == ' ' || value[i] == '\t') {
			i++
		}
		if i == len(value) {
			break
		}
		arg, next, err := parseArgument(value, i)
		if err != nil {
			return command{}, err
		}
		c.args = append(c.args, arg)
		i = next
	}
	return c, c.check()
}

func parseArgument(value string, i int) (argument, int, error) {
	var a argument
	quoted := false
	for ; i < len(value); i++ {
		switch ch := value[i]; {
		case ch == '"':
			// The specification quotes whole arguments; Wine writes
			// WINEPREFIX="…", which can be read in one way only.
			quoted = !quoted
			a.quoted = true
		case !quoted && (ch == ' ' || ch == '\t'):
			return a, i, nil
		case ch == '%':
			i++
			if i == len(value) {
				return a, i, errors.New("Exec ends in a lone %")
			}
			if err := a.code(value[i], quoted); err != nil {
				return a, i, err
			}
		case quoted && ch == '\\':
			i++
			if i == len(value) || !strings.ContainsRune("\"`$\\", rune(value[i])) {
				return a, i, errors.New(`Exec has a bad \ in quotes`)
			}
			a.literal(value[i], true)
		case quoted && (ch == '`' || ch == '$'):
			return a, i, fmt.Errorf("Exec has %q in quotes without \\", ch)
		case !quoted && strings.IndexByte(reserved, ch) >= 0:
			return a, i, fmt.Errorf("Exec has %q outside quotes", ch)
		case ch < ' ' && ch != '\t' || ch == 0x7f:
			return a, i, errors.New("Exec has a control character")
		default:
			a.literal(ch, quoted)
		}
	}
	if quoted {
		return a, i, errors.New("Exec has an open quote")
	}
	return a, i, nil
}

func (a *argument) literal(ch byte, quoted bool) {
	if n := len(a.parts); n > 0 && a.parts[n-1].code == 0 {
		a.parts[n-1].text += string([]byte{ch})
		return
	}
	a.parts = append(a.parts, part{text: string([]byte{ch}), quoted: quoted})
}

func (a *argument) code(code byte, quoted bool) error {
	switch code {
	case '%':
		a.literal('%', quoted)
	case 'u', 'U', 'f', 'F', 'i', 'c', 'k':
		a.parts = append(a.parts, part{code: code, quoted: quoted})
	case 'd', 'D', 'n', 'N', 'v', 'm':
		// Deprecated codes mean nothing; a part without text says that the
		// argument was there.
		a.parts = append(a.parts, part{quoted: quoted})
	default:
		return fmt.Errorf("Exec has the unknown code %%%c", code)
	}
	return nil
}

// takesLink says whether the part stands for the link. %f and %F are meant
// for files; an entry that says it handles a scheme and takes %f gets the
// link, as xdg-open does it.
func (p part) takesLink() bool {
	return p.code == 'u' || p.code == 'U' || p.code == 'f' || p.code == 'F'
}

// check holds what a well-formed command must hold whatever it is started
// with.
func (c command) check() error {
	if len(c.args) == 0 {
		return errors.New("Exec is empty")
	}
	first := c.args[0]
	if len(first.parts) != 1 || first.parts[0].code != 0 || first.parts[0].text == "" || strings.Contains(first.parts[0].text, "=") {
		return errors.New("Exec names no program")
	}
	links := 0
	for _, a := range c.args {
		for _, p := range a.parts {
			alone := len(a.parts) == 1
			switch {
			case p.takesLink():
				links++
				if !alone && (p.quoted || p.code == 'U' || p.code == 'F') {
					// "sh -c \"client %u\"" would hand the link to a shell.
					return fmt.Errorf("Exec has %%%c inside an argument", p.code)
				}
			case p.code == 'i' && !alone:
				return errors.New("Exec has %i inside an argument")
			}
		}
	}
	if links > 1 {
		return errors.New("Exec takes the link more than once")
	}
	return nil
}

// wantsLink says whether the command has a place for a link.
func (c command) wantsLink() bool {
	for _, a := range c.args {
		for _, p := range a.parts {
			if p.takesLink() {
				return true
			}
		}
	}
	return false
}

// program is the first word.
func (c command) program() string { return c.args[0].parts[0].text }

// argv is the command with its codes filled in: the link is all or part of
// exactly one argument. With an empty link its code is left out.
func (c command) argv(link string, e *Entry) []string {
	var out []string
	for _, a := range c.args {
		if len(a.parts) == 1 && a.parts[0].code == 'i' {
			if e.Icon != "" {
				out = append(out, "--icon", e.Icon)
			}
			continue
		}
		var word strings.Builder
		for _, p := range a.parts {
			switch {
			case p.takesLink():
				word.WriteString(link)
			case p.code == 'c':
				word.WriteString(e.Name)
			case p.code == 'k':
				word.WriteString(e.File)
			default:
				word.WriteString(p.text)
			}
		}
		if word.Len() > 0 || a.quoted && !(len(a.parts) == 1 && a.parts[0].takesLink()) {
			out = append(out, word.String())
		}
	}
	return out
}
