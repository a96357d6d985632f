package notify

import (
	"strconv"
	"strings"

	"vestibule/internal/shown"
)

// Lengths in characters. Notification services cut longer texts anyway, each
// at a place of its own.
const (
	titleLength = 80
	bodyLength  = 240
)

// plain makes text safe to hand to any notification service: one line without
// characters that do something, no markup (the freedesktop specification lets a
// body hold HTML-like tags), no leading dash (beeep's fallback programs would
// read an option), and no longer than length.
func plain(text string, length int) string {
	first := true
	return strings.Map(func(r rune) rune {
		r = inert(r, first)
		first = false
		return r
	}, strings.Join(strings.Fields(shown.Ours(text, length-1)), " "))
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

// scriptable takes out what Go escapes when it quotes: the isolates around a
// name, for the most part.
func scriptable(text string) string {
	return strings.Map(func(r rune) rune {
		if !strconv.IsPrint(r) {
			return -1
		}
		return r
	}, text)
}
