package meeting

import (
	"errors"
	"slices"
	"strings"

	"vestibule/internal/link"
)

// The rules of this package, beside those of link.
const (
	RuleMeeting     = "meeting"               // a meeting
	RuleClosed      = "closed"                // of a service that has closed
	RuleUnknownHost = "unknown-host"          // the shape of a self-hosted service, on a host nobody listed
	RuleNoService   = "no-service"            // no service Vestibule knows
	RuleNoMeeting   = "no-meeting"            // a service's page that is no meeting
	RuleMalformed   = "malformed"             // a meeting link with a part that cannot be one
	RuleDoubled     = "duplicate"             // a part that is there twice
	RuleConflict    = "conflicting-parameter" // a parameter that names another meeting
	RuleLooksLike   = "look-alike"            // made to be taken for a known service
	RuleInside      = "link-inside"           // goes elsewhere, with a meeting link inside
	RuleLocal       = "local-name"            // a host without a domain that nobody listed
	RuleForeign     = "foreign-host"          // a service's own scheme with another host
	RuleUnencrypted = "http"                  // http where nobody knows of https
	RuleNeverOpened = "never-opened"          // starts a call, opens any page
	RulePassed      = "passed-on"             // no meeting, goes to the scheme's earlier program
	RuleAskFirst    = "ask-first"             // the same, after a question
)

// Judge tells what a text is. It is total: any text has an answer, and the
// answer depends on nothing but the text, the catalogue and hosts, the
// [[host]] entries of the configuration.
func Judge(text string, hosts []Host) Judgement {
	return theCatalogue.judge(text, hosts)
}

// catalogue is what Judge looks into: the static one, or a larger one in a
// benchmark.
type catalogue struct {
	services []Service
	index    index
	telling  index // first literal segment → shapes that tell the service on any host
	looks    index // see lookalike.go
}

func (k *catalogue) judge(text string, hosts []Host) Judgement {
	read, err := link.Read(text)
	j := Judgement{Unwrapped: read.Unwrapped, CarriedAddress: read.CarriedAddress}
	if err != nil {
		return k.refusal(j, err)
	}
	l := &read.Link
	j.Scheme, j.Host = l.Scheme, l.Host
	if l.Scheme == "https" || l.Scheme == "http" {
		k.judgeWeb(l, hosts, &j)
	} else {
		k.judgeNative(l, hosts, &j)
	}
	return j
}

// refusal turns a refusal of link into a judgement.
func (k *catalogue) refusal(j Judgement, err error) Judgement {
	j.Verdict, j.Rule, j.Reason = Refused, "unreadable", "The link cannot be read."
	var r *link.Refusal
	if errors.As(err, &r) {
		j.Rule, j.Reason, j.Host = string(r.Rule), r.Text, r.Host
		if !r.Unsafe {
			j.Verdict = NotMeeting
		}
	}
	if j.Host != "" {
		if seen := k.imitated(j.Host, nil); seen >= 0 {
			j.LooksLike = k.services[seen].Name
		}
	}
	return j
}

// judgeWeb judges an https or http link.
func (k *catalogue) judgeWeb(l *link.Link, hosts []Host, j *Judgement) {
	listed := k.listedService(l, hosts)
	known := k.knows(l.Host)
	if known || listed >= 0 {
		*l = l.Upgrade()
		j.Scheme, j.Upgraded = l.Scheme, l.Upgraded
	}
	best := differs
	var got found
	var at ref
	try := func(r ref) bool {
		s := &k.services[r.service].shapes[r.shape]
		for i := range s.accept {
			if result := s.match(&s.accept[i], l, &got); result > best {
				best, at = result, r
				if result == fits {
					k.accept(l, j, r, &s.accept[i], &got)
					return true
				}
			}
		}
		return false
	}
	done := false
	k.each(l.Host, func(r ref) bool { done = try(r); return done })
	if !done && listed >= 0 && !known {
		for i := range k.services[listed].shapes {
			if k.services[listed].shapes[i].listed && try(ref{service: uint16(listed), shape: uint16(i)}) {
				done = true
				break
			}
		}
	}
	switch {
	case done && l.Port != "" && listed < 0:
		s := &k.services[at.service]
		*j = Judgement{Verdict: Refused, Rule: string(link.RulePort), Service: s.ID, Name: s.Name, Scheme: l.Scheme, Host: l.Host, Unwrapped: j.Unwrapped, CarriedAddress: j.CarriedAddress,
			Reason: s.Name + " does not use port " + l.Port + "."}
	case done:
	case best == malformed || best == doubled:
		k.wrong(j, at.service, best)
	case known:
		k.page(l, j)
	case listed >= 0:
		s := &k.services[listed]
		j.Verdict, j.Rule, j.Service, j.Name = NotMeeting, RuleNoMeeting, s.ID, s.Name
		j.Reason = "This page of " + l.Host + " is not a " + s.Name + " meeting."
	default:
		k.stranger(l, j)
	}
}

