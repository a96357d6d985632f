package urlscheme

import (
	"fmt"
	"slices"
	"strings"
)

// union is every scheme that is to be ours: the recorded ones, ours, the asked
// ones.
func union(recorded, asked []string, web bool) ([]string, error) {
	all := []string{OwnScheme}
	if web {
		asked = append(slices.Clone(asked), "https", "http")
	}
	for i, s := range append(slices.Clone(recorded), asked...) {
		s = strings.ToLower(s)
		switch {
		case !schemeName(s):
			return nil, fmt.Errorf("registering %q: not the name of a URL scheme", s)
		case (s == "https" || s == "http") && !web && i >= len(recorded):
			return nil, &HintError{fmt.Errorf("registering %s: web links are taken over with --web", s), "vestibule register --web"}
		case s == "file" || s == "javascript" || s == "data" || s == "about" || s == "blob":
			return nil, fmt.Errorf("registering %s: no meeting link has that scheme", s)
		}
		if !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	return all, nil
}

// schemeName is RFC 3986, 3.1, in lower case.
func schemeName(s string) bool {
	return s != "" && len(s) < 64 && s[0] >= 'a' && s[0] <= 'z' && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789+-.") == ""
}
