package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"vestibule/internal/link"
)

// key is one entry of an index that is being made.
type key struct {
	text string
	refs []ref
}

type ref struct {
	service, shape int
	self, below    bool
}

// table collects keys in the order in which they come.
type table struct {
	keys []*key
	by   map[string]*key
}

func (t *table) add(text string, r ref) {
	if t.by == nil {
		t.by = map[string]*key{}
	}
	k := t.by[text]
	if k == nil {
		k = &key{text: text}
		t.by[text] = k
		t.keys = append(t.keys, k)
	}
	if !slices.Contains(k.refs, r) {
		k.refs = append(k.refs, r)
	}
}

// once adds a key that only the first service gets.
func (t *table) once(text string, r ref) {
	if t.by[text] == nil {
		t.add(text, r)
	}
}

// indexes makes the three tables of the meeting package.
func indexes(all []*service) (main, telling, looks table, err error) {
	schemes := map[string]string{}
	for n, s := range all {
		for _, scheme := range s.Schemes {
			if other, taken := schemes[scheme]; taken {
				return main, telling, looks, fmt.Errorf("%s and %s both have the scheme %s", other, s.id, scheme)
			}
			schemes[scheme] = s.id
			main.add(scheme+":", ref{service: n})
		}
		for m := range s.shapes {
			c := &s.shapes[m]
			for _, h := range c.hosts {
				main.add(h.name, ref{n, m, h.self, h.below})
			}
			if c.Telling {
				for _, f := range c.accept {
					if f.host == "{host}" && f.scheme == "https" && len(f.path) > 0 && f.path[0].part == -1 {
						telling.add(f.path[0].before, ref{service: n, shape: m})
					}
				}
			}
			for _, label := range c.Telltale {
				telling.add(label, ref{service: n, shape: m})
			}
			if c.Listed && s.SelfHosted {
				for _, word := range s.Words {
					telling.add("="+word, ref{service: n, shape: m})
				}
			}
		}
	}
	lookKeys(all, &looks)
	return main, telling, looks, nil
}

// minName is the shortest name that is looked for inside others: "t.me" is in
// too many.
const minName = 4

func long(domain string) bool {
	label, _, _ := strings.Cut(domain, ".")
	return len(label) >= minName
}

// lookKeys adds what look-alikes are found by. Whole hosts come before
// anything that is only near to one.
func lookKeys(all []*service, looks *table) {
	type known struct {
		host string
		ref  ref
	}
	var hosts []known
	for n, s := range all {
		for _, c := range s.shapes {
			for _, h := range c.hosts {
				hosts = append(hosts, known{h.name, ref{service: n}})
			}
		}
	}
	// The longest first: "meet.google.com" before "google.com".
	slices.SortStableFunc(hosts, func(a, b known) int { return cmp.Compare(len(b.host), len(a.host)) })
	for _, k := range hosts {
		domain := link.RegistrableDomain(k.host)
		looks.once("@"+domain, k.ref)
		looks.once("."+k.host, k.ref)
		if long(domain) || strings.Count(k.host, ".") > 1 {
			looks.once("~"+link.Skeleton(k.host, true), k.ref)
			looks.once(strings.ReplaceAll(k.host, "-", "."), k.ref)
		}
	}
	for _, k := range hosts {
		domain := link.RegistrableDomain(k.host)
		if long(domain) {
			looks.once(strings.ReplaceAll(domain, "-", "."), k.ref)
		}
		if stem := link.Stem(k.host); strings.Contains(stem, ".") {
			looks.once("^"+stem, k.ref)
		}
	}
	for n, s := range all {
		if s.SelfHosted {
			continue // people name their own hosts so
		}
		for _, word := range s.Words {
			looks.once("="+word, ref{service: n})
		}
	}
	for _, k := range hosts {
		domain := link.RegistrableDomain(k.host)
		s := all[k.ref.service]
		if label, _, _ := strings.Cut(domain, "."); !s.SelfHosted && slices.Contains(s.Words, label) {
			looks.once("="+domain, k.ref)
			looks.once("="+strings.ReplaceAll(domain, ".", ""), k.ref)
		}
	}
	for _, k := range hosts {
		domain := link.RegistrableDomain(k.host)
		if !long(domain) {
			continue
		}
		label, rest, _ := strings.Cut(domain, ".")
		for i := range label {
			if less := label[:i] + label[i+1:]; less != "" {
				looks.once("-"+less+"."+rest, k.ref)
			}
		}
	}
}

// hash is FNV-1a, as in the meeting package.
func hash(text string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(text); i++ {
		h = (h ^ uint32(text[i])) * 16777619
	}
	return h
}

// index writes a table as open hash slots, at most half of them used.
func (w *writer) index(name string, t table) {
	size := 2
	for size < 2*len(t.keys) {
		size *= 2
	}
	slots := make([]*key, size)
	for _, k := range t.keys {
		i := hash(k.text) & uint32(size-1)
		for slots[i] != nil {
			i = (i + 1) & uint32(size-1)
		}
		slots[i] = k
	}
	w.f("%s: index{slots: []slot{\n", name)
	for i, k := range slots {
		if k == nil {
			continue
		}
		w.f("%d: {%q, []ref{", i, k.text)
		for _, r := range k.refs {
			w.f("{%d, %d, %v, %v},", r.service, r.shape, r.self, r.below)
		}
		w.f("}},\n")
	}
	if slots[size-1] == nil {
		w.f("%d: {},\n", size-1)
	}
	w.f("}},\n")
}
