package device

import (
	"strings"
	"unicode"
)

// maxName is how many runes of a name are kept.
const maxName = 80

// clean makes a name fit for a terminal and a window. Names come from USB
// descriptors, process titles and sound clients, so anyone writes them:
// control, bidirectional and other invisible characters go, white space is
// one space, and a very long name ends in an ellipsis.
func clean(name string) string {
	var b strings.Builder
	space, n := false, 0
	for _, r := range name {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case r == unicode.ReplacementChar, !unicode.IsPrint(r):
			continue
		}
		if n >= maxName {
			b.WriteRune('…')
			break
		}
		if space {
			b.WriteByte(' ')
			space = false
			n++
		}
		b.WriteRune(r)
		n++
	}
	return b.String()
}
