package meeting

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"vestibule/internal/link"
)

// Errors of a meeting that cannot be trusted or opened in a way.
var (
	ErrUnknown = errors.New("checking meeting: the catalogue has no such service or shape")
	ErrParts   = errors.New("checking meeting: a part does not fit its shape")
	ErrHost    = errors.New("checking meeting: the host is not one of the service's")
	ErrNoWay   = errors.New("building link: the service has no such way to join")
)

// shape finds the meeting's service and shape.
func (m Meeting) shape() (*Service, *shape, error) {
	n := serviceNumber(m.Service)
	if n < 0 {
		return nil, nil, ErrUnknown
	}
	for i := range services[n].shapes {
		if s := &services[n].shapes[i]; s.name == m.Shape {
			return &services[n], s, nil
		}
	}
	return nil, nil, ErrUnknown
}

// checkParts tells whether every part fits its grammar, none is missing and
// none is foreign.
func (m Meeting) checkParts(s *shape) error {
	known := 0
	for i := range s.parts {
		p := &s.parts[i]
		text, have := m.Parts[p.name]
		if !have {
			if !p.optional {
				return ErrParts
			}
			continue
		}
		known++
		if !p.fits(text) {
			return ErrParts
		}
	}
	if known != len(m.Parts) {
		return ErrParts
	}
	return nil
}

// fits tells whether text may be this part, whoever says so: the grammar of
// the part, and what link asks of every text.
func (p *part) fits(text string) bool {
	if text == "" || len(text) > link.MaxLength || !p.grammar.matches(text) || text == "." || text == ".." {
		return false
	}
	for _, not := range p.not {
		if text == not {
			return false
		}
	}
	return link.Seen(text)
}

// Check tells whether the meeting is one that Judge could have given: its
// service and shape are in the catalogue, its parts fit, nothing is closed,
// and its host is the service's own or given to it by one of hosts. Who gets a
// Meeting from another process asks this before anything else.
func (m Meeting) Check(hosts []Host) error {
	service, s, err := m.shape()
	if err != nil {
		return err
	}
	if service.Closed != nil {
		return ErrUnknown
	}
	if err := errors.Join(m.checkParts(s), m.checkTracking()); err != nil {
		return err
	}
	if !link.IsHostName(m.Host) || m.Port != "" && !link.IsPort(m.Port) {
		return ErrHost
	}
	l := link.Link{Host: m.Host, Port: m.Port}
	n := theCatalogue.listedService(&l, hosts)
	given := n >= 0 && services[n].ID == service.ID
	switch {
	case s.hasHost(m.Host) && (m.Port == "" || slices.Contains(s.ports, m.Port) || given):
		return nil
	case s.listed && given:
		return nil
	}
	return ErrHost
}

// Link rebuilds the link that joins the meeting: from its parts and the wish,
// and from nothing else. The error is ErrNoWay if the service cannot be joined
// in this way.
func (m Meeting) Link(way Way, wish Wish) (string, error) {
	return m.build(way, wish, false)
}

// Redacted is Link with its secrets as •••, for people and logs of theirs.
func (m Meeting) Redacted(way Way, wish Wish) (string, error) {
	return m.build(way, wish, true)
}

func (m Meeting) build(way Way, wish Wish, redact bool) (string, error) {
	service, s, err := m.shape()
	if err != nil {
		return "", err
	}
	if err := errors.Join(m.checkParts(s), m.checkTracking()); err != nil {
		return "", err
	}
	if !link.IsHostName(m.Host) || m.Port != "" && !link.IsPort(m.Port) {
		return "", ErrHost
	}
	f := s.web
	if way == Native {
		f = s.native
	}
	if f == nil || way != Web && way != Native {
		return "", fmt.Errorf("%w: %s", ErrNoWay, service.Name)
	}
	w := writer{m: m, shape: s, service: service, wish: wish, redact: redact}
	w.form(f, way)
	if len(w.to) > link.MaxLength {
		return "", ErrParts
	}
	return string(w.to), nil
}

// Label names the meeting for a person: "812 3456 7890". It never holds a
// secret, and is empty where a link names its meeting by a secret alone.
func (m Meeting) Label() string {
	_, s, err := m.shape()
	if err != nil || len(s.parts) == 0 || s.label == noLabel {
		return ""
	}
	text := m.Parts[s.parts[0].name]
	if !s.parts[0].fits(text) {
		return ""
	}
	if s.label == numberLabel {
		return groups(text)
	}
	return text
}

// groups writes digits as people say them: nine as 123 456 789, ten as
// 123 456 7890, eleven as 123 4567 8901.
func groups(text string) string {
	for i := 0; i < len(text); i++ {
		if text[i] < '0' || text[i] > '9' {
			return text
		}
	}
	switch n := len(text); {
	case n < 7:
		return text
	case n <= 10:
		return text[:3] + " " + text[3:6] + " " + text[6:]
	case n == 11:
		return text[:3] + " " + text[3:7] + " " + text[7:]
	default:
		return text[:3] + " " + groups(text[3:])
	}
}

// HasPasscode tells whether the link carries a passcode.
func (m Meeting) HasPasscode() bool { return m.Parts["passcode"] != "" }

// Same tells whether both are the same room, whatever the tickets to it: the
// same service, the same identifying parts and, where a service's hosts are
// worlds of their own, the same host. Letter case counts.
func (m Meeting) Same(o Meeting) bool {
	room, ok := m.Room()
	other, also := o.Room()
	return ok && also && room == other
}

// Room names the room for comparing, as Same does: two meetings with the same
// name are the same. It is no text for people. ok is false where the service
// or its shape is not known.
func (m Meeting) Room() (name string, ok bool) {
	service, s, err := m.shape()
	if err != nil {
		return "", false
	}
	name = strconv.Quote(m.Service) + strconv.Quote(m.Shape)
	if !service.oneRoom {
		name += strconv.Quote(m.Host) + strconv.Quote(m.Port)
	}
	for i := range s.parts {
		if p := &s.parts[i]; !p.ticket {
			name += strconv.Quote(m.Parts[p.name])
		}
	}
	return name, true
}
