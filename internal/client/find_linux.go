package client

import (
	"slices"
)

// Installed lists the programs that handle one of schemes, then the browsers,
// which are the handlers of https. Each part has the default first, then
// follows the order of mimeapps.list and the entries. Vestibule is never in
// it; where it is the default of a scheme, the program that had the scheme
// before comes first. What cannot be read counts as not there.
func (f *Finder) Installed(schemes []string) ([]Client, error) {
	x := readIndex(f.opts.Dirs)
	return listed(schemes, func(a, b string) bool { return a == b }, func(scheme string) (out []Client) {
		for _, e := range f.candidates(x, scheme) {
			out = append(out, Client{ID: e.ID, Name: e.Name})
		}
		return out
	}), nil
}

// Handler gives the program that would open scheme if Vestibule were not
// there.
func (f *Finder) Handler(scheme string) (Client, bool) {
	for _, e := range f.candidates(readIndex(f.opts.Dirs), scheme) {
		kind := App
		if scheme == "https" || scheme == "http" {
			kind = Browser
		}
		return Client{ID: e.ID, Name: e.Name, Kind: kind, Schemes: []string{scheme}, Default: true}, true
	}
	return Client{}, false
}

// candidates are the entries that are offered for scheme, best first.
func (f *Finder) candidates(x *index, scheme string) []*Entry {
	if !isScheme(scheme) {
		return nil
	}
	all := x.present(x.ordered(mimeOf(scheme)))
	if len(all) > 0 && all[0].isSelf(f.opts.Self) && f.opts.Earlier != nil {
		if earlier := f.opts.Earlier(scheme); earlier != "" {
			if e := x.entry(earlier); e != nil {
				all = slices.Insert(slices.DeleteFunc(all, func(o *Entry) bool { return o.ID == earlier }), 0, e)
			}
		}
	}
	return slices.DeleteFunc(all, func(e *Entry) bool { return e.offerable(f.opts.Self) != nil })
}

// DefaultID gives the id of the entry that opens scheme on this desktop as it
// is, Vestibule included, or "". That is GLib's answer, who starts even a
// hidden entry when it comes to be the default.
func (f *Finder) DefaultID(scheme string) string {
	if !isScheme(scheme) {
		return ""
	}
	x := readIndex(f.opts.Dirs)
	for _, id := range x.ordered(mimeOf(scheme)) {
		if x.loaded(id) != nil {
			return id
		}
	}
	return ""
}

// DefaultWithout gives the id of the entry that would open scheme on this
// desktop if Vestibule were not there, or "".
func (f *Finder) DefaultWithout(scheme string) string {
	if !isScheme(scheme) {
		return ""
	}
	x := readIndex(f.opts.Dirs)
	for _, e := range x.present(x.ordered(mimeOf(scheme))) {
		if !e.isSelf(f.opts.Self) {
			return e.ID
		}
	}
	return ""
}

// Name gives the localised name of an entry that is there, or the id.
func (f *Finder) Name(id string) string {
	if e := readIndex(f.opts.Dirs).entry(id); e != nil {
		return e.Name
	}
	return id
}

// NotOffered lists what handles one of schemes or https and is not offered,
// with the reason, so that nobody has to guess why a client is missing.
// Vestibule itself is not in it.
func (f *Finder) NotOffered(schemes []string) []Unusable {
	x := readIndex(f.opts.Dirs)
	var out []Unusable
	for _, scheme := range append(slices.Clone(schemes), "https") {
		if !isScheme(scheme) {
			continue
		}
		for _, e := range x.present(x.ordered(mimeOf(scheme))) {
			if err := e.offerable(f.opts.Self); err != nil && !e.isSelf(f.opts.Self) {
				out = append(out, Unusable{ID: e.ID, Name: e.Name, Scheme: scheme, Why: err.Error()})
			}
		}
	}
	return out
}

func mimeOf(scheme string) string { return "x-scheme-handler/" + scheme }
