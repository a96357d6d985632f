// Package shown holds the one rule of what text becomes before a person sees
// it, in the window, the tray, a notification or a terminal.
//
// What lives here: that rule. What may not: wording, and what is special to one
// surface (markup, access keys).
package shown

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
)

const (
	rlm = '\u200f' // RIGHT-TO-LEFT MARK
	lri = '\u2066' // LEFT-TO-RIGHT ISOLATE
	fsi = '\u2068' // FIRST STRONG ISOLATE
	pdi = '\u2069' // POP DIRECTIONAL ISOLATE

	// mostMarks is how many marks may stand on one letter. Living languages get
	// by with four; a hundred paint over the lines above.
	mostMarks = 4
)

// Outside makes outside text fit to stand in a sentence of ours. Control,
// format (bidirectional, zero-width) and private characters go, and so do
// letters that draw nothing and marks beyond the fourth on a letter; line
// breaks and odd spaces become spaces; what is no UTF-8 becomes the
// replacement character; what is longer than max characters is cut with an
// ellipsis. Text with letters that are written from right to left is isolated,
// so that it does not reorder what stands beside it (Unicode Standard Annex 9).
// A terminal escape does not pass.
func Outside(text string, max int) string {
	clean := Bare(text, max)
	if RightToLeft(clean) {
		return string(fsi) + clean + string(pdi)
	}
	return clean
}

// Bare is Outside without the isolates, for who sets them by the place that the
// text stands in.
func Bare(text string, max int) string { return line(text, max, false) }

// Ours is the same rule for a whole text of ours, the last thing before it is
// shown: the isolates of what is from outside stay, in pairs, and the mark with
// which a sentence begins that is read from right to left.
func Ours(text string, max int) string { return line(text, max, true) }

// RightToLeft tells whether some letters of a text are written from right to
// left.
func RightToLeft(text string) bool {
	for _, r := range text {
		if r < 0x590 {
			continue
		}
		p, _ := bidi.LookupRune(r)
		if c := p.Class(); c == bidi.R || c == bidi.AL {
			return true
		}
	}
	return false
}

func line(text string, max int, isolates bool) string {
	// A megabyte of nothing need not be walked to keep a line of it.
	if most := 16*max + 256; len(text) > most {
		text = text[:most]
	}
	var b strings.Builder
	b.Grow(min(len(text), 4*max))
	n, open, marks := 0, 0, mostMarks // nothing for a mark to stand on yet
	var before, r rune
	for i, w := 0, 0; i < len(text); i += w {
		before = r
		r, w = utf8.DecodeRuneInString(text[i:])
		switch {
		case isolates && (r == fsi || r == lri):
			open++
			b.WriteRune(r)
			continue
		case isolates && r == rlm && (before == 0 || before == ' ' || before == fsi || before == lri):
			b.WriteRune(r)
			continue
		case isolates && r == pdi:
			if open > 0 {
				open--
				b.WriteRune(r)
			}
			continue
		case unicode.IsSpace(r) || unicode.In(r, unicode.Zs, unicode.Zl, unicode.Zp):
			r, marks = ' ', mostMarks
		case unseen(r):
			continue
		case unicode.In(r, unicode.Mn, unicode.Me):
			if marks++; marks > mostMarks {
				continue
			}
		default:
			marks = 0
		}
		if n == max {
			b.WriteRune('…')
			break
		}
		b.WriteRune(r)
		n++
	}
	for range open {
		b.WriteRune(pdi)
	}
	return strings.TrimSpace(b.String())
}

// unseen tells whether a character draws nothing, or nothing that has a
// meaning here.
func unseen(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs,
		unicode.Other_Default_Ignorable_Code_Point, unicode.Noncharacter_Code_Point) ||
		r == '\u2800' // BRAILLE PATTERN BLANK
}
