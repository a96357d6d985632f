package meeting

import (
	"errors"
	"slices"

	"vestibule/internal/link"
	"vestibule/internal/words"
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
	j.Verdict, j.Rule, j.Reason = Refused, "unreadable", words.Make("The link cannot be read.")
	var r *link.Refusal
	if errors.As(err, &r) {
		j.Rule, j.Reason, j.Host = string(r.Rule), r.Text, r.Host
		if !r.Unsafe {
			j.Verdict = NotMeeting
		}
	}
	if j.Host != "" {
		seen := k.imitated(j.Host, nil)
		if j.Rule == string(link.RuleDisguised) {
			seen = k.owner(j.Host) // the letters it stands for are the service's
		}
		if seen >= 0 {
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
	best, wrong := differs, ""
	var got found
	var at ref
	try := func(r ref) bool {
		s := &k.services[r.service].shapes[r.shape]
		for i := range s.accept {
			if result := s.match(&s.accept[i], l, &got); result > best {
				best, at, wrong = result, r, got.wrong
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
	case done && l.Port != "" && listed < 0 && !slices.Contains(k.services[at.service].shapes[at.shape].ports, l.Port):
		s := &k.services[at.service]
		*j = Judgement{Verdict: Refused, Rule: string(link.RulePort), Service: s.ID, Name: s.Name, Scheme: l.Scheme, Host: l.Host, Unwrapped: j.Unwrapped, CarriedAddress: j.CarriedAddress,
			Reason: words.Make("{service} does not use port {port}.", "service", s.Name, "port", l.Port)}
	case done:
	case best == malformed || best == doubled:
		k.wrong(j, at.service, best, wrong)
	case known:
		k.page(l, j)
	case listed >= 0:
		s := &k.services[listed]
		j.Verdict, j.Rule, j.Service, j.Name = NotMeeting, RuleNoMeeting, s.ID, s.Name
		j.Reason = words.Make("This page of {host} is not a {service} meeting.", "host", l.Host, "service", s.Name)
	default:
		k.stranger(l, j)
	}
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
			j.Reason = words.Make("The link names two meetings, or more than a meeting.")
			return
		}
	}
	if service.Closed != nil {
		j.Verdict, j.Rule = ClosedService, RuleClosed
		j.Reason = hasClosed(service)
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
	j.Verdict, j.Rule, j.Reason = IsMeeting, RuleMeeting, words.Plain(service.reason)
	j.Meeting = Meeting{Service: service.ID, Host: host, Port: port, Shape: s.name, Parts: parts}
	j.Removed, j.tracking = removed(l, f), tracking(l)
}

func isWeb(scheme string) bool { return scheme == "https" || scheme == "http" }

// wrong judges a link whose form is clear and whose parts are not; part names
// the one that is not, where one is known.
func (k *catalogue) wrong(j *Judgement, service uint16, how outcome, part string) {
	s := &k.services[service]
	j.Service, j.Name = s.ID, s.Name
	j.Verdict, j.Rule = Refused, RuleMalformed
	switch part {
	case "meeting":
		j.Reason = words.Make("This has the form of a {service} link, but what names the meeting cannot be right.", "service", s.Name)
	case "passcode":
		j.Reason = words.Make("This has the form of a {service} link, but its passcode cannot be right.", "service", s.Name)
	default:
		j.Reason = words.Make("This has the form of a {service} link, but a part of it cannot be right.", "service", s.Name)
	}
	if how == doubled {
		j.Rule = RuleDoubled
		j.Reason = words.Make("This {service} link says a part twice, so that programs can read different meetings.", "service", s.Name)
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
		j.Reason = noMeeting(s, stop.what)
	case s.Closed != nil:
		j.Verdict, j.Rule = ClosedService, RuleClosed
		j.Reason = hasClosed(s)
	default:
		j.Reason = words.Make("This is a page of {service}, not a meeting.", "service", s.Name)
	}
}

func hasClosed(s *Service) words.Text {
	return words.Make("{service} has closed ({since}).", "service", s.Name, "since", s.Closed.Since)
}

// noMeeting says what a link of the service does instead; see other.what.
func noMeeting(s *Service, what string) words.Text {
	return words.Make("This {service} link is no meeting: {why}.", "service", s.Name, "why", what)
}
