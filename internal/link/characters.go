package link

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// characters refuses text by its length and its characters.
func characters(text string, max int) *Refusal {
	if text == "" {
		return refuse(RuleEmpty, "")
	}
	if len(text) > max {
		return refuse(RuleTooLong, "")
	}
	plain := true
	for i := 0; i < len(text); i++ {
		if !urlByte[text[i]] {
			plain = false
			break
		}
	}
	if plain {
		return nil
	}
	return badCharacter(text)
}

// urlByte holds the bytes that need no second look: visible ASCII but for
// quotation marks, angle brackets and the backslash.
var urlByte = [256]bool{
	'!': true, '#': true, '$': true, '%': true, '&': true, '\'': true, '(': true, ')': true,
	'*': true, '+': true, ',': true, '-': true, '.': true, '/': true,
	'0': true, '1': true, '2': true, '3': true, '4': true, '5': true, '6': true, '7': true, '8': true, '9': true,
	':': true, ';': true, '=': true, '?': true, '@': true,
	'A': true, 'B': true, 'C': true, 'D': true, 'E': true, 'F': true, 'G': true, 'H': true, 'I': true,
	'J': true, 'K': true, 'L': true, 'M': true, 'N': true, 'O': true, 'P': true, 'Q': true, 'R': true,
	'S': true, 'T': true, 'U': true, 'V': true, 'W': true, 'X': true, 'Y': true, 'Z': true,
	'[': true, ']': true, '^': true, '_': true, '`': true,
	'a': true, 'b': true, 'c': true, 'd': true, 'e': true, 'f': true, 'g': true, 'h': true, 'i': true,
	'j': true, 'k': true, 'l': true, 'm': true, 'n': true, 'o': true, 'p': true, 'q': true, 'r': true,
	's': true, 't': true, 'u': true, 'v': true, 'w': true, 'x': true, 'y': true, 'z': true,
	'{': true, '|': true, '}': true, '~': true,
}

// badCharacter finds the most telling thing wrong with a text's characters,
// or nothing if it only holds letters of other alphabets.
func badCharacter(text string) *Refusal {
	if !utf8.ValidString(text) {
		return refuse(RuleEncoding, "")
	}
	var found Rule
	hash := strings.IndexByte(text, '#')
	for i, c := range text {
		switch rule := runeRule(c); {
		case rule == "":
		case c == '"' && hash >= 0 && i > hash:
		case rule == RuleControl || rule == RuleInvisible:
			return refuse(rule, "")
		case found == "":
			found = rule
		}
	}
	if found == "" {
		return nil
	}
	switch {
	case text[0] == '-':
		found = RuleDash
	case strings.HasPrefix(text, `\\`):
		found = RuleNetPath
	case found == RuleSpace && !strings.Contains(text, ":"):
		found = RuleNoLink // "see you tomorrow"
	}
	return refuse(found, "")
}

// runeRule tells which rule a written character breaks.
func runeRule(c rune) Rule {
	switch {
	case c == '"' || c == '<' || c == '>':
		return RuleCharacter
	case c == '\\':
		return RuleBackslash
	case c == ' ':
		return RuleSpace
	case c > ' ' && c < 0x7f:
		return ""
	}
	if rule := unseen(c); rule != "" {
		return rule
	}
	if unicode.IsSpace(c) || unicode.Is(unicode.Z, c) {
		return RuleSpace
	}
	return ""
}

// unseen tells whether a character is one that nobody sees: these are
// refused written and encoded.
func unseen(c rune) Rule {
	switch {
	case unicode.Is(unicode.Cc, c), c == '\u2028', c == '\u2029':
		return RuleControl
	case unicode.Is(unicode.Cf, c), unicode.Is(unicode.Co, c), unicode.Is(unicode.Cs, c),
		unicode.Is(unicode.Variation_Selector, c), unicode.Is(unicode.Noncharacter_Code_Point, c),
		c == '\u115f', c == '\u1160', c == '\u3164', c == '\uffa0', // Hangul fillers
		c == '\u034f', c == '\u17b4', c == '\u17b5', c == '\u2800', c == '\ufffd':
		return RuleInvisible
	}
	return ""
}
