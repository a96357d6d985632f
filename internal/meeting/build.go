package meeting

import (
	"errors"
	"fmt"
	"strings"

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
	if err := m.checkParts(s); err != nil {
		return err
	}
	if !link.IsHostName(m.Host) || m.Port != "" && !link.IsPort(m.Port) {
		return ErrHost
	}
	if m.Port == "" && s.hasHost(m.Host) {
		return nil
	}
	l := link.Link{Host: m.Host, Port: m.Port}
	if n := theCatalogue.listedService(&l, hosts); s.listed && n >= 0 && services[n].ID == service.ID {
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
	if err := m.checkParts(s); err != nil {
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

// writer writes one link.
type writer struct {
	to      []byte
	m       Meeting
	service *Service
	shape   *shape
	wish    Wish
	redact  bool
}

func (w *writer) form(f *form, way Way) {
	if w.to == nil {
		w.to = make([]byte, 0, 192)
	}
	w.to = append(w.to, f.scheme...)
	w.to = append(w.to, ':')
	switch f.host {
	case "":
	case anyHost:
		w.to = append(w.to, "//"...)
		w.to = append(w.to, w.m.Host...)
		if w.m.Port != "" {
			w.to = append(w.to, ':')
			w.to = append(w.to, w.m.Port...)
		}
	default:
		w.to = append(w.to, "//"...)
		w.to = append(w.to, f.host...)
	}
	for i := range f.path {
		if w.has(&f.path[i]) {
			w.to = append(w.to, '/')
			w.piece(&f.path[i])
		}
	}
	if f.slash {
		w.to = append(w.to, '/')
	}
	first := byte('?')
	for i := range f.query {
		w.pair(&f.query[i], &first)
	}
	if !w.service.inHash {
		for _, p := range w.switches(way) {
			w.pair(&p, &first)
		}
	}
	w.fragment(&f.fragment, way)
}

func (w *writer) fragment(f *fragment, way Way) {
	first := byte('#')
	switch f.kind {
	case dropFragment:
		if w.service.inHash {
			for _, p := range w.switches(way) {
				w.pair(&p, &first)
			}
		}
	case textFragment:
		if w.has(&f.text) {
			w.to = append(w.to, '#')
			w.piece(&f.text)
		}
	case pairsFragment:
		for i := range f.pairs {
			w.pair(&f.pairs[i], &first)
		}
	case pathFragment:
		w.to = append(w.to, '#')
		for i := range f.path {
			w.to = append(w.to, '/')
			w.piece(&f.path[i])
		}
		if len(f.path) == 0 {
			w.to = append(w.to, '/')
		}
		first = '?'
		for i := range f.pairs {
			w.pair(&f.pairs[i], &first)
		}
	}
}

// switches are the parameters that ask the service for the wished state of
// camera and microphone, and those that go with every link.
func (w *writer) switches(way Way) []pair {
	var all []pair
	all = append(all, w.service.camera.pairs(way, w.wish.Camera)...)
	all = append(all, w.service.mic.pairs(way, w.wish.Microphone)...)
	if len(all) == 0 {
		return nil
	}
	if !w.wish.Camera && !w.wish.Microphone {
		all = append(all, w.service.allOff...)
	}
	return append(all, w.service.always...)
}

// pair writes a parameter; one whose part is not there is left out.
func (w *writer) pair(p *pair, first *byte) {
	if !w.has(&p.piece) {
		return
	}
	w.to = append(w.to, *first)
	*first = '&'
	w.to = link.AppendEncoded(w.to, p.key)
	w.to = append(w.to, '=')
	w.piece(&p.piece)
}

func (w *writer) has(p *piece) bool {
	if p.part < 0 {
		return true
	}
	_, have := w.m.Parts[w.shape.parts[p.part].name]
	return have
}

func (w *writer) piece(p *piece) {
	w.to = link.AppendEncoded(w.to, p.before)
	switch {
	case p.part == wholeLink && w.shape.web != nil:
		inner := writer{m: w.m, shape: w.shape, service: w.service, wish: w.wish, redact: w.redact}
		inner.form(w.shape.web, Web)
		w.to = link.AppendEncoded(w.to, string(inner.to))
	case p.part >= 0:
		part := &w.shape.parts[p.part]
		if w.redact && part.secret {
			w.to = append(w.to, "•••"...)
		} else {
			w.to = link.AppendEncoded(w.to, w.m.Parts[part.name])
		}
	}
	w.to = link.AppendEncoded(w.to, p.after)
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
	if m.Service != o.Service || m.Shape != o.Shape {
		return false
	}
	service, s, err := m.shape()
	if err != nil || !service.oneRoom && (m.Host != o.Host || m.Port != o.Port) {
		return false
	}
	for i := range s.parts {
		p := &s.parts[i]
		if !p.ticket && m.Parts[p.name] != o.Parts[p.name] {
			return false
		}
	}
	return true
}

// Assures tells what the service, or the link that Link would build, assures
// about camera and microphone. What the person turns on needs no assurance:
// the claim then says who passes the wish on.
func (m Meeting) Assures(way Way, wish Wish) (camera, microphone Claim) {
	service, _, err := m.shape()
	if err != nil {
		return Claim{Assurance: Unknown}, Claim{Assurance: Unknown}
	}
	return service.camera.assures(way, wish.Camera), service.mic.assures(way, wish.Microphone)
}

// pairs are the parameters of the switch, if the device has one on this way.
func (d *device) pairs(way Way, on bool) []pair {
	if !d.works(way) {
		return nil
	}
	if on {
		return d.on
	}
	return d.off
}

func (d *device) works(way Way) bool {
	for _, w := range d.ways {
		if w == way {
			return true
		}
	}
	return false
}

func (d *device) assures(way Way, on bool) Claim {
	claim := d.without
	if len(d.pairs(way, on)) > 0 {
		claim = d.claim
	}
	if claim.Assurance == "" {
		claim.Assurance = Unknown
	}
	return claim
}

// removed lists what of a link its meeting does not keep.
func removed(l *link.Link, f *form) []string {
	var names []string
	add := func(name string) {
		name = cleanName(name)
		for _, have := range names {
			if have == name {
				return
			}
		}
		if len(names) < maxRemoved {
			names = append(names, name)
		}
	}
	for i := range l.Query {
		if !f.names(l.Query[i].Key) {
			add(l.Query[i].Key)
		}
	}
	switch f.fragment.kind {
	case dropFragment:
		for rest := l.Fragment; rest != ""; {
			var one string
			one, rest, _ = strings.Cut(rest, "&")
			name, _, isPair := strings.Cut(one, "=")
			if !isPair {
				name = "#" + name
			}
			add(name)
		}
	case pairsFragment, pathFragment:
		rest := l.Fragment
		if f.fragment.kind == pathFragment {
			_, rest, _ = strings.Cut(rest, "?")
		}
		for rest != "" {
			var one string
			one, rest, _ = strings.Cut(rest, "&")
			name, _, _ := strings.Cut(one, "=")
			if !f.fragment.names(name) {
				add(name)
			}
		}
	}
	return names
}

// maxRemoved and maxName bound what is shown of a link's own words.
const (
	maxRemoved = 16
	maxName    = 40
)

// cleanName makes a parameter's name fit to be shown: names are the link's
// words, so only letters, digits and "-_.#" of them are.
func cleanName(name string) string {
	ok := len(name) <= maxName && name != ""
	for i := 0; ok && i < len(name); i++ {
		c := name[i]
		ok = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-_.#", c) >= 0
	}
	if !ok {
		return "(unnamed)"
	}
	return name
}

func (f *form) names(key string) bool {
	for i := range f.query {
		if f.query[i].key == key {
			return true
		}
	}
	return false
}

func (f *fragment) names(key string) bool {
	for i := range f.pairs {
		if f.pairs[i].key == key {
			return true
		}
	}
	return false
}
