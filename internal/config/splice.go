package config

import (
	"bytes"
	"strings"
)

// splice gives the bytes of a file with one key set. Every byte that is not
// the value, or the line that has to be added for it, stays as it is. The
// caller decodes the result again: what cannot be expressed here shows there,
// and the file is left alone.
func splice(tr *tree, parts []string, literal string) []byte {
	data := tr.text.data
	owner := tr.root // the table whose lines or braces take a new key
	var rel []string // dotted parts from owner to at
	at := tr.root    // the deepest table there is
	var depth = 0    // how many parts lead to at
	for depth < len(parts)-1 {
		next := at.fields[parts[depth]]
		if next == nil || next.kind != kindTable {
			break
		}
		if next.dotted {
			rel = append(rel, parts[depth])
		} else {
			owner, rel = next, nil
		}
		at = next
		depth++
	}
	rest := parts[depth:]
	if len(rest) == 1 {
		if leaf := at.fields[rest[0]]; leaf != nil {
			return replace(data, leaf.value, sameQuotes(data, leaf.value, literal))
		}
	}
	key := dotted(append(rel, rest...))
	eol := lineEnd(data)
	switch {
	case owner.inline:
		return insertInline(data, owner, at, key+" = "+literal)
	case len(rel) > 0:
		return insertLine(data, at.last, indentAt(data, at.stmt.start)+key+" = "+literal, eol)
	case len(rest) == 1 && owner.header && owner != tr.root:
		place, indent := afterComment(data, owner, rest[0])
		return insertLine(data, place, indent+key+" = "+literal, eol)
	}
	// A section of its own, at the end.
	out := bytes.Clone(data)
	if len(out) > 0 && !bytes.Equal(out, bom) {
		if out[len(out)-1] != '\n' {
			out = append(out, eol...)
		}
		out = append(out, eol...)
	}
	out = append(out, "["+dotted(parts[:len(parts)-1])+"]"+eol...)
	return append(out, quoteKey(parts[len(parts)-1])+" = "+literal+eol...)
}

func replace(data []byte, at span, with string) []byte {
	out := make([]byte, 0, len(data)+len(with))
	out = append(out, data[:at.start]...)
	out = append(out, with...)
	return append(out, data[at.end:]...)
}

// sameQuotes writes a string with the single quotes that the person used for
// the old one.
func sameQuotes(data []byte, at span, literal string) string {
	old := string(data[at.start:at.end])
	inner := strings.TrimPrefix(strings.TrimSuffix(literal, `"`), `"`)
	if strings.HasPrefix(old, "'") && !strings.HasPrefix(old, "'''") && strings.HasPrefix(literal, `"`) && !strings.ContainsAny(inner, `'"\`) {
		return "'" + inner + "'"
	}
	return literal
}

// insertInline adds a key to { so = "written" }. In at, a table within owner
// that dotted keys made, it goes after the last of its keys.
func insertInline(data []byte, owner, at *node, pair string) []byte {
	if len(at.names) == 0 {
		start := owner.value.start + 1
		return replace(data, span{start, start}, " "+pair+" ")
	}
	return replace(data, span{at.last, at.last}, ", "+pair)
}

// insertLine adds a line after the one that holds the offset.
func insertLine(data []byte, offset int, line, eol string) []byte {
	if n := bytes.IndexByte(data[offset:], '\n'); n >= 0 {
		at := offset + n + 1
		return replace(data, span{at, at}, line+eol)
	}
	return append(bytes.Clone(data), eol+line+eol...)
}

// afterComment finds where a new key of a section goes: after its own line
// that is commented out, where the section has one, else after the section's
// last key. It gives the indentation to use as well.
func afterComment(data []byte, section *node, name string) (place int, indent string) {
	place, indent = section.last, indentAt(data, section.last)
	if len(section.names) == 0 {
		indent = ""
	}
	// From the section's header to the next one, or the end.
	for at := nextLine(data, section.key.end); at < len(data); at = nextLine(data, at) {
		line := string(data[at:nextLine(data, at)])
		bare := strings.TrimLeft(line, " \t")
		if strings.HasPrefix(bare, "[") && at >= section.last {
			break
		}
		after, isComment := strings.CutPrefix(bare, "#")
		if !isComment || insideValue(section, at) {
			continue
		}
		if rest, ok := strings.CutPrefix(strings.TrimLeft(after, " \t"), name); ok && strings.HasPrefix(strings.TrimLeft(rest, " \t"), "=") {
			return at, line[:len(line)-len(bare)]
		}
	}
	return place, indent
}

// insideValue says whether an offset lies in a value of the section, such as
// a string over several lines.
func insideValue(section *node, offset int) bool {
	for _, n := range section.fields {
		if offset >= n.value.start && offset < n.value.end {
			return true
		}
	}
	return false
}

func nextLine(data []byte, offset int) int {
	if n := bytes.IndexByte(data[offset:], '\n'); n >= 0 {
		return offset + n + 1
	}
	return len(data)
}

// indentAt gives the blanks that the line of an offset starts with.
func indentAt(data []byte, offset int) string {
	start := bytes.LastIndexByte(data[:offset], '\n') + 1
	end := start
	for end < len(data) && (data[end] == ' ' || data[end] == '\t') {
		end++
	}
	return string(data[start:end])
}

// lineEnd is the file's own end of a line.
func lineEnd(data []byte) string {
	if n := bytes.IndexByte(data, '\n'); n > 0 && data[n-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}
