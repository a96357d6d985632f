package meeting

import (
	"bytes"
	"strconv"

	"vestibule/internal/link"
)

// hidden stands for a secret.
const hidden = "•••"

// writer writes one link.
type writer struct {
	to      []byte
	m       Meeting
	service *Service
	shape   *shape
	wish    Wish
	redact  bool
	inner   bool // a link inside another
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
	if f.slash || len(f.path) == 0 && f.scheme == "https" {
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
	if way == Web && !w.inner {
		w.tracking(&first)
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
		if w.service.inHash {
			for _, p := range w.switches(way) {
				w.pair(&p, &first)
			}
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
	camera := w.service.camera.pairs(way, w.wish.Camera)
	mic := w.service.mic.pairs(way, w.wish.Microphone)
	all := append([]pair(nil), camera...)
	if sharesKey(camera, mic) {
		// One parameter for both, and its bits are theirs: the generator has
		// seen to it that they are numbers.
		c, _ := strconv.Atoi(camera[0].before)
		m, _ := strconv.Atoi(mic[0].before)
		all[0].before = strconv.Itoa(c | m)
	} else {
		all = append(all, mic...)
	}
	if len(all) == 0 {
		return nil
	}
	if !w.wish.Camera && !w.wish.Microphone {
		all = append(all, w.service.allOff...)
	}
	return append(all, w.service.always...)
}

// sharesKey says that camera and microphone are switched by one parameter.
func sharesKey(camera, mic []pair) bool {
	return len(camera) > 0 && len(mic) > 0 && camera[0].key == mic[0].key
}

// tracking writes the parameters that were kept, encoded by us.
func (w *writer) tracking(first *byte) {
	for _, t := range w.m.Tracking {
		w.to = append(w.to, *first)
		*first = '&'
		w.to = append(w.to, t.Key...)
		w.to = append(w.to, '=')
		if w.redact {
			w.to = append(w.to, hidden...) // it may name the reader
		} else {
			w.to = link.AppendEncoded(w.to, t.Value)
		}
	}
}

// pair writes a parameter; one whose part is not there is left out.
func (w *writer) pair(p *pair, first *byte) {
	if !w.has(&p.piece) {
		return
	}
	w.to = append(w.to, *first)
	*first = '&'
	w.to = append(w.to, p.key...)
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
	// What the catalogue writes around a part is written as it is: it is plain,
	// and services do not all decode it ("/@/").
	w.to = append(w.to, p.before...)
	switch {
	case p.part == wholeLink && w.shape.web != nil:
		inner := writer{m: w.m, shape: w.shape, service: w.service, wish: w.wish, redact: w.redact, inner: true}
		inner.form(w.shape.web, Web)
		encoded := link.AppendEncoded(nil, string(inner.to))
		if w.redact {
			encoded = bytes.ReplaceAll(encoded, link.AppendEncoded(nil, hidden), []byte(hidden))
		}
		w.to = append(w.to, encoded...)
	case p.part >= 0:
		part := &w.shape.parts[p.part]
		if w.redact && part.secret {
			w.to = append(w.to, hidden...)
		} else {
			w.to = link.AppendEncoded(w.to, w.m.Parts[part.name])
		}
	}
	w.to = append(w.to, p.after...)
}
