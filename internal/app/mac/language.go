//go:build darwin || (linux && gnustep)

package mac

import (
	"os"
	"strings"

	"vestibule/internal/objc"
	"vestibule/internal/words"
)

// speak chooses the language that the person chose in the system's settings: a
// program that Finder or a link starts has no LANG.
func speak() {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if os.Getenv(name) != "" {
			return // chosen at the start, by these
		}
	}
	var list []string
	objc.Pool(func() {
		for _, l := range objc.Items(objc.Class("NSLocale").Send("preferredLanguages")) {
			list = append(list, objc.Text(l))
		}
	})
	words.Speak(words.Preferred(preferring(list)))
}

// preferring is an environment that says these languages.
func preferring(list []string) func(string) string {
	return func(name string) string {
		switch {
		case len(list) == 0:
		case name == "LANG":
			return list[0]
		case name == "LANGUAGE":
			return strings.Join(list, ":")
		}
		return ""
	}
}
