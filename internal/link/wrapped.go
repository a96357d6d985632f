package link

import (
	"encoding/base64"
	"html"
	"strings"
)

// values gives the raw values of all parameters with one of these names.
func values(query string, names ...string) []string {
	var found []string
	for query != "" {
		var one string
		one, query, _ = strings.Cut(query, "&")
		key, value, _ := strings.Cut(one, "=")
		for _, name := range names {
			if key == name {
				found = append(found, value)
			}
		}
	}
	return found
}

// value gives the one raw value of a parameter.
func value(query string, names ...string) (string, *Refusal) {
	switch found := values(query, names...); {
	case len(found) > 1:
		return "", refuse(RuleWrapper, "")
	case len(found) == 0 || found[0] == "":
		return "", refuse(RuleNoTarget, "")
	default:
		return found[0], nil
	}
}

// param opens a wrapper with the link in a parameter, percent-encoded once.
func param(names ...string) func(*pieces) (string, *Refusal) {
	return func(p *pieces) (string, *Refusal) {
		raw, r := value(p.query, names...)
		if r != nil {
			return "", r
		}
		return decode(raw, true)
	}
}

// hasAddress tells whether a parameter holds an e-mail address.
func hasAddress(name string) func(*pieces) bool {
	return func(p *pieces) bool {
		for _, raw := range values(p.query, name) {
			if text, r := decode(raw, true); r == nil && strings.Contains(text, "@") {
				return true
			}
		}
		return false
	}
}

// launcher opens a page that carries a link of its own host, as a path behind
// "/_#". Only a path that joins a meeting is taken.
func launcher(p *pieces) (string, *Refusal) {
	raw, r := value(p.query, "url")
	if r != nil {
		return "", r
	}
	path, r := decode(raw, true)
	if r != nil {
		return "", r
	}
	path = strings.TrimPrefix(path, "/_#")
	if !strings.HasPrefix(path, "/l/meetup-join/") && !strings.HasPrefix(path, "/meet/") {
		return "", refuse(RuleTarget, "")
	}
	return "https://" + p.host + path, nil
}

// lastSegment opens a wrapper whose path is a signature and the link,
// percent-encoded into one segment.
func lastSegment(p *pieces) (string, *Refusal) {
	signature, raw, found := strings.Cut(strings.TrimPrefix(p.path, "/"), "/")
	if !found || signature == "" || raw == "" {
		return "", refuse(RuleNoTarget, "")
	}
	if strings.IndexByte(raw, '/') >= 0 {
		return "", refuse(RuleWrapper, "")
	}
	return decode(raw, false)
}

// base64Param opens a wrapper with the link in a parameter, in base64 of
// either alphabet.
func base64Param(name string) func(*pieces) (string, *Refusal) {
	return func(p *pieces) (string, *Refusal) {
		raw, r := value(p.query, name)
		if r != nil {
			return "", r
		}
		// "+" is one of the alphabet here, not a space.
		text, r := decode(raw, false)
		if r != nil {
			return "", r
		}
		return fromBase64(text)
	}
}

func fromBase64(text string) (string, *Refusal) {
	text = strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(text, "="))
	data, err := base64.RawStdEncoding.Strict().DecodeString(text)
	if err != nil {
		return "", refuse(RuleWrapper, "")
	}
	return string(data), nil
}

func unreadable(*pieces) (string, *Refusal) { return "", refuse(RuleUnreadable, "") }

// proofpointV1 is percent-encoded, and HTML-escaped before that.
func proofpointV1(p *pieces) (string, *Refusal) {
	raw, r := value(p.query, "u")
	if r != nil {
		return "", r
	}
	text, r := decode(raw, false)
	return html.UnescapeString(text), r
}

// proofpointV2 writes "-" for "%" and "_" for "/".
func proofpointV2(p *pieces) (string, *Refusal) {
	raw, r := value(p.query, "u")
	if r != nil {
		return "", r
	}
	if strings.IndexByte(raw, '%') >= 0 {
		return "", refuse(RuleWrapper, "")
	}
	text, r := decode(strings.NewReplacer("-", "%", "_", "/").Replace(raw), false)
	return html.UnescapeString(text), r
}

// runLengths is the alphabet in which version 3 writes how many characters a
// "**" stands for, from 2 on.
const runLengths = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// proofpointV3 is "/v3/__LINK__;BASE64!…": in LINK "*" stands for the next
// character of what BASE64 holds, and "**X" for as many as X says.
func proofpointV3(p *pieces) (string, *Refusal) {
	text := strings.TrimPrefix(p.path, "/v3/__")
	if p.hasQuery {
		text += "?" + p.query
	}
	if p.hasFragment {
		text += "#" + p.fragment
	}
	masked, rest, found := strings.Cut(text, "__;")
	stream, _, found2 := strings.Cut(rest, "!")
	if !found || !found2 {
		return "", refuse(RuleWrapper, "")
	}
	hidden, r := fromBase64(stream)
	if r != nil {
		return "", r
	}
	// Decoders differ in whether a run counts bytes or characters.
	if !isASCII(hidden) {
		return "", refuse(RuleWrapper, "")
	}
	// Mail programs make one slash of two.
	if after, ok := strings.CutPrefix(masked, "https:/"); ok && !strings.HasPrefix(after, "/") {
		masked = "https://" + after
	}
	masked, r = decode(masked, false)
	if r != nil {
		return "", r
	}
	var b strings.Builder
	for i := 0; i < len(masked); i++ {
		if masked[i] != '*' {
			b.WriteByte(masked[i])
			continue
		}
		n := 1
		if i+2 < len(masked) && masked[i+1] == '*' {
			if n = strings.IndexByte(runLengths, masked[i+2]) + 2; n < 2 {
				return "", refuse(RuleWrapper, "")
			}
			i += 2
		}
		if n > len(hidden) {
			return "", refuse(RuleWrapper, "")
		}
		b.WriteString(hidden[:n])
		hidden = hidden[n:]
	}
	if hidden != "" {
		return "", refuse(RuleWrapper, "")
	}
	return b.String(), nil
}
