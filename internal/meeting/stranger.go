package meeting

import (
	"slices"
	"strings"

	"vestibule/internal/link"
	"vestibule/internal/words"
)

// stranger judges a web link to a host that neither the catalogue nor the
// configuration knows: a look-alike, a link with another inside, a server that
// somebody hosts, or simply no meeting.
func (k *catalogue) stranger(l *link.Link, j *Judgement) {
	if seen := k.imitated(l.Host, l); seen >= 0 {
		name := k.services[seen].Name
		j.Verdict, j.Rule, j.LooksLike = Refused, RuleLooksLike, name
		j.Reason = words.Make("It looks like {service}, but the part that counts is {host}.", "service", name, "host", l.Host)
		return
	}
	if seen := k.inside(l); seen >= 0 {
		name := k.services[seen].Name
		j.Verdict, j.Rule, j.LooksLike = Refused, RuleInside, name
		j.Reason = words.Make("It has a {service} link inside, but it goes to {host}.", "service", name, "host", l.Host)
		return
	}
	if !strings.Contains(l.Host, ".") {
		j.Verdict, j.Rule = Refused, RuleLocal
		j.Reason = words.Make("It goes to {host}, a bare name of the local network that is not on your list.", "host", l.Host)
		return
	}
	if l.Scheme == "http" {
		j.Verdict, j.Rule = NotMeeting, RuleUnencrypted
		j.Reason = words.Make("{host} is no meeting service that Vestibule knows, and the link is not encrypted.", "host", l.Host)
		return
	}
	if k.selfHosted(l, j) {
		return
	}
	j.Verdict, j.Rule = NotMeeting, RuleNoService
	j.Reason = words.Make("{host} is no meeting service that Vestibule knows.", "host", l.Host)
}

// inside finds a known host that the link's query or fragment would go on to;
// -1 if there is none.
func (k *catalogue) inside(l *link.Link) int {
	for i := range l.Query {
		if n := k.linked(l.Query[i].Value); n >= 0 {
			return n
		}
		if n := k.linked(l.Query[i].Key); n >= 0 {
			return n
		}
	}
	if text, err := link.Decode(l.Fragment); err == nil {
		return k.linked(text)
	}
	return -1
}

// linked finds the first "://" of a text that a known host follows.
func (k *catalogue) linked(text string) int {
	for tries := 0; tries < 8; tries++ {
		i := strings.Index(text, "//")
		if i < 0 {
			return -1
		}
		text = text[i+2:]
		end := strings.IndexAny(text, "/?#:&%")
		if end < 0 {
			end = len(text)
		}
		if n := k.owner(strings.ToLower(text[:end])); n >= 0 {
			return n
		}
	}
	return -1
}

// owner gives the first service that has host; -1 if there is none.
func (k *catalogue) owner(host string) int {
	n := -1
	k.each(host, func(r ref) bool { n = int(r.service); return true })
	return n
}

// selfHosted tells whether the link has the form of a service that people host
// themselves, and says how to list the host.
func (k *catalogue) selfHosted(l *link.Link, j *Judgement) bool {
	var ids []string
	var first ref
	try := func(refs []ref) {
		for _, r := range refs {
			s := &k.services[r.service].shapes[r.shape]
			var got found
			for i := range s.accept {
				if s.accept[i].host == anyHost && s.match(&s.accept[i], l, &got) == fits {
					if len(ids) == 0 {
						first = r
					}
					if id := k.services[r.service].ID; !slices.Contains(ids, id) {
						ids = append(ids, id)
					}
					break
				}
			}
		}
	}
	if len(l.Segments) > 0 {
		try(k.telling.find(l.Segments[0]))
	}
	label, _, _ := strings.Cut(l.Host, ".")
	try(k.telling.findMarked(label, "."))
	domain, _, _ := strings.Cut(link.RegistrableDomain(l.Host), ".")
	for _, word := range strings.Split(domain, "-") {
		try(k.telling.findMarked("=", word))
	}
	if strings.HasPrefix(l.Fragment, "config.") {
		try(k.telling.find("#config"))
	}
	if len(ids) == 0 {
		return false
	}
	s := &k.services[first.service]
	j.Verdict, j.Rule = UnknownHost, RuleUnknownHost
	j.Service, j.Name, j.Candidates = s.ID, s.Name, ids
	j.Reason = words.Make("{host} may be a server of {service}, but it is not on your list.", "host", l.Host, "service", s.Name)
	j.Listing = listing(l, s.ID)
	return true
}

// listing gives the lines that make a host known.
func listing(l *link.Link, id string) string {
	name := l.Host
	if l.Port != "" {
		name += ":" + l.Port
	}
	return "[[host]]\nname = \"" + name + "\"\nprovider = \"" + id + "\"\n"
}
