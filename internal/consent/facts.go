package consent

import (
	"strings"

	"vestibule/internal/words"
)

// fact says one fact of a service's camera or microphone, or its source. The
// catalogue of services is kept in English; of its sentences those listed here
// are said in the person's language, whichever service they are about. Any
// other, and what a source says, stays as it was written down.
func fact(s, service string) string {
	if service != "" {
		if general := strings.ReplaceAll(s, service, "{service}"); general != s {
			if said := words.Known(general, "service", service); said != s {
				return said
			}
		}
	}
	return words.Known(s)
}

// Facts that the catalogue of services tells of more than one, or of a service
// that many people use; a test sees that it does.
var _ = []string{
	words.Mark("No link parameter of {service} for the camera is documented."),
	words.Mark("No link parameter of {service} for the microphone is documented."),
	words.Mark("looked for in November 2026, none found"),
	words.Mark("from memory, not checked"),
	words.Mark("2019, when it became Whereby"),
	words.Mark("July 2021"),
	words.Mark("October 2021"),
	words.Mark("October 2022"),
	words.Mark("November 2022"),
	words.Mark("April 2023"),
	words.Mark("March 2024"),
	words.Mark("May 2025"),
	words.Mark("February 2026"),
	words.Mark("June 2026"),

	// What a link does that is no meeting.
	words.Mark("it calls people at once"),
	words.Mark("it calls somebody at once"),
	words.Mark("it ends a sign-in that was begun in Teams"),
	words.Mark("it ends a sign-in that was begun in Zoom"),
	words.Mark("it gives the client a hidden command"),
	words.Mark("it installs an app"),
	words.Mark("it opens a channel"),
	words.Mark("it opens a chat"),
	words.Mark("it opens a dialog of an app"),
	words.Mark("it opens a file"),
	words.Mark("it opens a message"),
	words.Mark("it opens a tab of an app"),
	words.Mark("it opens a team"),
	words.Mark("it opens an app"),
	words.Mark("it plans a meeting"),
	words.Mark("it shares an app into a meeting"),
	words.Mark("it starts a meeting as its host"),
}
