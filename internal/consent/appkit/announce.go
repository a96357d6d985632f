package appkit

import (
	"strings"

	"vestibule/internal/consent"
)

// announcement is what is said to who cannot see the panel: of a page that
// comes, the question and who asks it; of one that changes, what assures the
// devices and the notice, where these changed. The panel's controls say the
// rest when they are reached.
func announcement(old, now consent.Page, fresh bool) string {
	var said []string
	add := func(was, is string) {
		if is != "" && (fresh || is != was) {
			said = append(said, is)
		}
	}
	if fresh {
		host := now.Host.String()
		said = append(said, now.Title)
		add("", host)
		add("", now.Opener)
	}
	for _, pair := range [][2]*consent.Row{{old.Camera, now.Camera}, {old.Microphone, now.Microphone}} {
		was, is := pair[0], pair[1]
		if is == nil || is.Assurance == "" || !fresh && was != nil && was.Assurance == is.Assurance {
			continue
		}
		said = append(said, is.Title+": "+is.Assurance)
	}
	add(old.Banner, now.Banner)
	return strings.Join(said, "\n")
}
