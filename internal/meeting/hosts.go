package meeting

import (
	"slices"
	"strings"

	"vestibule/internal/link"
)

// knows tells whether host is one of the catalogue's.
func (k *catalogue) knows(host string) bool {
	known := false
	k.each(host, func(ref) bool { known = true; return true })
	return known
}

// each calls do for every shape that is found on host, until it returns true.
func (k *catalogue) each(host string, do func(ref) bool) {
	for _, r := range k.index.find(host) {
		if r.self && !k.excepts(r, host) && do(r) {
			return
		}
	}
	for i := strings.IndexByte(host, '.'); i >= 0; {
		parent := host[i+1:]
		for _, r := range k.index.find(parent) {
			if r.below && !k.excepts(r, host) && do(r) {
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

// excepts tells whether host is one that a shape's hosts do not mean.
func (k *catalogue) excepts(r ref, host string) bool {
	except := k.services[r.service].shapes[r.shape].except
	return len(except) > 0 && slices.Contains(except, host)
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

// owns tells whether host is one of the service's.
func (k *catalogue) owns(n uint16, host string) bool {
	owned := false
	k.each(host, func(r ref) bool { owned = r.service == n; return owned })
	return owned
}
