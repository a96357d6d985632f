//go:build linux

package gtk

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vestibule/internal/consent"
)

// The most bytes of a line and of a paragraph that are drawn. Breaking one
// word without end takes Pango time that grows with the square of its length
// and more (2 KiB: seconds), and would hold up the window's answers.
const (
	maxLine      = 512
	maxParagraph = 1024
)

// plain is what C strings and Pango accept: valid UTF-8 without NUL, bounded.
func plain(s string) string { return cut(s, maxLine) }

func cut(s string, most int) string {
	if len(s) > most {
		s = bounded(s, most) + "…"
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	return strings.ReplaceAll(s, "\x00", "\uFFFD")
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

// hostLine is the line under the title, and where in it (in bytes) the host's
// strong end is.
func hostLine(p consent.Page) (line string, from, to int) {
	host := isolated(plain(p.Host))
	line = host
	if strong := plain(p.HostStrong); strong != "" {
		if i := strings.LastIndex(host, strong); i >= 0 {
			from, to = i, i+len(strong)
		}
	}
	if p.Meeting != "" {
		if line != "" {
			line += " · "
		}
		line += isolated(plain(p.Meeting))
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
