package meeting

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vestibule/internal/link"
)

// maxParts is how many parts a shape may have; the generator checks it.
const maxParts = 8

// found are the parts of a link, by their number in the shape; have says
// which are there.
type found struct {
	value [maxParts]string
	have  [maxParts]bool
	wrong string // the name of a part that does not fit, if there is one
}

// outcome is how a link fits a form.
type outcome uint8

const (
	differs   outcome = iota // another form
	malformed                // this form, with a part that is wrong
	doubled                  // this form, with a parameter twice
	fits
)

// match reads l by the form f of shape s. It does not look at the host.
func (s *shape) match(f *form, l *link.Link, got *found) outcome {
	if f.scheme != l.Scheme || (f.host == "") != (l.Host == "") {
		return differs
	}
	if f.host != "" && f.host != anyHost && f.host != l.Host {
		return differs
	}
	*got = found{}
	// A word in place of the host has told which form is meant.
	told := f.host != "" && f.host != anyHost && !isWeb(f.scheme)
	result := s.matchPath(f.path, l.Segments, told, got)
	if result == differs {
		return differs
	}
	for _, key := range f.absent {
		if hasKey(l.Query, key) {
			return differs
		}
	}
	result = min(result, s.matchPairs(f.query, l.Query, got))
	if result == differs {
		return differs
	}
	result = min(result, s.matchFragment(f.fragment, l, got))
	if result != fits {
		return result
	}
	for i := range s.parts {
		if !got.have[i] && !s.parts[i].optional {
			return differs
		}
	}
	return fits
}

// matchPath compares segments. A wrong part, or more segments than the form
// has, makes a link malformed where something before it has told which form
// is meant, and another form where nothing has.
func (s *shape) matchPath(form []piece, segments []string, told bool, got *found) outcome {
	// One slash at the end says nothing.
	if n := len(segments); n > 1 && segments[n-1] == "" && n == len(form)+1 {
		segments = segments[:n-1]
	}
	wrong := differs
	if told {
		wrong = malformed
	}
	for i := range form {
		if i >= len(segments) {
			return differs
		}
		if form[i].part == noPart {
			if segments[i] != form[i].before {
				return differs
			}
			if wrong == differs {
				wrong = malformed
			}
			continue
		}
		if segments[i] == "" {
			return differs
		}
		if result := s.matchPiece(&form[i], segments[i], got); result != fits {
			return min(result, wrong)
		}
	}
	if len(segments) > len(form) {
		if len(form) > 0 && form[len(form)-1].part != noPart {
			return wrong
		}
		return differs
	}
	return fits
}

// matchPiece reads one piece. A reserved value is another form, always.
func (s *shape) matchPiece(p *piece, text string, got *found) outcome {
	if len(text) < len(p.before)+len(p.after) || !strings.HasPrefix(text, p.before) || !strings.HasSuffix(text, p.after) {
		return differs
	}
	text = text[len(p.before) : len(text)-len(p.after)]
	if p.part == noPart {
		if text != "" {
			return differs
		}
		return fits
	}
	if p.part < 0 {
		return differs
	}
	part := &s.parts[p.part]
	if slices.Contains(part.not, text) {
		return differs
	}
	if !part.grammar.matches(text) || got.have[p.part] && got.value[p.part] != text {
		got.wrong = part.name // it cannot be one, or is there with two values
		return malformed
	}
	got.value[p.part], got.have[p.part] = text, true
	return fits
}

// matchPairs reads the parameters that the form names; others are not looked
// at. An empty value of an optional part counts as none.
func (s *shape) matchPairs(form []pair, params []link.Param, got *found) outcome {
	result := fits
	for i := range form {
		p := &form[i]
		seen := 0
		for j := range params {
			if params[j].Key != p.key {
				continue
			}
			if seen++; seen > 1 {
				result = min(result, doubled)
				break
			}
			value := params[j].Value
			if p.part >= 0 && value == "" && s.parts[p.part].optional {
				continue
			}
			switch s.matchPiece(&p.piece, value, got) {
			case differs:
				if p.part == noPart || value == "" {
					return differs
				}
				result = min(result, malformed)
			case malformed:
				if value == "" {
					return differs
				}
				result = min(result, malformed)
			}
		}
		if seen == 0 && p.part == noPart && !p.maybe {
			return differs
		}
		if seen == 0 && p.part >= 0 && !s.parts[p.part].optional {
			return differs
		}
	}
	return result
}

// matchFragment reads the fragment.
func (s *shape) matchFragment(f fragment, l *link.Link, got *found) outcome {
	switch f.kind {
	case dropFragment:
		return fits
	case textFragment:
		if l.Fragment == "" {
			return fits // a missing part is noticed by its not being there
		}
		text, err := link.Decode(l.Fragment)
		if err != nil {
			return malformed
		}
		return s.matchPiece(&f.text, text, got)
	case pairsFragment:
		params, r := link.ReadQuery(l.Fragment)
		if r != nil {
			return malformed
		}
		return s.matchPairs(f.pairs, params, got)
	}
	path, query, _ := strings.Cut(l.Fragment, "?")
	if !strings.HasPrefix(path, "/") {
		return differs
	}
	var segments []string
	if path != "/" {
		for _, raw := range strings.Split(path[1:], "/") {
			text, err := link.Decode(raw)
			if err != nil {
				return malformed
			}
			segments = append(segments, text)
		}
	}
	params, r := link.ReadQuery(query)
	if r != nil {
		return malformed
	}
	return min(s.matchPath(f.path, segments, false, got), s.matchPairs(f.pairs, params, got))
}

// hasHost tells whether the shape is found on host.
func (s *shape) hasHost(host string) bool {
	if slices.Contains(s.except, host) {
		return false
	}
	for _, rule := range s.hosts {
		if rule.covers(host) {
			return true
		}
	}
	return false
}

func hasKey(params []link.Param, key string) bool {
	for i := range params {
		if params[i].Key == key {
			return true
		}
	}
	return false
}

// wideRune gives the length of text's first character if it is a letter, mark,
// number, punctuation or symbol beyond ASCII. Characters that nobody sees do
// not get this far, but Check sees texts that link never read.
func wideRune(text string) int {
	c, size := utf8.DecodeRuneInString(text)
	if c == utf8.RuneError || !unicode.In(c, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S) {
		return 0
	}
	return size
}
