package link

import "slices"

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

// Wrappers gives the names of all wrappers that are taken off, sorted.
func Wrappers() []string {
	names := []string{OwnScheme}
	for _, w := range wrappers {
		if !slices.Contains(names, w.name) {
			names = append(names, w.name)
		}
	}
	slices.Sort(names)
	return names
}
