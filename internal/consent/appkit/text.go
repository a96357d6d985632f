package appkit

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"vestibule/internal/objc"
	"vestibule/internal/shown"
)

// whole makes of a text what NSString makes of it, so that places in one are
// places in the other: objc.String's rule. fits is false where that changed
// something, and places of the text before are none of this.
func whole(text string) (valid string, fits bool) {
	valid = strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD")
	return valid, valid == text
}

// ranges are the parts of a text, given in bytes, as NSString counts them. One
// that is not wholly in the text, or begins within a character, is none: a
// range beyond its string ends a process.
func ranges(text string, parts [][2]int) (list []objc.Range) {
	if !utf8.ValidString(text) {
		return nil
	}
	for _, p := range parts {
		from, to := p[0], p[1]
		if from < 0 || from >= to || to > len(text) || !utf8.RuneStart(text[from]) || to < len(text) && !utf8.RuneStart(text[to]) {
			continue
		}
		list = append(list, objc.Range{Location: utf16Length(text[:from]), Length: utf16Length(text[from:to])})
	}
	return list
}

// utf16Length is how many units NSString counts for a text that is valid.
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

// letter is the first letter of a text, with the marks on it: a badge has room
// for one.
func letter(text string) string {
	text = shown.Bare(text, 8)
	for i, r := range text {
		if i > 0 && !unicode.In(r, unicode.Mn, unicode.Me) {
			return text[:i]
		}
	}
	return text
}

func hasLines(text string) bool { return strings.Contains(text, "\n") }

func keyOf(name string, i int) string { return name + "." + strconv.Itoa(i) }
