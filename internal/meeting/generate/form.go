package main

import (
	"fmt"
	"slices"
	"strings"
)

// form is the parsed notation of a link with named parts:
//
//	https://{host}/wc/{meeting}/join?pwd={passcode}&(action=join)&!zak
//
// {host} is any host of the shape; {name} is a part, and a segment or value
// may have text around it. A parameter with a literal value must be there; one
// in parentheses may be. "!key" must not be there. After "#" comes one part
// with text around it, parameters, or a path with parameters. "/**" at the end
// of the path of an "other" takes any more segments.
type form struct {
	scheme, host string
	path         []piece
	slash, rest  bool
	query        []pair
	absent       []string
	fragment     fragment
}

type piece struct {
	before string
	part   int // -1 none, -2 the web link
	after  string
}

type pair struct {
	key string
	piece
	maybe bool
}

type fragment struct {
	kind  string // "", "text", "pairs", "path"
	text  piece
	path  []piece
	pairs []pair
}

// readForm parses the notation; parts are the names in their order.
func readForm(text string, parts []string) (form, error) {
	var f form
	scheme, rest, found := strings.Cut(text, ":")
	if !found {
		return f, fmt.Errorf("reading form %q: no scheme", text)
	}
	f.scheme = scheme
	rest, hash, hasHash := strings.Cut(rest, "#")
	rest, query, _ := strings.Cut(rest, "?")
	if after, ok := strings.CutPrefix(rest, "//"); ok {
		f.host, rest, _ = strings.Cut(after, "/")
	} else {
		rest = strings.TrimPrefix(rest, "/")
	}
	if r, ok := strings.CutSuffix(rest, "**"); ok {
		f.rest, rest = true, strings.TrimSuffix(r, "/")
	}
	if r, ok := strings.CutSuffix(rest, "/"); ok {
		f.slash, rest = true, r
	}
	var err error
	if f.path, err = readPath(rest, parts); err == nil {
		if f.query, f.absent, err = readPairs(query, parts); err == nil && hasHash {
			f.fragment, err = readFragment(hash, parts)
		}
	}
	if err != nil {
		return f, fmt.Errorf("reading form %q: %w", text, err)
	}
	return f, nil
}

func readPath(text string, parts []string) ([]piece, error) {
	if text == "" {
		return nil, nil
	}
	var path []piece
	for _, s := range strings.Split(text, "/") {
		p, err := readPiece(s, parts)
		if err != nil {
			return nil, err
		}
		path = append(path, p)
	}
	return path, nil
}

func readPairs(text string, parts []string) (pairs []pair, absent []string, err error) {
	if text == "" {
		return nil, nil, nil
	}
	for _, one := range strings.Split(text, "&") {
		if key, ok := strings.CutPrefix(one, "!"); ok {
			absent = append(absent, key)
			continue
		}
		maybe := strings.HasPrefix(one, "(") && strings.HasSuffix(one, ")")
		if maybe {
			one = one[1 : len(one)-1]
		}
		key, value, found := strings.Cut(one, "=")
		if !found || key == "" {
			return nil, nil, fmt.Errorf("parameter %q has no value", one)
		}
		p, err := readPiece(value, parts)
		if err != nil {
			return nil, nil, err
		}
		pairs = append(pairs, pair{key: key, piece: p, maybe: maybe})
	}
	return pairs, absent, nil
}

func readFragment(text string, parts []string) (fragment, error) {
	var f fragment
	var err error
	switch {
	case strings.HasPrefix(text, "/"):
		f.kind = "path"
		path, query, _ := strings.Cut(text[1:], "?")
		if f.path, err = readPath(path, parts); err == nil {
			f.pairs, _, err = readPairs(query, parts)
		}
	case strings.Contains(text, "="):
		f.kind = "pairs"
		f.pairs, _, err = readPairs(text, parts)
	default:
		f.kind = "text"
		f.text, err = readPiece(text, parts)
	}
	return f, err
}

func readPiece(text string, parts []string) (piece, error) {
	// Text is written as it is, so it must be plain.
	if bad := strings.Trim(text, plainText+"{}"); bad != "" {
		return piece{}, fmt.Errorf("%q: text around parts is letters, digits and %s", text, "-._~@!:")
	}
	before, rest, found := strings.Cut(text, "{")
	if !found {
		return piece{before: text, part: -1}, nil
	}
	name, after, found := strings.Cut(rest, "}")
	if !found || strings.Contains(after, "{") {
		return piece{}, fmt.Errorf("%q is not text{part}text", text)
	}
	p := piece{before: before, part: slices.Index(parts, name), after: after}
	switch {
	case name == "link":
		p.part = -2
	case name == "any":
		p.part = 0
	case p.part < 0:
		return p, fmt.Errorf("there is no part {%s}", name)
	}
	return p, nil
}

// plainText is what may stand around parts.
const plainText = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~@!:"
