package link

import (
	"slices"
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
// It follows the "highly restrictive" level of Unicode Technical Standard 39,
// and Chromium's rule for whole-script look-alikes: such a label is fine under
// a top-level domain of its own script. Letters and numbers are all that a
// label may hold, beside the two dots that Catalan and Japanese write inside
// words.
func misleading(label, top string) bool {
	var latin, asian, kana, korean, bopomofo bool
	alone := -1 // the one script of those that mix with none
	for _, c := range label {
		switch {
		case c < 0x80 && !unicode.IsLetter(c):
			continue
		case !unicode.In(c, unicode.L, unicode.M, unicode.N) && c != '\u00b7' && c != '\u30fb':
			return true // a symbol that looks like a separator: U+2044
		case unicode.Is(unicode.Common, c), unicode.Is(unicode.Inherited, c):
			continue
		case unicode.Is(unicode.Latin, c):
			latin = true
			continue
		case unicode.Is(unicode.Han, c):
			asian = true
			continue
		case unicode.In(c, unicode.Hiragana, unicode.Katakana):
			asian, kana = true, true
			continue
		case unicode.Is(unicode.Hangul, c):
			asian, korean = true, true
			continue
		case unicode.Is(unicode.Bopomofo, c):
			asian, bopomofo = true, true
			continue
		}
		n := slices.IndexFunc(loners, func(t *unicode.RangeTable) bool { return unicode.Is(t, c) })
		if n < 0 || alone >= 0 && alone != n {
			return true // two of them, or a script that nobody writes hosts in
		}
		alone = n
	}
	switch {
	case alone >= 0 && (latin || asian):
		return true
	case kana && (korean || bopomofo), korean && bopomofo:
		return true
	case alone >= 0 && alone <= greek:
		return looksLatin(label) && isASCII(top)
	}
	return false
}

// loners are the scripts in everyday use (Unicode Standard Annex 31, table 5)
// that do not mix with others. The first two have letters that look Latin.
var loners = []*unicode.RangeTable{
	unicode.Cyrillic, unicode.Greek,
	unicode.Arabic, unicode.Armenian, unicode.Bengali, unicode.Devanagari, unicode.Ethiopic, unicode.Georgian,
	unicode.Gujarati, unicode.Gurmukhi, unicode.Hebrew, unicode.Kannada, unicode.Khmer, unicode.Lao,
	unicode.Malayalam, unicode.Myanmar, unicode.Oriya, unicode.Sinhala, unicode.Tamil, unicode.Telugu,
	unicode.Thaana, unicode.Thai, unicode.Tibetan,
}

// greek is the place of the last script with letters that look Latin.
const greek = 1

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

// Unicode gives a canonical host in its own letters: "bücher.example" for
// "xn--bcher-kva.example". ok is false where it cannot be written so.
func Unicode(host string) (letters string, ok bool) {
	if !strings.Contains(host, "xn--") {
		return host, true
	}
	letters, err := idna.Lookup.ToUnicode(host)
	return letters, err == nil && strings.Count(letters, ".") == strings.Count(host, ".")
}
