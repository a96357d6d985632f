package link

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// TrimPasted takes the prose around a pasted link off: white space, quotation
// marks, brackets and the punctuation of a sentence. It is for text that a
// person pasted; what a program hands over is never trimmed. A closing bracket
// stays where the link itself opened one.
func TrimPasted(text string) string {
	for {
		before := text
		text = strings.TrimFunc(text, func(c rune) bool {
			return unicode.IsSpace(c) || c == '\u200b' || c == '\u2060' || c == '\ufeff'
		})
		if len(text) > len("URL:") && strings.EqualFold(text[:4], "URL:") {
			text = text[4:] // "<URL:https://…>", RFC 3986 appendix C
		}
		if first, size := utf8.DecodeRuneInString(text); strings.ContainsRune("<([{\"'`«»‹›“”„‘’‚*_", first) && size > 0 {
			text = text[size:]
		}
		if last, size := utf8.DecodeLastRuneInString(text); size > 0 && ends(text[:len(text)-size], last) {
			text = text[:len(text)-size]
		}
		if text == before {
			return text
		}
	}
}

// ends tells whether a last character is prose rather than part of the link.
func ends(before string, last rune) bool {
	switch last {
	case ')':
		return strings.Count(before, "(") <= strings.Count(before, ")")
	case ']':
		return strings.Count(before, "[") <= strings.Count(before, "]")
	case '}':
		return strings.Count(before, "{") <= strings.Count(before, "}")
	}
	return strings.ContainsRune(">.,;:!?\"'`«»‹›“”„‘’‚…*", last)
}
