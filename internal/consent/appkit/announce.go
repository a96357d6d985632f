package appkit

import (
	"strings"

	"vestibule/internal/consent"
	"vestibule/internal/consent/drawn"
)

// introduction is what is said of a page that comes to who cannot see the
// panel: the question, who asks it, and what is assured. The panel's controls
// say the rest when they are reached.
func introduction(p consent.Page) string {
	host, _ := drawn.HostText(p.Host) // not the meeting: others in the room hear it
	said := []string{p.Title, host, p.Opener}
	for _, r := range []*consent.Row{p.Camera, p.Microphone} {
		if r != nil && r.Assurance != "" {
			said = append(said, r.Title+": "+r.Assurance)
		}
	}
	return sentences(append(said, p.Banner))
}

// news is what is said of a page that changes.
func news(old, now consent.Page) string {
	said := drawn.News(old, now)
	if now.Banner != old.Banner {
		said = append(said, now.Banner)
	}
	return sentences(said)
}

// sentences are one to a line: each is a voice's breath.
func sentences(list []string) string {
	var said []string
	for _, s := range list {
		if s = drawn.Line(s); s != "" {
			said = append(said, s)
		}
	}
	return strings.Join(said, "\n")
}
