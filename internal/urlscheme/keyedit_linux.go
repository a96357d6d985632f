package urlscheme

import (
	"slices"
	"strings"
)

// Line-wise edits of mimeapps.list: every byte that is not Vestibule's own
// entry stays, comments, order and blank lines included.

const (
	defaultGroup = "Default Applications"
	mimePrefix   = "x-scheme-handler/"
)

// line is one line of a key file, with its end.
type line struct {
	text  string // without the end
	end   string // "\n", "\r\n" or "" for a last line without
	group string // the group it is in; its own name for a header
	key   string // of a key line
	value string // of a key line, from the first character that counts
	head  string // of a key line: what is before the value
}

func splitLines(data string) []line {
	var out []line
	group := ""
	for data != "" {
		text, rest, found := strings.Cut(data, "\n")
		l := line{text: text}
		if found {
			l.end = "\n"
			if strings.HasSuffix(text, "\r") {
				l.text, l.end = text[:len(text)-1], "\r\n"
			}
		}
		data = rest
		trimmed := strings.TrimLeft(l.text, " \t")
		if strings.HasPrefix(trimmed, "[") {
			if name, _, ok := strings.Cut(trimmed[1:], "]"); ok {
				group = name
			}
		} else if key, value, ok := strings.Cut(l.text, "="); ok && trimmed != "" && trimmed[0] != '#' {
			l.key = strings.Trim(key, " \t")
			l.value = strings.TrimLeft(value, " \t")
			l.head = l.text[:len(l.text)-len(l.value)]
		}
		l.group = group
		out = append(out, l)
	}
	return out
}

func joinLines(lines []line) string {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(l.text)
		b.WriteString(l.end)
	}
	return b.String()
}

// header says whether l is a group's header.
func (l line) header() bool {
	return l.key == "" && strings.HasPrefix(strings.TrimLeft(l.text, " \t"), "[")
}

// takeOver puts id first in the default list of each scheme. What was there
// stays behind it: a desktop where Vestibule is removed without unregistering
// goes on with the program that had the scheme.
func takeOver(data string, schemes []string, id string) string {
	lines := splitLines(data)
	end := "\n"
	if len(lines) > 0 && lines[0].end == "\r\n" {
		end = "\r\n"
	}
	for _, scheme := range schemes {
		key := mimePrefix + scheme
		// Of two lines with one key the last counts.
		at := -1
		for i, l := range lines {
			if l.group == defaultGroup && l.key == key {
				at = i
			}
		}
		if at >= 0 {
			l := &lines[at]
			if strings.Trim(l.value, " \t;") == "" {
				l.value = id
			} else {
				l.value = id + ";" + l.value
			}
			l.text = l.head + l.value
			continue
		}
		lines = insertDefault(lines, line{text: key + "=" + id, end: end, group: defaultGroup, key: key, value: id, head: key + "="}, end)
	}
	return joinLines(lines)
}

// insertDefault puts l at the end of the first group of defaults, which is
// made if there is none.
func insertDefault(lines []line, l line, end string) []line {
	at := -1
	for i, o := range lines {
		if o.group != defaultGroup {
			if at >= 0 {
				break
			}
			continue
		}
		if strings.TrimSpace(o.text) != "" {
			at = i
		}
	}
	if n := len(lines); n > 0 && lines[n-1].end == "" {
		lines[n-1].end = end
	}
	if at < 0 {
		if len(lines) > 0 {
			lines = append(lines, line{end: end})
		}
		lines = append(lines, line{text: "[" + defaultGroup + "]", end: end, group: defaultGroup})
		at = len(lines) - 1
	}
	return slices.Insert(lines, at+1, l)
}

// takeOut removes id from every list of the file. A list that holds nothing
// else goes with its line.
func takeOut(data, id string) string {
	lines := splitLines(data)
	lines = slices.DeleteFunc(lines, func(l line) bool {
		return l.key != "" && strings.Trim(without(l.value, id), " \t;") == "" && contains(l.value, id)
	})
	for i, l := range lines {
		if l.key != "" && contains(l.value, id) {
			lines[i].text = l.head + without(l.value, id)
		}
	}
	return joinLines(lines)
}

func contains(list, id string) bool {
	return slices.ContainsFunc(strings.Split(list, ";"), func(item string) bool { return strings.TrimSpace(item) == id })
}

func without(list, id string) string {
	return strings.Join(slices.DeleteFunc(strings.Split(list, ";"), func(item string) bool { return strings.TrimSpace(item) == id }), ";")
}

// dropEmptyDefaults removes a header of defaults that has nothing below it:
// the one that takeOver made.
func dropEmptyDefaults(data string) string {
	lines := splitLines(data)
	for i := len(lines) - 1; i >= 0; i-- {
		if !lines[i].header() || lines[i].group != defaultGroup {
			continue
		}
		j := i + 1
		for j < len(lines) && strings.TrimSpace(lines[j].text) == "" {
			j++
		}
		if j < len(lines) && !lines[j].header() {
			continue // comments count as content
		}
		start := i
		if j == len(lines) && i > 0 && lines[i-1].text == "" {
			start = i - 1 // the blank line before it was ours as well
		}
		lines = slices.Delete(lines, start, j)
		i = start
	}
	return joinLines(lines)
}
