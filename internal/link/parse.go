package link

import "strings"

// Parse reads text by the one grammar of this package, or refuses it; the
// error is always a *Refusal. It trims nothing, guesses nothing and decodes
// once.
//
//	link      = scheme "://" host [ ":" port ] [ path ] [ "?" query ] [ "#" fragment ]
//	          / scheme ":" path                      ; native schemes only
//	scheme    = "https" / "http" / a native scheme of the catalogue
//	host      = labels of a-z, 0-9 and "-", or what IDNA's Lookup profile
//	            accepts unchanged; no address, no user info before it
//	port      = 1*5DIGIT, dropped where it is the scheme's own
//	path      = *( "/" segment ), no "." or "..", none with an encoded
//	            "/", "\", "?" or "#"
//	query     = param *( "&" param ), param = key [ "=" value ], "+" is a space
//
// Everywhere refused: more than MaxLength bytes, invalid UTF-8, control,
// bidirectional, zero-width and other unseen characters, white space, a
// backslash, `"`, "<", ">", a "%" without two digits. These are the places
// where a browser (the URL Standard of WHATWG) and other programs (RFC 3986)
// can read two different hosts; what is left, both read alike. Only a fragment
// may hold a quotation mark, because Jitsi's own links do.
func Parse(text string) (Link, error) {
	s, r := split(text, MaxLength)
	if r != nil {
		return Link{}, r
	}
	return s.link()
}

// pieces is a text cut at its structure, its host read and nothing else
// decoded: what a wrapper needs to see.
type pieces struct {
	scheme, host, port    string
	path, query, fragment string // still encoded; path begins with "/" or is empty
	hasQuery, hasFragment bool
}

// split checks the characters of text and reads scheme, host and port.
func split(text string, max int) (pieces, *Refusal) {
	if r := characters(text, max); r != nil {
		return pieces{}, r
	}
	scheme, rest, ok := cutScheme(text)
	if !ok {
		return pieces{}, refuse(noScheme(text), "")
	}
	scheme = lower(scheme)
	web := scheme == "https" || scheme == "http"
	if !web && !nativeScheme(scheme) {
		return pieces{}, refuseScheme(scheme)
	}
	p := pieces{scheme: scheme}
	if i := strings.IndexByte(rest, '#'); i >= 0 {
		rest, p.fragment, p.hasFragment = rest[:i], rest[i+1:], true
	}
	if i := strings.IndexByte(rest, '?'); i >= 0 {
		rest, p.query, p.hasQuery = rest[:i], rest[i+1:], true
	}
	if !strings.HasPrefix(rest, "//") {
		// "msteams:/l/…" has no host; "zoommtg:zoom.us/…" and
		// "https:/zoom.us" are read differently by different programs.
		if web || !strings.HasPrefix(rest, "/") {
			return pieces{}, refuse(RuleAuthority, "")
		}
		p.path = rest
		return p, nil
	}
	authority := rest[2:]
	if i := strings.IndexByte(authority, '/'); i >= 0 {
		authority, p.path = authority[:i], authority[i:]
	}
	if r := p.authority(authority, web); r != nil {
		return pieces{}, r
	}
	return p, nil
}

// authority reads host and port.
func (p *pieces) authority(text string, web bool) *Refusal {
	if i := strings.LastIndexByte(text, '@'); i >= 0 {
		host, _, _ := strings.Cut(text[i+1:], ":")
		name, _ := readHost(host, web)
		return refuse(RuleUserInfo, name)
	}
	if strings.HasPrefix(text, "[") {
		return refuse(RuleAddress, "")
	}
	host, port, hasPort := strings.Cut(text, ":")
	name, r := readHost(host, web)
	if r != nil {
		return r
	}
	p.host = name
	if !hasPort {
		return nil
	}
	if !portNumber(port) {
		return refuse(RulePort, name)
	}
	if p.scheme == "https" && port == "443" || p.scheme == "http" && port == "80" {
		port = ""
	}
	p.port = port
	return nil
}

func portNumber(port string) bool {
	if port == "" || len(port) > 5 || port[0] == '0' {
		return false
	}
	n := 0
	for i := 0; i < len(port); i++ {
		if port[i] < '0' || port[i] > '9' {
			return false
		}
		n = n*10 + int(port[i]-'0')
	}
	return n <= 65535
}

// link decodes path and query.
func (p pieces) link() (Link, error) {
	l := Link{
		Scheme: p.scheme, Host: p.host, Port: p.port,
		Fragment: strings.ReplaceAll(p.fragment, `"`, "%22"), HasFragment: p.hasFragment,
	}
	var r *Refusal
	if l.Segments, r = readPath(p.path); r == nil {
		if l.Query, r = ReadQuery(p.query); r == nil {
			r = checkEncoded(p.fragment)
		}
	}
	if r != nil {
		r.Host = p.host
		return Link{}, r
	}
	return l, nil
}

// readPath decodes the segments of a path.
func readPath(path string) ([]string, *Refusal) {
	if path == "" || path == "/" {
		return nil, nil
	}
	n := strings.Count(path, "/")
	if n > maxSegments {
		// Climbing is the more telling reason, and cheap to see.
		if strings.Contains(path, "/../") {
			return nil, refuse(RuleDots, "")
		}
		return nil, refuse(RuleTooMany, "")
	}
	segments := make([]string, 0, n)
	for rest := path[1:]; ; {
		raw, more, found := strings.Cut(rest, "/")
		s, r := decode(raw, false)
		if r != nil {
			return nil, r
		}
		if s == "." || s == ".." {
			return nil, refuse(RuleDots, "")
		}
		if strings.ContainsAny(s, `/\?#`) {
			return nil, refuse(RuleSeparator, "")
		}
		segments = append(segments, s)
		if !found {
			return segments, nil
		}
		rest = more
	}
}

// ReadQuery decodes the parameters of a query, or of a fragment that is
// written like one. The refusal names no host.
func ReadQuery(query string) ([]Param, *Refusal) {
	if query == "" {
		return nil, nil
	}
	n := strings.Count(query, "&") + 1
	if n > maxParams {
		return nil, refuse(RuleTooMany, "")
	}
	params := make([]Param, 0, n)
	for rest := query; ; {
		raw, more, found := strings.Cut(rest, "&")
		if raw != "" {
			k, v, _ := strings.Cut(raw, "=")
			key, r := decode(k, true)
			if r != nil {
				return nil, r
			}
			value, r := decode(v, true)
			if r != nil {
				return nil, r
			}
			params = append(params, Param{key, value})
		}
		if !found {
			if len(params) == 0 {
				return nil, nil // "&&" says nothing
			}
			return params, nil
		}
		rest = more
	}
}

// cutScheme cuts a scheme of RFC 3986's grammar from the text.
func cutScheme(text string) (scheme, rest string, ok bool) {
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c|0x20 >= 'a' && c|0x20 <= 'z':
		case i > 0 && (c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.'):
		case i > 0 && c == ':':
			return text[:i], text[i+1:], true
		default:
			return "", "", false
		}
	}
	return "", "", false
}

// noScheme tells why a text without a scheme is refused.
func noScheme(text string) Rule {
	switch {
	case text[0] == '-':
		return RuleDash
	case strings.HasPrefix(text, "//"):
		return RuleNetPath
	}
	return RuleNoLink
}

func lower(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= 'A' && s[i] <= 'Z' {
			return strings.ToLower(s)
		}
	}
	return s
}
