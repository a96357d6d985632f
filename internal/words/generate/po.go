package main

import (
	"fmt"
	"strconv"
	"strings"
)

// entry is one entry of a po file: the lines a translator may have written
// above it, and its strings.
type entry struct {
	notes     []string // comment lines that are kept as they are
	one, many string
	said      []string
}

// readPO reads a po file (GNU gettext manual, "The Format of PO Files"), as far
// as these files use it: no context, no obsolete entries, nothing fuzzy. The
// comments at its head are head, its first entry's text the header.
func readPO(data string) (head []string, header string, entries []entry, err error) {
	for i, block := range strings.Split(strings.TrimSpace(data), "\n\n") {
		var e entry
		var into *string
		for _, line := range strings.Split(block, "\n") {
			switch {
			case strings.HasPrefix(line, "#:"), strings.HasPrefix(line, "#, "):
				continue // made anew
			case strings.HasPrefix(line, "#"):
				e.notes = append(e.notes, line)
				continue
			case strings.HasPrefix(line, "msgid_plural "):
				into, line = &e.many, strings.TrimPrefix(line, "msgid_plural ")
			case strings.HasPrefix(line, "msgid "):
				into, line = &e.one, strings.TrimPrefix(line, "msgid ")
			case strings.HasPrefix(line, "msgstr"):
				_, quoted, ok := strings.Cut(line, " ")
				if !ok {
					return nil, "", nil, fmt.Errorf("block %d: %q is no msgstr", i+1, line)
				}
				e.said = append(e.said, "")
				into, line = &e.said[len(e.said)-1], quoted
			}
			s, err := strconv.Unquote(line)
			if err != nil || into == nil {
				return nil, "", nil, fmt.Errorf("block %d: %q is not understood", i+1, line)
			}
			*into += s
		}
		switch {
		case i == 0 && e.one == "" && len(e.said) == 1:
			head, header = e.notes, e.said[0]
		case e.one == "":
			return nil, "", nil, fmt.Errorf("block %d has no msgid", i+1)
		default:
			entries = append(entries, e)
		}
	}
	return head, header, entries, nil
}

// writePO writes a po file with exactly the texts of the code, in their order:
// what was translated stays so, what is new is empty, what nothing says any
// more goes.
func writePO(head []string, header string, have []entry, texts []text, plurals int) string {
	known := map[string]entry{}
	for _, e := range have {
		known[e.one] = e
	}
	var b strings.Builder
	for _, line := range head {
		b.WriteString(line + "\n")
	}
	b.WriteString("msgid \"\"\nmsgstr \"\"\n")
	for _, line := range strings.SplitAfter(header, "\n") {
		if line != "" {
			b.WriteString(strconv.Quote(line) + "\n")
		}
	}
	for _, t := range texts {
		b.WriteString("\n")
		e := known[t.one]
		for _, note := range e.notes {
			b.WriteString(note + "\n")
		}
		for _, file := range t.files {
			b.WriteString("#: " + file + "\n")
		}
		if len(placeholders(t.one+t.many)) > 0 {
			b.WriteString("#, python-brace-format\n")
		}
		b.WriteString("msgid " + quote(t.one) + "\n")
		said := func(i int) string {
			if i < len(e.said) && e.many == t.many {
				return quote(e.said[i])
			}
			return `""`
		}
		if t.many == "" {
			b.WriteString("msgstr " + said(0) + "\n")
			continue
		}
		b.WriteString("msgid_plural " + quote(t.many) + "\n")
		for i := range plurals {
			fmt.Fprintf(&b, "msgstr[%d] %s\n", i, said(i))
		}
	}
	return b.String()
}

// quote writes a string as po files do: only quotes and backslashes are
// escaped, so that a translator reads every letter.
func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}
