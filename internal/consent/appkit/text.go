package appkit

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"vestibule/internal/consent"
)

// The most bytes of a line and of a paragraph that are drawn: breaking one
// word without end takes a typesetter long, and would hold up the answers.
const (
	maxLine      = 512
	maxParagraph = 1024
)

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
	line = isolated(plain(p.Host))
	if strong := plain(p.HostStrong); strong != "" {
		if i := strings.LastIndex(line, strong); i >= 0 {
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

// utf16Length is how many units NSString counts for a text.
func utf16Length(s string) uint {
	n := uint(0)
	for _, r := range s {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}

func keyOf(name string, i int) string { return name + "." + strconv.Itoa(i) }

// clone copies what a page points to, so that its sender may go on using it.
func clone(p consent.Page) consent.Page {
	if p.Camera != nil {
		row := *p.Camera
		p.Camera = &row
	}
	if p.Microphone != nil {
		row := *p.Microphone
		p.Microphone = &row
	}
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
