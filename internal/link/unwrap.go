package link

import (
	"slices"
	"strings"
)

// Reading is a link with what was wrapped around it.
type Reading struct {
	Link
	// Unwrapped names the wrappers taken off, outermost first.
	Unwrapped []string
	// CarriedAddress says that a wrapper held the reader's e-mail address.
	CarriedAddress bool
}

// OwnScheme is Vestibule's own: "vestibule:https://…" carries a web link.
const OwnScheme = "vestibule"

// Read takes the known wrappers off a text, without a network, and parses what
// is inside; the error is always a *Refusal. A wrapper's content must be an
// https link, and is decoded as its wrapper encodes it and never by guesswork.
// The table of wrappers is in wrappers.go.
func Read(text string) (Reading, error) {
	var got Reading
	for {
		if hasScheme(text, OwnScheme) {
			if r := characters(text, MaxWrapped); r != nil {
				return got, r
			}
			if r := got.unwrap(OwnScheme, text[len(OwnScheme)+1:], &text); r != nil {
				return got, r
			}
			continue
		}
		p, r := split(text, MaxWrapped)
		if r != nil {
			return got, r
		}
		w := findWrapper(&p)
		if w == nil {
			if len(text) > MaxLength {
				return got, refuse(RuleTooLong, p.host)
			}
			var err error
			got.Link, err = p.link()
			return got, err
		}
		inner, r := w.open(&p)
		if r == nil {
			got.CarriedAddress = got.CarriedAddress || w.address != nil && w.address(&p)
			r = got.unwrap(w.name, inner, &text)
		}
		if r != nil {
			r.Host = p.host
			return got, r
		}
	}
}

// unwrap notes that a wrapper was taken off, and puts what was in it into
// text.
func (got *Reading) unwrap(name, inner string, text *string) *Refusal {
	if len(got.Unwrapped) == MaxDepth {
		return refuse(RuleNested, "")
	}
	got.Unwrapped = append(got.Unwrapped, name)
	if !hasScheme(inner, "https") {
		return refuse(RuleTarget, "")
	}
	*text = inner
	return nil
}

// hasScheme tells whether text begins with scheme and a colon, in any case.
func hasScheme(text, scheme string) bool {
	return len(text) > len(scheme) && text[len(scheme)] == ':' && lower(text[:len(scheme)]) == scheme
}

// Wrapper is one entry of the table, for people.
type Wrapper struct {
	Name string
	// Hosts are where it is; one that begins with a dot stands for all below.
	Hosts []string
	// Unreadable says that only its own server knows where a link goes.
	Unreadable bool
}

// Wrappers gives the table of wrappers, sorted by name.
func Wrappers() []Wrapper {
	all := []Wrapper{{Name: OwnScheme, Hosts: []string{OwnScheme + ":"}}}
	for i := range wrappers {
		w := &wrappers[i]
		hosts := []string{w.host}
		switch w.host {
		case "google":
			hosts = []string{"www.google.com and Google of a country"}
		case "shortener":
			hosts = shorteners
		}
		if last := &all[len(all)-1]; last.Name == w.name {
			for _, h := range hosts {
				if !slices.Contains(last.Hosts, h) {
					last.Hosts = append(last.Hosts, h)
				}
			}
			continue
		}
		_, r := w.open(&pieces{})
		all = append(all, Wrapper{w.name, hosts, r != nil && r.Rule == RuleUnreadable})
	}
	slices.SortFunc(all, func(a, b Wrapper) int { return strings.Compare(a.Name, b.Name) })
	return all
}
