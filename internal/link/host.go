package link

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// readHost turns a written host into its ASCII form. web hosts may be
// international; native schemes have no rule for that, so theirs may not.
func readHost(text string, web bool) (string, *Refusal) {
	if text == "" {
		return "", refuse(RuleHost, "")
	}
	ascii := true
	for i := 0; i < len(text); i++ {
		if text[i] >= 0x80 {
			ascii = false
			break
		}
	}
	name := text
	if ascii {
		name = lower(text)
	} else if !web {
		return "", refuse(RuleHost, "")
	} else {
		var r *Refusal
		if name, r = international(text); r != nil {
			return "", r
		}
	}
	if !hostName(name) {
		return "", refuse(RuleHost, "")
	}
	if number(name[strings.LastIndexByte(name, '.')+1:]) {
		return "", refuse(RuleAddress, name)
	}
	if name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return "", refuse(RuleAddress, name)
	}
	if strings.Contains(name, "xn--") {
		if r := encodedLabels(name); r != nil {
			return "", r
		}
	}
	return name, nil
}

// international maps a host with letters beyond ASCII by IDNA. A host that
// mapping changes by more than case ("ｚｏｏｍ。us") is disguised: whoever wrote
// it so wanted it to be seen as one thing and read as another.
func international(text string) (string, *Refusal) {
	name, err := idna.Lookup.ToASCII(text)
	if err != nil {
		return "", refuse(RuleHost, "")
	}
	shown, err := idna.Lookup.ToUnicode(name)
	if err != nil || shown != strings.ToLower(text) {
		return "", refuse(RuleDisguised, name)
	}
	return name, nil
}

// hostName tells whether name is a host name in lower-case ASCII: dot-separated
// labels of at most 63 letters, digits and inner hyphens, 253 bytes in all. A
// label with hyphens in third and fourth place is reserved unless it is
// punycode. There is no empty label, so no final dot.
func hostName(name string) bool {
	if len(name) > 253 {
		return false
	}
	for rest, more := name, true; more; {
		var label string
		label, rest, more = strings.Cut(rest, ".")
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		for i := 0; i < len(label); i++ {
			c := label[i]
			if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-') {
				return false
			}
		}
		if len(label) > 3 && label[2:4] == "--" && label[:2] != "xn" {
			return false
		}
	}
	return true
}

// IsHostName tells whether name is a host as Parse gives it: canonical, and
// no address.
func IsHostName(name string) bool {
	got, r := readHost(name, true)
	return r == nil && got == name
}

// CanonicalHost gives the ASCII form of a host name that a person wrote.
func CanonicalHost(text string) (string, error) {
	name, r := readHost(text, true)
	if r != nil {
		return "", r
	}
	return name, nil
}

// number tells whether a last label makes browsers read the host as an
// address: all digits, or 0x and hexadecimal digits.
func number(label string) bool {
	if strings.HasPrefix(label, "0x") {
		return strings.Trim(label[2:], "0123456789abcdef") == ""
	}
	return strings.Trim(label, "0123456789") == ""
}

// encodedLabels looks at the punycode labels of a host as the person would
// see them.
func encodedLabels(name string) *Refusal {
	shown, err := idna.Lookup.ToUnicode(name)
	if err != nil {
		return refuse(RuleHost, name)
	}
	back, err := idna.Lookup.ToASCII(shown)
	if err != nil || back != name {
		return refuse(RuleHost, name)
	}
	last := shown[strings.LastIndexByte(shown, '.')+1:]
	for rest, more := shown, true; more; {
		var label string
		label, rest, more = strings.Cut(rest, ".")
		if misleading(label, last) {
			return refuse(RuleMixed, name)
		}
	}
	return nil
}

// misleading tells whether a label mixes scripts that people do not mix, or is
// written in one script with letters that all look like Latin ones ("аррӏе").
// Letters and numbers are all that a label may hold, beside the two dots that
// Catalan and Japanese write inside words.
// It follows the "highly restrictive" level of Unicode Technical Standard 39,
// and Chromium's rule for whole-script look-alikes: such a label is fine under
// a top-level domain of its own script.
func misleading(label, top string) bool {
	var latin, cyrillic, greek, han, kana, hangul, bopomofo, other bool
	var otherScript string
	for _, c := range label {
		switch {
		case c < 0x80 && !unicode.IsLetter(c):
		case !unicode.In(c, unicode.L, unicode.M, unicode.N) && c != '\u00b7' && c != '\u30fb':
			return true // a symbol that looks like a separator: U+2044
		case unicode.Is(unicode.Common, c), unicode.Is(unicode.Inherited, c):
		case unicode.Is(unicode.Latin, c):
			latin = true
		case unicode.Is(unicode.Cyrillic, c):
			cyrillic = true
		case unicode.Is(unicode.Greek, c):
			greek = true
		case unicode.Is(unicode.Han, c):
			han = true
		case unicode.Is(unicode.Hiragana, c), unicode.Is(unicode.Katakana, c):
			kana = true
		case unicode.Is(unicode.Hangul, c):
			hangul = true
		case unicode.Is(unicode.Bopomofo, c):
			bopomofo = true
		default:
			script := scriptOf(c)
			if otherScript != "" && otherScript != script {
				return true
			}
			other, otherScript = true, script
		}
	}
	alone := 0
	for _, is := range []bool{cyrillic, greek, other} {
		if is {
			alone++
		}
	}
	asian := han || kana || hangul || bopomofo
	switch {
	case alone > 1, alone == 1 && (latin || asian):
		return true
	case kana && (hangul || bopomofo), hangul && bopomofo:
		return true
	case cyrillic || greek:
		return looksLatin(label) && isASCII(top)
	}
	return false
}

func scriptOf(c rune) string {
	for name, table := range unicode.Scripts {
		if unicode.Is(table, c) {
			return name
		}
	}
	return "none"
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// IsPort tells whether text is a port as Parse gives it.
func IsPort(text string) bool { return portNumber(text) }

// Seen tells whether a decoded text is one that a Link could hold: UTF-8
// without control, bidirectional, zero-width or other unseen characters.
func Seen(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] < ' ' || text[i] > '~' {
			if !utf8.ValidString(text) {
				return false
			}
			for _, c := range text {
				if unseen(c) != "" {
					return false
				}
			}
			return true
		}
	}
	return true
}
