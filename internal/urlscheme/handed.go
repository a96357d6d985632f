package urlscheme

import "strings"

// handedAs is how a link is written for macOS to hand it to Vestibule.app,
// which opens the schemes that its bundle declares: a web link goes in
// Vestibule's own. "" is what no link of ours is: it is judged where it was
// given.
func handedAs(text string, declared []string) string {
	scheme, _, ok := strings.Cut(text, ":")
	scheme = strings.ToLower(scheme)
	if !ok || !schemeName(scheme) || len(text) > longestText {
		return ""
	}
	for _, c := range []byte(text) {
		if c <= ' ' || c >= 0x7f {
			return "" // NSURL would refuse it, or write it anew
		}
	}
	if scheme == "https" || scheme == "http" {
		return OwnScheme + ":" + text
	}
	for _, d := range declared {
		if d == scheme {
			return text
		}
	}
	return ""
}
