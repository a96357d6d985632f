package meeting

import (
	"slices"

	"vestibule/internal/link"
	"vestibule/internal/words"
)

// judgeNative judges a link of a service's own scheme.
func (k *catalogue) judgeNative(l *link.Link, hosts []Host, j *Judgement) {
	refs := k.index.findMarked(l.Scheme, ":")
	if len(refs) == 0 {
		j.Verdict, j.Rule, j.Reason = Refused, string(link.RuleScheme), words.Make("Vestibule does not open {scheme}: links.", "scheme", l.Scheme)
		return
	}
	n := refs[0].service
	s := &k.services[n]
	j.Service, j.Name = s.ID, s.Name
	listed := k.listedService(l, hosts) == int(n)
	own := l.Host == "" && s.hostless(l.Scheme) || listed || k.owns(n, l.Host) || s.action(l)
	best, wrong := differs, ""
	var got found
	for i := range s.shapes {
		shape := &s.shapes[i]
		for f := range shape.accept {
			f := &shape.accept[f]
			if f.host == anyHost && !shape.hasHost(l.Host) && !(listed && shape.listed) {
				continue
			}
			if k.matchNested(f, l, hosts, j, n) {
				return
			}
			if result := shape.match(f, l, &got); result > best {
				best, wrong = result, got.wrong
				if result == fits {
					if l.Port != "" && !listed {
						j.Verdict, j.Rule = Refused, string(link.RulePort)
						j.Reason = words.Make("{service} does not use port {port}.", "service", s.Name, "port", l.Port)
						return
					}
					k.accept(l, j, ref{service: n, shape: uint16(i)}, f, &got)
					return
				}
			}
		}
	}
	if best != differs {
		k.wrong(j, n, best, wrong)
		return
	}
	for i := range s.others {
		o := &s.others[i]
		if o.scheme != l.Scheme || o.host == anyHost && !own || !o.fits(s, l) {
			continue
		}
		if o.refuse {
			j.Verdict, j.Rule, j.Reason = Refused, RuleNeverOpened, noMeeting(s, o.what)
			return
		}
		pass := o.pass
		if pass == PassNow && carriesLink(l) {
			pass = PassAsk
		}
		k.passOn(j, s, pass, o.what)
		return
	}
	switch {
	case own && !slices.Contains(s.Taken, l.Scheme):
		j.Verdict, j.Rule = Refused, RuleNeverOpened
		j.Reason = words.Make("This {service} link is no meeting, and Vestibule opens nothing else.", "service", s.Name)
	case own && l.Port == "":
		k.passOn(j, s, PassAsk, words.Mark("Vestibule does not know what it does"))
	case l.Host == "":
		j.Verdict, j.Rule = Refused, RuleForeign
		j.Reason = words.Make("This {service} link names no host.", "service", s.Name)
	case s.SelfHostable:
		j.Verdict, j.Rule = UnknownHost, RuleUnknownHost
		j.Candidates, j.Listing = []string{s.ID}, listing(l, s.ID)
		j.Reason = words.Make("{host} may be a server of {service}, but it is not on your list.", "host", l.Host, "service", s.Name)
	default:
		j.Verdict, j.Rule = Refused, RuleForeign
		j.Reason = words.Make("This {service} link goes to {host}, which is not {service}'s.", "service", s.Name, "host", l.Host)
		if seen := k.imitated(l.Host, nil); seen >= 0 {
			j.LooksLike = k.services[seen].Name
		}
	}
}

// passOn judges a link that is no meeting and belongs to the scheme's earlier
// program.
func (k *catalogue) passOn(j *Judgement, s *Service, pass PassOn, what string) {
	j.Verdict, j.Rule, j.PassOn = NotMeeting, RulePassed, pass
	j.Reason = noMeeting(s, what)
	if pass == PassAsk {
		j.Rule = RuleAskFirst
	}
}

// matchNested reads a native link that carries a web link of the same service
// ("webex://meet?url=https…"): the web link is judged, and must be a meeting
// of that service.
func (k *catalogue) matchNested(f *form, l *link.Link, hosts []Host, j *Judgement, n uint16) bool {
	nested := -1
	for i := range f.query {
		if f.query[i].part == wholeLink {
			nested = i
		}
	}
	if nested < 0 || f.scheme != l.Scheme || f.host != l.Host || len(l.Segments) != len(f.path) {
		return false
	}
	key, value, seen := f.query[nested].key, "", 0
	for i := range l.Query {
		if l.Query[i].Key == key {
			value = l.Query[i].Value
			seen++
		}
	}
	if seen == 0 {
		return false
	}
	if seen > 1 {
		k.wrong(j, n, doubled, "")
		return true
	}
	inner, err := link.Parse(value)
	if err != nil || inner.Scheme != "https" {
		k.wrong(j, n, malformed, "")
		return true
	}
	var got Judgement
	k.judgeWeb(&inner, hosts, &got)
	if got.Verdict != IsMeeting || got.Service != k.services[n].ID {
		k.wrong(j, n, malformed, "")
		j.Rule, j.Host = RuleForeign, inner.Host
		j.Reason = words.Make("This {service} link carries another link, to {host}, which is not one of its meetings.", "service", j.Name, "host", inner.Host)
		return true
	}
	for i := range l.Query {
		if l.Query[i].Key != key {
			got.Removed = append(got.Removed, cleanName(l.Query[i].Key))
		}
	}
	got.Unwrapped, got.Scheme, got.CarriedAddress = j.Unwrapped, l.Scheme, j.CarriedAddress
	*j = got
	return true
}
