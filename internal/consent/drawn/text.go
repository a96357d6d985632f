// Package drawn is what the windows of all systems do with a page before a
// toolkit gets it: bound its texts, keep them valid and in their order, copy
// the page, so that its sender may go on using it, and have it wait for the
// toolkit's main loop.
//
// What may not live here: wording, toolkits.
package drawn

import (
	"slices"
	"strings"
	"unicode/utf8"

	"vestibule/internal/consent"
	"vestibule/internal/shown"
)

// The most bytes of a line and of a paragraph that are drawn. Breaking one
// word without end takes a typesetter time that grows with the square of its
// length and more (Pango, 2 KiB: seconds), and would hold up the window's
// answers.
const (
	maxLine      = 512
	maxParagraph = 1024
)

// Line is what is drawn of a line: the one rule for all surfaces, which also
// makes of it what C strings, Pango and NSString accept.
func Line(s string) string {
	return cut(strings.ReplaceAll(Bounded(s, maxLine+1), "\n", " "), maxLine)
}

// Paragraph is the same for a text of several lines.
func Paragraph(s string) string { return cut(s, maxParagraph) }

func cut(s string, most int) string {
	if len(s) > most {
		s = Bounded(s, most) + "…"
	}
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		indent := l[:len(l)-len(strings.TrimLeft(l, " "))]
		lines[i] = indent + shown.Ours(l, most)
	}
	return strings.Join(lines, "\n")
}

// Bounded cuts s to at most n bytes, between runes.
func Bounded(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// HostLine is the line under the title, and where in it, in bytes, the parts
// of the host that count begin and end.
func HostLine(p consent.Page) (line string, strong [][2]int) {
	line, strong = HostText(p.Host)
	if p.Meeting != "" {
		if line != "" {
			line += " · "
		}
		line += Line(p.Meeting)
	}
	return line, strong
}

// HostText is Paragraph for a host, whose emphasis must stay where it is: one that
// is not as consent.Host makes it is drawn without.
func HostText(h consent.HostName) (text string, strong [][2]int) {
	whole := h.String()
	if text = Paragraph(whole); text != whole {
		return text, nil
	}
	return text, h.Emphasis()
}

// Clone copies what a page points to, so that its sender may go on using it.
func Clone(p consent.Page) consent.Page {
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
