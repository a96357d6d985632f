// Package drawn is what the windows of all systems do with a page's texts
// before a toolkit gets them: bound them, keep them valid and in their order,
// and copy the page, so that its sender may go on using it.
//
// What may not live here: wording, toolkits.
package drawn

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vestibule/internal/consent"
)

// The most bytes of a line and of a paragraph that are drawn. Breaking one
// word without end takes a typesetter time that grows with the square of its
// length and more (Pango, 2 KiB: seconds), and would hold up the window's
// answers.
const (
	maxLine      = 512
	maxParagraph = 1024
)

// Line is what toolkits accept: valid UTF-8 without NUL, bounded.
func Line(s string) string { return cut(s, maxLine) }

// Paragraph is the same for a longer text.
func Paragraph(s string) string { return cut(s, maxParagraph) }

func cut(s string, most int) string {
	if len(s) > most {
		s = Bounded(s, most) + "…"
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	return strings.ReplaceAll(s, "\x00", "\uFFFD")
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

// HostLine is the line under the title, and where in it (in bytes) the host's
// strong end is.
func HostLine(p consent.Page) (line string, from, to int) {
	host := isolated(Line(p.Host))
	line = host
	if strong := Line(p.HostStrong); strong != "" {
		if i := strings.LastIndex(host, strong); i >= 0 {
			from, to = i, i+len(strong)
		}
	}
	if p.Meeting != "" {
		if line != "" {
			line += " · "
		}
		line += isolated(Line(p.Meeting))
	}
	return line, from, to
}

// isolated keeps a text that is written from right to left from reordering
// its neighbours: FIRST STRONG ISOLATE to POP DIRECTIONAL ISOLATE.
func isolated(s string) string {
	if strings.ContainsFunc(s, rightToLeft) {
		return "\u2068" + s + "\u2069"
	}
	return s
}

func rightToLeft(r rune) bool {
	return unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko,
		unicode.Samaritan, unicode.Mandaic, unicode.Adlam, unicode.Hanifi_Rohingya, unicode.Mende_Kikakui)
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
