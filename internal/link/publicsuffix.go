package link

import "strings"

// RegistrableDomain gives the part of a host that somebody registered
// ("zoom.us" of "us02web.zoom.us"): one label more than the public suffix. It
// is the whole host where the host is itself a public suffix or has one label.
func RegistrableDomain(host string) string {
	labels := strings.Split(host, ".")
	n := len(labels)
	if n <= 2 {
		return host
	}
	keep := 2
	if len(labels[n-1]) == 2 && len(labels[n-2]) <= 3 {
		keep = 3 // co.uk, com.cn
	}
	return strings.Join(labels[n-min(keep, n):], ".")
}
