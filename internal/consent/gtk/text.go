//go:build linux

package gtk

import (
	"slices"
	"strings"
	"unicode/utf8"

	"vestibule/internal/consent"
	"vestibule/internal/shown"
)

// The most bytes of a line and of a paragraph that are drawn. Breaking one
// word without end takes Pango time that grows with the square of its length
// and more (2 KiB: seconds), and would hold up the window's answers.
const (
	maxLine      = 512
	maxParagraph = 1024
)

// plain is what is drawn of a line: the one rule for all surfaces, which also
// makes of it what C strings and Pango accept.
func plain(s string) string {
	return cut(strings.ReplaceAll(bounded(s, maxLine+1), "\n", " "), maxLine)
}

// cut is plain for a text of several lines.
func cut(s string, most int) string {
	if len(s) > most {
		s = bounded(s, most) + "…"
	}
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		indent := l[:len(l)-len(strings.TrimLeft(l, " "))]
		lines[i] = indent + shown.Ours(l, most)
	}
	return strings.Join(lines, "\n")
}

// bounded cuts s to at most n bytes, between runes.
func bounded(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// hostLine is the line under the title, and where in it, in bytes, the parts
// of the host that count begin and end.
func hostLine(p consent.Page) (line string, strong [][2]int) {
	line, strong = hostText(p.Host)
	if p.Meeting != "" {
		if line != "" {
			line += " · "
		}
		line += plain(p.Meeting)
	}
	return line, strong
}

// hostText is plain for a host, whose emphasis must stay where it is: one that
// is not as consent.Host makes it is drawn without.
func hostText(h consent.HostName) (text string, strong [][2]int) {
	whole := h.String()
	if text = cut(whole, maxParagraph); text != whole {
		return text, nil
	}
	return text, h.Emphasis()
}

// clone copies what a page points to, so that its sender may go on using it.
func clone(p consent.Page) consent.Page {
	p.Camera, p.Microphone = cloneRow(p.Camera), cloneRow(p.Microphone)
	if p.Open != nil {
		open := *p.Open
		open.Choices = slices.Clone(open.Choices)
		p.Open = &open
	}
	p.Text = slices.Clone(p.Text)
	p.Actions = slices.Clone(p.Actions)
	p.Buttons = slices.Clone(p.Buttons)
	return p
}

func cloneRow(r *consent.Row) *consent.Row {
	if r == nil {
		return nil
	}
	row := *r
	if r.Check != nil {
		check := *r.Check
		row.Check = &check
	}
	return &row
}
