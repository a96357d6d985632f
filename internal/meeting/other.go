package meeting

import (
	"slices"
	"strings"

	"vestibule/internal/link"
)

// fits tells whether l has the form of o. Nothing is kept of such a link, so a
// part stands for any text that is there.
func (o *other) fits(s *Service, l *link.Link) bool {
	if o.scheme != l.Scheme || (o.host == "") != (l.Host == "") {
		return false
	}
	if o.host == anyHost && !s.hasHost(l.Host) || o.host != "" && o.host != anyHost && o.host != l.Host {
		return false
	}
	n := len(o.path)
	if len(l.Segments) < n || len(l.Segments) > n && !o.rest {
		return false
	}
	for i := range o.path {
		if o.path[i].part == noPart && l.Segments[i] != o.path[i].before || l.Segments[i] == "" {
			return false
		}
	}
	for _, key := range o.absent {
		if hasKey(l.Query, key) {
			return false
		}
	}
	for i := range o.query {
		if !o.query[i].in(l.Query) {
			return false
		}
	}
	return true
}

// in tells whether exactly one parameter has the pair's key, and its value.
func (p *pair) in(params []link.Param) bool {
	seen := 0
	for i := range params {
		if params[i].Key == p.key {
			if p.part == noPart && params[i].Value != p.before {
				return false
			}
			seen++
		}
	}
	return seen == 1
}

func (s *Service) hasHost(host string) bool {
	for i := range s.shapes {
		if s.shapes[i].hasHost(host) {
			return true
		}
	}
	return false
}

// action tells whether what stands for the host of a native link is a word
// that says what to do ("webex://meet?…"), as in all links of that scheme.
func (s *Service) action(l *link.Link) bool {
	return slices.Contains(s.actions, l.Scheme) && strings.IndexByte(l.Host, '.') < 0
}

// hostless tells whether links of the scheme may name no host ("msteams:/l/…").
func (s *Service) hostless(scheme string) bool {
	for i := range s.shapes {
		for j := range s.shapes[i].accept {
			if f := &s.shapes[i].accept[j]; f.scheme == scheme && f.host == "" {
				return true
			}
		}
	}
	return false
}

// carriesLink tells whether a parameter or the fragment holds another link or
// a network path. Such a link is never passed on unasked: it could make the
// program behind the scheme fetch what it names.
func carriesLink(l *link.Link) bool {
	for i := range l.Query {
		if namesPlace(l.Query[i].Key) || namesPlace(l.Query[i].Value) {
			return true
		}
	}
	fragment, err := link.Decode(l.Fragment)
	return err != nil || namesPlace(fragment)
}

func namesPlace(text string) bool {
	return strings.Contains(text, "//") || strings.Contains(text, `\\`)
}
