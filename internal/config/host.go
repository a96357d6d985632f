package config

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// hosts reads [[host]] tables, or an array of inline ones.
func (r *reader) hosts(n *node, value any, path string) {
	hint := "write [[host]] on a line of its own, name and provider below it"
	if n.kind != kindArray {
		p := r.tree.wrongType(n, path, "an array of tables")
		p.Hint = hint
		r.problems = append(r.problems, p)
		return
	}
	first := map[string]int{}
	for i, item := range n.items {
		if len(r.problems) >= maxProblems {
			return
		}
		at := fmt.Sprintf("%s[%d]", path, i)
		if item.kind != kindTable {
			p := r.tree.wrongType(item, at, string(kindTable))
			p.Hint = hint
			r.problems = append(r.problems, p)
			continue
		}
		h, ok := r.host(item, element(value, i), at)
		if !ok {
			continue
		}
		line, column := r.tree.text.at(item.key.start)
		if before, twice := first[h.Name]; twice {
			r.complain(item.fields["name"].value.start, at+".name", fmt.Sprintf("host %q is there twice, first in line %d", h.Name, before), "keep one of the two")
			continue
		}
		first[h.Name] = line
		r.layer.hosts = append(r.layer.hosts, hostSetting{h, Origin{Source: r.source, File: r.tree.text.file, Line: line, Column: column}})
	}
}

// element gives the i-th table of a decoded array, whichever of its shapes
// BurntSushi chose.
func element(value any, i int) map[string]any {
	switch v := value.(type) {
	case []map[string]any:
		if i < len(v) {
			return v[i]
		}
	case []any:
		if i < len(v) {
			m, _ := v[i].(map[string]any)
			return m
		}
	}
	return nil
}

func (r *reader) host(n *node, values map[string]any, path string) (h Host, ok bool) {
	known := []string{"name", "provider"}
	before := len(r.problems)
	for _, name := range n.names {
		child := n.fields[name]
		if name != "name" && name != "provider" {
			r.problems = append(r.problems, r.tree.unknownKey(child, join(path, name), name, known))
		} else if child.kind != kindString {
			r.problems = append(r.problems, r.tree.wrongType(child, join(path, name), string(kindString)))
		}
	}
	if !r.whole {
		return h, false // what is missing may stand where the syntax is broken
	}
	for _, name := range known {
		if n.fields[name] == nil {
			r.complain(n.key.start, join(path, name), fmt.Sprintf("%q is missing", join(path, name)), "a [[host]] needs name and provider")
		}
	}
	if len(r.problems) > before {
		return h, false
	}
	name, _ := values["name"].(string)
	h.Provider, _ = values["provider"].(string)
	h.Name, ok = canonicalHost(name)
	if !ok {
		r.complain(n.fields["name"].value.start, join(path, "name"), fmt.Sprintf("%q cannot be %s", join(path, "name"), clipQuote(name)), hostHint(name))
	}
	if what, hint := checkProvider(h.Provider, r.providers); what != "" {
		r.complain(n.fields["provider"].value.start, join(path, "provider"), what, hint)
		ok = false
	}
	return h, ok
}

// canonicalHost checks a host name, which may have a port, and gives it the
// way a link's host is compared: punycode, lower case, without https's own
// port.
func canonicalHost(s string) (string, bool) {
	name, port, hasPort := strings.Cut(s, ":")
	if hasPort {
		n, err := strconv.ParseUint(port, 10, 16)
		if err != nil || n == 0 || strconv.FormatUint(n, 10) != port {
			return "", false
		}
	}
	ascii, err := idna.Lookup.ToASCII(name)
	if err != nil || ascii == "" || len(ascii) > 253 || strings.HasSuffix(ascii, ".") {
		return "", false
	}
	if _, err := netip.ParseAddr(ascii); err == nil {
		return "", false // an address has no name to show
	}
	for _, label := range strings.Split(ascii, ".") {
		if label == "" || len(label) > 63 || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			return "", false
		}
	}
	if hasPort && port != "443" {
		ascii += ":" + port
	}
	return ascii, true
}

// hostHint says what is meant by a host name, and takes it out of a link.
func hostHint(s string) string {
	if _, rest, isLink := strings.Cut(s, "://"); isLink {
		rest, _, _ = strings.Cut(rest, "/")
		if name, ok := canonicalHost(rest); ok {
			return fmt.Sprintf("only the host: %q", name)
		}
	}
	return "a host name such as \"meet.example.org\", or with a port \"meet.example.org:8443\""
}
