package link

// Reading is a link with what was wrapped around it.
type Reading struct {
	Link
	// Unwrapped names the wrappers taken off, outermost first.
	Unwrapped []string
	// CarriedAddress says that a wrapper held the reader's e-mail address.
	CarriedAddress bool
}

// Read takes the known wrappers off a text, without a network, and parses what
// is inside; the error is always a *Refusal. A wrapper's content must be an
// https link, is decoded as often as its wrapper encodes it and never by
// guesswork.
func Read(text string) (Reading, error) {
	var got Reading
	for {
		inner, name, r := unwrapOnce(text, &got)
		if r != nil {
			return got, r
		}
		if name == "" {
			break
		}
		if len(got.Unwrapped) == MaxDepth {
			return got, refuse(RuleNested, "")
		}
		got.Unwrapped = append(got.Unwrapped, name)
		if !hasScheme(inner, "https") {
			return got, refuse(RuleTarget, "")
		}
		text = inner
	}
	s, r := split(text, MaxLength)
	if r != nil {
		return got, r
	}
	var err error
	got.Link, err = s.link()
	return got, err
}

// OwnScheme is Vestibule's own: "vestibule:https://…" carries a web link.
const OwnScheme = "vestibule"

// unwrapOnce takes one wrapper off; name is empty when there is none.
func unwrapOnce(text string, got *Reading) (inner, name string, r *Refusal) {
	if hasScheme(text, OwnScheme) {
		return text[len(OwnScheme)+1:], OwnScheme, characters(text, MaxWrapped)
	}
	return "", "", nil
}

// hasScheme tells whether text begins with scheme and a colon, in any case.
func hasScheme(text, scheme string) bool {
	return len(text) > len(scheme) && text[len(scheme)] == ':' && lower(text[:len(scheme)]) == scheme
}
