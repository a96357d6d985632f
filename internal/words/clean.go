package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean makes outside text fit to be shown: control, format (bidirectional,
// zero-width) and private characters go, line breaks become spaces, invalid
// UTF-8 becomes the replacement character, and what is longer than max
// characters is cut with an ellipsis. A terminal escape does not pass.
func Clean(s string, max int) string {
	var b strings.Builder
	n := 0
	for i, w := 0, 0; i < len(s); i += w {
		var r rune
		r, w = utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '\n' || r == '\r' || r == '\t' || r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Zs, r):
			r = ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r) || unicode.Is(unicode.Cs, r):
			continue
		case r == '\u034f' || r == '\u115f' || r == '\u1160' || r == '\u3164' || r == '\uffa0':
			continue // letters that draw nothing
		}
		if n == max {
			b.WriteRune('…')
			break
		}
		b.WriteRune(r)
		n++
	}
	return strings.TrimSpace(b.String())
}