// knows tells whether host is one of the catalogue's.
func (k *catalogue) knows(host string) bool {
	known := false
	k.each(host, func(ref) bool { known = true; return true })
	return known
}

// each calls do for every shape that is found on host, until it returns true.
func (k *catalogue) each(host string, do func(ref) bool) {
	for _, r := range k.index.find(host) {
		if r.self && do(r) {
			return
		}
	}
	for i := strings.IndexByte(host, '.'); i >= 0; {
		parent := host[i+1:]
		for _, r := range k.index.find(parent) {
			if r.below && do(r) {
				return
			}
		}
		next := strings.IndexByte(parent, '.')
		if next < 0 {
			return
		}
		i += 1 + next
	}
}

// listedService gives the number of the service that a [[host]] entry gives
// to the host and port of l; -1 if there is none. An entry for a service that
// nobody can host is not believed.
func (k *catalogue) listedService(l *link.Link, hosts []Host) int {
	for i := range hosts {
		if hosts[i].is(l.Host, l.Port) {
			if n := k.number(hosts[i].Provider); n >= 0 && k.services[n].SelfHostable {
				return n
			}
		}
	}
	return -1
}

// is tells whether the entry names this host and port.
func (h Host) is(host, port string) bool {
	name := h.Name
	if i := strings.LastIndexByte(name, ':'); i >= 0 {
		if p := name[i+1:]; p != port && !(port == "" && p == "443") {
			return false
		}
		name = name[:i]
	} else if port != "" {
		return false
	}
	if name == host {
		return true
	}
	canonical, err := link.CanonicalHost(name)
	return err == nil && canonical == host
}

// accept fills in the judgement of a link that fits a form.
func (k *catalogue) accept(l *link.Link, j *Judgement, r ref, f *form, got *found) {
	service := &k.services[r.service]
	s := &service.shapes[r.shape]
	j.Service, j.Name = service.ID, service.Name
	for _, key := range s.conflict {
		if f.names(key) {
			continue
		}
		if hasKey(l.Query, key) {
			j.Verdict, j.Rule = Refused, RuleConflict
			j.Reason = "The link names two meetings, or more than a meeting."
			return
		}
	}
	if service.Closed != nil {
		j.Verdict, j.Rule = ClosedService, RuleClosed
		j.Reason = service.Name + " has closed (" + service.Closed.Since + ")."
		return
	}
	host, port := l.Host, l.Port
	if f.host != anyHost && len(s.hosts) > 0 && !isWeb(f.scheme) {
		host, port = s.hosts[0].name, ""
	}
	parts := make(map[string]string, len(s.parts))
	for i := range s.parts {
		if got.have[i] {
			parts[s.parts[i].name] = got.value[i]
		}
	}
	j.Verdict, j.Rule, j.Reason = IsMeeting, RuleMeeting, service.reason
	j.Meeting = Meeting{Service: service.ID, Host: host, Port: port, Shape: s.name, Parts: parts}
	j.Removed = removed(l, f)
}

func isWeb(scheme string) bool { return scheme == "https" || scheme == "http" }

// wrong judges a link whose form is clear and whose parts are not.
func (k *catalogue) wrong(j *Judgement, service uint16, how outcome) {
	s := &k.services[service]
	j.Service, j.Name = s.ID, s.Name
	j.Verdict, j.Rule = Refused, RuleMalformed
	j.Reason = "This has the form of a " + s.Name + " meeting link, but a part of it cannot be one."
	if how == doubled {
		j.Rule = RuleDoubled
		j.Reason = "This " + s.Name + " link has a part twice, so that programs can read different meetings."
	}
}

