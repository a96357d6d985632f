package meeting

import (
	"strings"

	"vestibule/internal/link"
)

// imitated finds the service that a host is made to be taken for; -1 if there
// is none. A host is an imitation when, as it is written or as it looks, it
//
//   - holds a known host, but not at its end: zoom.us.evil.example;
//   - holds one with hyphens for dots: zoom-us.example;
//   - ends in a known domain without a dot before it: evilzoom.us;
//   - is one in other letters: a Cyrillic o, rneet.google.com;
//   - has a service's own name for its domain, or as a word of it, under
//     another ending: zoom.example, evil-ovice.com, meet.google.co;
//   - differs from a known domain by one keystroke: zooom.us;
//
// or when, given the whole link, its path begins with a known host. The host
// itself is known to be nobody's.
func (k *catalogue) imitated(host string, l *link.Link) int {
	if !strings.Contains(host, "xn--") && k.look("@", link.RegistrableDomain(host)) >= 0 {
		return -1 // a service's own domain
	}
	if n := k.imitates(host, false); n >= 0 {
		return n
	}
	if looks := link.Skeleton(host, false); looks != host {
		if n := k.owner(looks); n >= 0 {
			return n
		}
		if n := k.imitates(looks, false); n >= 0 {
			return n
		}
	}
	loose := link.Skeleton(host, true)
	if n := k.imitates(loose, true); n >= 0 {
		return n
	}
	if l != nil {
		for _, s := range l.Segments {
			if strings.IndexByte(s, '.') > 0 {
				if n := k.owner(strings.ToLower(s)); n >= 0 {
					return n
				}
			}
		}
	}
	return -1
}

// imitates looks a host, or its skeleton, up in the table of looks. Its keys
// are:
//
//	.zoom.us        a known host
//	zoom.us         one that is long enough, or its domain, with dots for hyphens
//	^meet.google    a known host of several words without its ending
//	=zoom           a service's own name
//	=zoom.us        a known domain with that name; also =zoomus
//	@zoom.us        a known registrable domain
//	-zom.us         the same with one letter left out
//	~zoom.us        the loose skeleton of a known host
func (k *catalogue) imitates(host string, loose bool) int {
	if loose {
		for rest := host; ; {
			if n := k.look("~", rest); n >= 0 {
				return n
			}
			i := strings.LastIndexByte(rest, '.')
			if i < 0 {
				break
			}
			rest = rest[:i]
		}
		for rest := host; ; {
			if n := k.look("~", rest); n >= 0 {
				return n
			}
			i := strings.IndexByte(rest, '.')
			if i < 0 {
				return -1
			}
			rest = rest[i+1:]
		}
	}
	domain := link.RegistrableDomain(host)
	if n := k.holds(host, "."); n >= 0 {
		return n
	}
	if n := k.holds(strings.ReplaceAll(host, "-", "."), ""); n >= 0 {
		return n
	}
	if stem := link.Stem(host); stem != "" {
		if n := k.look("^", stem); n >= 0 {
			return n // meet.google.co
		}
	}
	label, _, _ := strings.Cut(domain, ".")
	if n := k.word(label); n >= 0 {
		return n
	}
	for i := 1; i < len(label); i++ {
		if n := k.look("=", domain[i:]); n >= 0 {
			return n // evilzoom.us
		}
	}
	return k.oneKey(domain)
}

// word finds a service's own name in a label: as the label, as a word of it
// between hyphens or, if the name is too long for that to be chance, anywhere
// in it.
func (k *catalogue) word(label string) int {
	for _, word := range strings.Split(label, "-") {
		if n := k.look("=", word); n >= 0 {
			return n
		}
	}
	for from := range label {
		for to := from + minGlued; to <= len(label) && to <= from+maxTyped; to++ {
			if n := k.look("=", label[from:to]); n >= 0 {
				return n
			}
		}
	}
	return -1
}

// oneKey finds a known domain that differs from domain by one keystroke: a
// letter missing, one too many or, in names long enough for that to be no
// chance, one in place of another or two exchanged.
func (k *catalogue) oneKey(domain string) int {
	if n := k.look("-", domain); n >= 0 {
		return n
	}
	label, _, _ := strings.Cut(domain, ".")
	if len(label) > maxTyped {
		return -1
	}
	for i := range label {
		less := domain[:i] + domain[i+1:]
		if n := k.look("@", less); n >= 0 {
			return n
		}
		if len(label) >= minTyped {
			if n := k.look("-", less); n >= 0 {
				return n
			}
		}
	}
	return -1
}

// Names of minGlued letters and more are not in other words by chance. Names
// shorter than minTyped have neighbours that are honest ("loom" and
// "zoom"); longer than maxTyped there are no known ones.
const (
	minGlued = 5
	minTyped = 6
	maxTyped = 32
)

// holds finds a known host, under mark, among the words of host between dots.
func (k *catalogue) holds(host, mark string) int {
	for from := 0; ; {
		for to := from; to < len(host); {
			dot := strings.IndexByte(host[to:], '.')
			end := to + dot
			if dot < 0 {
				end = len(host)
			}
			if n := k.look(mark, host[from:end]); n >= 0 {
				return n
			}
			to = end + 1
		}
		dot := strings.IndexByte(host[from:], '.')
		if dot < 0 {
			return -1
		}
		from += dot + 1
	}
}

func (k *catalogue) look(mark, text string) int {
	if refs := k.looks.findMarked(mark, text); len(refs) > 0 {
		return int(refs[0].service)
	}
	return -1
}
