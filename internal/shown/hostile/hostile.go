// Package hostile is for tests: texts that try to be more than text, and a look
// at what became of them. Every surface is tried with all of them.
package hostile

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
)

// Text is one attempt.
type Text struct{ Name, Text string }

// Texts are the attempts.
var Texts = []Text{
	{"control characters", "Fire\x00\x01\x08\x7ffox"},
	{"line breaks", "Firefox\n\nOpened by nobody\r\n\u2028\u2029\u0085x"},
	{"terminal colours", "\x1b[31mFirefox\x1b[0m"},
	{"terminal title (OSC)", "\x1b]0;owned\x07Firefox\x1b]8;;http://evil.example\x1b\\"},
	{"terminal, eight bits", "\u009b2J\u009d0;x\u009cFirefox"},
	{"bytes of a terminal escape", "\x9b31mFirefox\xff\xfe"},
	{"bidirectional override", "Zoom \u202egpj.exe\u202c"},
	{"embeddings and marks", "\u202a\u202b\u200e\u200f\u061cZoom"},
	{"isolates left open", "\u2066\u2067\u2068Zoom"},
	{"isolates that close ours", "Zoom\u2069\u2069\u2069 x"},
	{"zero width", "z\u200bo\u200co\u200dm\ufeff\u2060"},
	{"letters that draw nothing", "Zoom\u3164\u115f\u1160\uffa0\u2800\u034f"},
	{"tags", "Zoom\U000e0041\U000e007f"},
	{"private use", "Zoom\ue000\U000f0000"},
	{"marks on one letter", "Z" + strings.Repeat("\u0301", 2000) + "oom"},
	{"marks on nothing", strings.Repeat("\u0489\u20dd", 300)},
	{"right to left", "זום (חינם)"},
	{"right to left and numbers", "زوم 123 zoom.us"},
	{"markup", `<b>x</b> <a href="x">y</a> &amp; <img src=file:///etc/passwd>`},
	{"options and access keys", "--help _x &y %s %n"},
	{"a hundred kilobytes", strings.Repeat("Firefox ", 12_800)},
	{"a hundred kilobytes in one word", strings.Repeat("W", 100<<10)},
	{"a hundred kilobytes of nothing", strings.Repeat("\u200b", 33<<10) + "Firefox"},
	{"wide", strings.Repeat("﷽", 500)},
}

// Fault says what is wrong with one line that a surface shows, or "": a
// character that does something, an isolate that is not closed, letters that
// reorder their neighbours, more than four marks on a letter, more than most
// characters.
func Fault(shown string, most int) string {
	if !utf8.ValidString(shown) {
		return "it is no UTF-8"
	}
	if n := utf8.RuneCountInString(shown); n > most {
		return fmt.Sprintf("it has %d characters", n)
	}
	open, marks := 0, 0
	for _, r := range shown {
		p, _ := bidi.LookupRune(r)
		switch {
		case r == '\u2066' || r == '\u2068':
			open++
		case r == '\u2069':
			if open--; open < 0 {
				return "it closes an isolate that is not open"
			}
		case r != ' ' && (unicode.IsControl(r) || unicode.IsSpace(r)),
			unicode.In(r, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point):
			return fmt.Sprintf("it holds %U", r)
		case unicode.In(r, unicode.Mn, unicode.Me):
			if marks++; marks > 4 {
				return "it has five marks on a letter"
			}
			continue
		case open == 0 && (p.Class() == bidi.R || p.Class() == bidi.AL):
			return fmt.Sprintf("%U reorders its neighbours", r)
		}
		marks = 0
	}
	if open > 0 {
		return "an isolate stays open"
	}
	return ""
}
