package link

import (
	_ "embed"
	"strings"
)

// publicSuffixes are the rules of the Public Suffix List (Mozilla, MPL 2.0,
// https://publicsuffix.org) in ASCII: sorted lines, those of one label left
// out. It is made by internal/link/suffixes and searched as it is, so that
// starting costs nothing.
//
//go:embed publicsuffix.txt
var publicSuffixes string

// RegistrableDomain gives the part of a host that somebody registered
// ("zoom.us" of "us02web.zoom.us"): one label more than the public suffix. It
// is the whole host where the host is itself a public suffix.
func RegistrableDomain(host string) string {
	suffix := publicSuffix(host)
	if len(suffix) == len(host) {
		return host
	}
	before := host[:len(host)-len(suffix)-1]
	return host[strings.LastIndexByte(before, '.')+1:]
}

// Stem gives a host without its public suffix: "meet.google" of
// "meet.google.com". It is empty where the host is itself a public suffix.
func Stem(host string) string {
	suffix := publicSuffix(host)
	if len(suffix) == len(host) {
		return ""
	}
	return host[:len(host)-len(suffix)-1]
}

// publicSuffix finds the longest rule that fits, as the list's own algorithm
// says; an exception beats it.
func publicSuffix(host string) string {
	for at := 0; ; {
		rest := host[at:]
		dot := strings.IndexByte(rest, '.')
		if dot < 0 {
			return rest // no rule: the last label
		}
		parent := rest[dot+1:]
		switch {
		case isRule("!", rest):
			return parent
		case isRule("", rest), isRule("*.", parent):
			return rest
		}
		at += dot + 1
	}
}

// isRule searches the sorted lines for mark and name.
func isRule(mark, name string) bool {
	lo, hi := 0, len(publicSuffixes)-1 // both at newlines
	for lo < hi {
		mid := lo + (hi-lo)/2
		start := strings.LastIndexByte(publicSuffixes[lo:mid+1], '\n') + lo
		end := start + 1 + strings.IndexByte(publicSuffixes[start+1:], '\n')
		line := publicSuffixes[start+1 : end]
		switch c := compare(line, mark, name); {
		case c == 0:
			return true
		case c < 0:
			lo = end
		default:
			hi = start
		}
	}
	return false
}

// compare compares a line with mark and name put together.
func compare(line, mark, name string) int {
	if len(line) < len(mark) {
		return strings.Compare(line, mark)
	}
	if c := strings.Compare(line[:len(mark)], mark); c != 0 {
		return c
	}
	return strings.Compare(line[len(mark):], name)
}
