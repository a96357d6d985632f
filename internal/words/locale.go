package words

import "strings"

// Preferred gives the language of the locale, to be handed to Speak: "" is
// English. It asks the variables that gettext does (GNU gettext manual,
// "Setting the POSIX Locale" and "Specifying a Priority List of Languages"):
// LC_ALL, LC_MESSAGES and LANG say the locale, and LANGUAGE, unless that is C
// or POSIX, names languages in order of preference. English anywhere in that
// order ends it.
func Preferred(getenv func(string) string) string {
	locale := ""
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if locale = getenv(name); locale != "" {
			break
		}
	}
	if locale == "" || locale == "C" || locale == "POSIX" {
		return ""
	}
	if list := getenv("LANGUAGE"); list != "" {
		for _, l := range strings.Split(list, ":") {
			if tag, ok := spokenIn(l); ok {
				return tag
			}
		}
		return ""
	}
	tag, _ := spokenIn(locale)
	return tag
}

// spokenIn gives the language for one locale name; ok is false where there is
// none. Portuguese of any country is given Brazil's, which is nearer than
// English; Chinese in traditional letters is not given the simplified ones.
func spokenIn(locale string) (tag string, ok bool) {
	name, _, _ := strings.Cut(strings.ToLower(locale), "@")
	name, _, _ = strings.Cut(name, ".")
	base, rest, _ := strings.Cut(strings.ReplaceAll(name, "-", "_"), "_")
	switch base {
	case "en":
		return "", true
	case "ar", "de", "es", "fr", "ja":
		return base, true
	case "pt":
		return "pt_BR", true
	case "zh":
		switch rest {
		case "", "cn", "sg", "hans", "hans_cn", "hans_sg":
			return "zh_CN", true
		}
	}
	return "", false
}
