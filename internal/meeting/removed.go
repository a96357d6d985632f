package meeting

import (
	"strings"

	"vestibule/internal/link"
)

// removed lists what of a link its meeting does not keep.
func removed(l *link.Link, f *form) []string {
	var names []string
	add := func(name string) {
		name = cleanName(name)
		for _, have := range names {
			if have == name {
				return
			}
		}
		if len(names) < maxRemoved {
			names = append(names, name)
		}
	}
	for i := range l.Query {
		if p := l.Query[i]; !f.names(p.Key) {
			if p.Value == "" && !isWord(p.Key) {
				p.Key = "" // "?SECRET" is a value without a name
			}
			add(p.Key)
		}
	}
	switch f.fragment.kind {
	case dropFragment:
		for rest := l.Fragment; rest != ""; {
			var one string
			one, rest, _ = strings.Cut(rest, "&")
			name, _, isPair := strings.Cut(one, "=")
			if !isPair {
				if !isWord(name) {
					name = "" // a key, say
				}
				name = "#" + name
			}
			add(name)
		}
	case pairsFragment, pathFragment:
		rest := l.Fragment
		if f.fragment.kind == pathFragment {
			_, rest, _ = strings.Cut(rest, "?")
		}
		for rest != "" {
			var one string
			one, rest, _ = strings.Cut(rest, "&")
			name, _, isPair := strings.Cut(one, "=")
			if f.fragment.names(name) {
				continue
			}
			if !isPair && !isWord(name) {
				name = "" // "#SECRET" is a value without a name, too
			}
			add(name)
		}
	}
	return names
}

// maxRemoved and maxName bound what is shown of a link's own words.
const (
	maxRemoved = 16
	maxName    = 40
)

// cleanName makes a parameter's name fit to be shown: names are the link's
// words, so only letters, digits and "-_.#" of them are.
func cleanName(name string) string {
	ok := len(name) <= maxName && name != ""
	for i := 0; ok && i < len(name); i++ {
		c := name[i]
		ok = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-_.#", c) >= 0
	}
	if !ok {
		return "(unnamed)"
	}
	return name
}

// isWord tells whether a text without a value is a word that says something,
// such as "direct-call", rather than a key or a token.
func isWord(text string) bool {
	if len(text) > 16 {
		return false
	}
	for i := 0; i < len(text); i++ {
		if c := text[i]; !(c >= 'a' && c <= 'z' || c == '-' || c == '_') {
			return false
		}
	}
	return text != ""
}

func (f *form) names(key string) bool {
	for i := range f.query {
		if f.query[i].key == key {
			return true
		}
	}
	return false
}

func (f *fragment) names(key string) bool {
	for i := range f.pairs {
		if f.pairs[i].key == key {
			return true
		}
	}
	return false
}