// page judges a link to a known host that is no meeting.
func (k *catalogue) page(l *link.Link, j *Judgement) {
	var first = -1
	var stop *other
	k.each(l.Host, func(r ref) bool {
		s := &k.services[r.service]
		if first < 0 {
			first = int(r.service)
		}
		for i := range s.others {
			o := &s.others[i]
			if o.refuse && o.fits(s, l) {
				first, stop = int(r.service), o
				return true
			}
		}
		return false
	})
	s := &k.services[first]
	j.Service, j.Name = s.ID, s.Name
	j.Verdict, j.Rule = NotMeeting, RuleNoMeeting
	switch {
	case stop != nil:
		j.Verdict, j.Rule = Refused, RuleNeverOpened
		j.Reason = "This " + s.Name + " link is no meeting: " + stop.what + "."
	case s.Closed != nil:
		j.Verdict, j.Rule = ClosedService, RuleClosed
		j.Reason = s.Name + " has closed (" + s.Closed.Since + ")."
	default:
		j.Reason = "This is a page of " + s.Name + ", not a meeting."
	}
}

// judgeNative judges a link of a service's own scheme.
func (k *catalogue) judgeNative(l *link.Link, hosts []Host, j *Judgement) {
	refs := k.index.find(l.Scheme + ":")
	if len(refs) == 0 {
		j.Verdict, j.Rule, j.Reason = Refused, string(link.RuleScheme), "Vestibule does not open "+l.Scheme+": links."
		return
	}
	n := refs[0].service
	s := &k.services[n]
	j.Service, j.Name = s.ID, s.Name
	listed := k.listedService(l, hosts) == int(n)
	own := l.Host == "" || listed || k.owns(n, l.Host) || s.action(l)
	best := differs
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
				best = result
				if result == fits {
					if l.Port != "" && !listed {
						j.Verdict, j.Rule = Refused, string(link.RulePort)
						j.Reason = s.Name + " does not use port " + l.Port + "."
						return
					}
					k.accept(l, j, ref{service: n, shape: uint16(i)}, f, &got)
					return
				}
			}
		}
	}
	if best != differs {
		k.wrong(j, n, best)
		return
	}
	for i := range s.others {
		o := &s.others[i]
		if o.scheme != l.Scheme || o.host == anyHost && !own || !o.fits(s, l) {
			continue
		}
		own = true
		if o.refuse {
			j.Verdict, j.Rule, j.Reason = Refused, RuleNeverOpened, "This "+s.Name+" link is no meeting: "+o.what+"."
			return
		}
		k.passOn(j, s, o.pass, o.what)
		return
	}
	switch {
	case own && l.Port == "":
		k.passOn(j, s, PassAsk, "Vestibule does not know what it does")
	case s.SelfHostable:
		j.Verdict, j.Rule = UnknownHost, RuleUnknownHost
		j.Reason = l.Host + " may be a " + s.Name + " server, but it is not on your list."
	default:
		j.Verdict, j.Rule = Refused, RuleForeign
		j.Reason = "This " + s.Name + " link goes to " + l.Host + ", which is not " + s.Name + "'s."
		if seen := k.imitated(l.Host, nil); seen >= 0 {
			j.LooksLike = k.services[seen].Name
		}
	}
}

// passOn judges a link that is no meeting and belongs to the scheme's earlier
// program. A closed service's program is passed nothing.
func (k *catalogue) passOn(j *Judgement, s *Service, pass PassOn, what string) {
	j.Verdict, j.Rule, j.PassOn = NotMeeting, RulePassed, pass
	j.Reason = "This " + s.Name + " link is no meeting: " + what + "."
	if pass == PassAsk {
		j.Rule = RuleAskFirst
	}
	if s.Closed != nil || len(j.Unwrapped) > 0 {
		j.PassOn = PassNever
	}
}

// owns tells whether host is one of the service's.
func (k *catalogue) owns(n uint16, host string) bool {
	owned := false
	k.each(host, func(r ref) bool { owned = r.service == n; return owned })
	return owned
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
		k.wrong(j, n, doubled)
		return true
	}
	inner, err := link.Parse(value)
	if err != nil || inner.Scheme != "https" {
		k.wrong(j, n, malformed)
		return true
	}
	var got Judgement
	k.judgeWeb(&inner, hosts, &got)
	if got.Verdict != IsMeeting || got.Service != k.services[n].ID {
		k.wrong(j, n, malformed)
		j.Rule, j.Host = RuleForeign, inner.Host
		j.Reason = "This " + j.Name + " link carries another link, to " + inner.Host + ", which is not one of its meetings."
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
