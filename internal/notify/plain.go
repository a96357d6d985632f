package notify

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Lengths in characters. Notification services cut longer texts anyway, each
// at a place of its own.
const (
	titleLength = 80
	bodyLength  = 240
)

// plain makes text safe to hand to any notification service: one line, no
// control, bidirectional or zero-width characters, no markup (the freedesktop
// specification lets a body hold HTML-like tags), no leading dash (beeep's
// fallback programs would read an option), and no longer than length.
func plain(text string, length int) string {
	// A megabyte need not be walked to keep a line of it.
	if limit := length * utf8.UTFMax * 4; len(text) > limit {
		text = text[:limit]
	}
	var b strings.Builder
	count, space := 0, false
	for _, r := range text {
		switch {
		case unicode.IsSpace(r) || r == '\u2028' || r == '\u2029':
			space = b.Len() > 0
			continue
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs):
			continue
		}
		width := 1
		if space {
			width = 2
		}
		if count+width > length-1 { // the last place is the mark's
			b.WriteRune('…')
			return b.String()
		}
		if space {
			b.WriteRune(' ')
			space = false
		}
		b.WriteRune(inert(r, count == 0))
		count += width
	}
	return b.String()
}

// inert replaces the characters that mean something to a notification service
// by ones that look alike.
func inert(r rune, first bool) rune {
	switch {
	case r == '<':
		return '‹'
	case r == '>':
		return '›'
	case r == '&':
		return '＆'
	case r == '-' && first:
		return '‐'
	}
	return r
}
