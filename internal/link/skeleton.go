package link

import (
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"
)

// lookalikes maps letters of other scripts to the Latin letter they look like:
// the single-letter part of Unicode's confusables.txt for the scripts that
// occur in host names.
var lookalikes = strings.NewReplacer(
	// Cyrillic
	"а", "a", "в", "b", "с", "c", "ԁ", "d", "е", "e", "ё", "e", "һ", "h", "і", "i", "ї", "i", "ј", "j",
	"к", "k", "ӏ", "l", "м", "m", "п", "n", "о", "o", "р", "p", "ԛ", "q", "г", "r", "ѕ", "s", "т", "t",
	"ц", "u", "ѵ", "v", "ԝ", "w", "х", "x", "у", "y", "ү", "y", "ʏ", "y", "з", "3", "б", "6",
	// Greek
	"α", "a", "β", "b", "ε", "e", "η", "n", "ι", "i", "κ", "k", "ν", "v", "ο", "o", "ρ", "p", "σ", "o",
	"τ", "t", "υ", "u", "χ", "x", "ω", "w", "γ", "y",
	// Latin beyond ASCII that no accent explains, and Armenian
	"ı", "i", "ɩ", "i", "ɑ", "a", "ɡ", "g", "ł", "l", "ø", "o", "đ", "d", "ħ", "h", "ŧ", "t", "ƶ", "z",
	"ᴏ", "o", "ᴍ", "m", "ᴢ", "z", "օ", "o", "ո", "n", "ս", "u", "հ", "h", "ց", "g", "զ", "q", "ա", "w",
)

// pairs maps groups that look like one letter, and digits that look like one.
var pairs = strings.NewReplacer("rn", "m", "vv", "w", "cl", "d", "0", "o", "1", "l", "5", "s", "3", "e")

// Skeleton gives what a host looks like at a glance: letters of other scripts
// and accents become the Latin letters they resemble. Two hosts with the same
// skeleton are easily taken for each other. With loose, groups of ASCII that
// look alike ("rn" and "m", "0" and "o") fall together too, so a loose
// skeleton is to be compared with loose skeletons only.
func Skeleton(host string, loose bool) string {
	if strings.Contains(host, "xn--") {
		if shown, err := idna.Punycode.ToUnicode(host); err == nil {
			host = shown
		}
	}
	if !isASCII(host) {
		host = unaccented(lookalikes.Replace(strings.ToLower(norm.NFKC.String(host))))
	}
	if loose {
		host = pairs.Replace(host)
	}
	return host
}

// unaccented drops the combining marks of text.
func unaccented(text string) string {
	text = norm.NFD.String(text)
	return strings.Map(func(c rune) rune {
		if c >= 0x300 && c <= 0x36f {
			return -1
		}
		return c
	}, text)
}

// looksLatin tells whether every letter of a label looks like a Latin one.
func looksLatin(label string) bool {
	return isASCII(unaccented(lookalikes.Replace(strings.ToLower(label))))
}
