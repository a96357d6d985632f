package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// run is a number of characters of one set; see the meeting package.
type run struct {
	lo, hi   uint64
	wide     bool
	min, max int
}

// sets are the named sets of the grammar notation. "opaque" is what vendors
// put into ids they document nowhere: visible, and no separator of any link.
var sets = map[string]string{
	"digit":  "0-9",
	"letter": "a-zA-Z",
	"alnum":  "a-zA-Z0-9",
	"hex":    "0-9a-fA-F",
	"word":   "a-zA-Z0-9_-",
	"token":  "a-zA-Z0-9._~-",
	"base64": "a-zA-Z0-9+/=_-",
	"opaque": "!$&'()*+,.:;=@~_a-zA-Z0-9^`{|}-",
	"name":   "a-zA-Z0-9 ._~!&'()+,@-",
	"thread": "a-zA-Z0-9:._@=-",
}

// readGrammar parses the notation of a part's grammar: literal characters,
// [sets] and <named sets>, each with {n} or {min,max} after it. <visible> is
// every visible ASCII character, <text> those and the space, <room> letters of
// any alphabet and what is usual between them. A backslash takes the next
// character as it is.
func readGrammar(text string) ([]run, error) {
	var runs []run
	for rest := text; rest != ""; {
		var r run
		var err error
		if r, rest, err = readSet(rest); err != nil {
			return nil, fmt.Errorf("reading grammar %q: %w", text, err)
		}
		r.min, r.max = 1, 1
		if inner, after, ok := cutBraces(rest); ok {
			least, most, ranged := strings.Cut(inner, ",")
			if !ranged {
				most = least
			}
			r.min, err = strconv.Atoi(least)
			if err == nil {
				r.max, err = strconv.Atoi(most)
			}
			if err != nil || r.min > r.max || r.max < 1 || r.max > math.MaxUint16 {
				return nil, fmt.Errorf("reading grammar %q: {%s} is not {min,max}", text, inner)
			}
			rest = after
		}
		runs = append(runs, r)
	}
	if len(runs) == 0 {
		return nil, fmt.Errorf("reading grammar: it is empty")
	}
	// A run takes all it can: where its number is not fixed, the next must
	// begin with something else.
	for i := 1; i < len(runs); i++ {
		a, b := runs[i-1], runs[i]
		if a.min != a.max && (a.lo&b.lo != 0 || a.hi&b.hi != 0 || a.wide && b.wide) {
			return nil, fmt.Errorf("reading grammar %q: run %d would take what run %d needs", text, i, i+1)
		}
	}
	return runs, nil
}

func cutBraces(text string) (inner, after string, ok bool) {
	if !strings.HasPrefix(text, "{") {
		return "", text, false
	}
	inner, after, ok = strings.Cut(text[1:], "}")
	return inner, after, ok
}

func readSet(text string) (run, string, error) {
	var r run
	switch text[0] {
	case '<':
		name, after, ok := strings.Cut(text[1:], ">")
		if !ok {
			return r, "", fmt.Errorf("<%s is not closed", name)
		}
		switch name {
		case "visible", "text":
			r.add('!', '~')
			if name == "text" {
				r.add(' ', ' ')
			}
			return r, after, nil
		case "room":
			r.wide = true
			return r, after, r.addClass("a-zA-Z0-9._~!$'()*+,;=:@ -")
		}
		class, known := sets[name]
		if !known {
			return r, "", fmt.Errorf("there is no set <%s>", name)
		}
		return r, after, r.addClass(class)
	case '[':
		class, after, ok := strings.Cut(text[1:], "]")
		if !ok {
			return r, "", fmt.Errorf("[%s is not closed", class)
		}
		return r, after, r.addClass(class)
	case '\\':
		text = text[1:]
		if text == "" {
			return r, "", fmt.Errorf("it ends in a backslash")
		}
	}
	if text[0] >= 0x80 {
		return r, "", fmt.Errorf("literals are ASCII")
	}
	r.add(text[0], text[0])
	return r, text[1:], nil
}

func (r *run) add(from, to byte) {
	for c := int(from); c <= int(to); c++ {
		if c < 64 {
			r.lo |= 1 << c
		} else {
			r.hi |= 1 << (c - 64)
		}
	}
}

func (r *run) addClass(class string) error {
	for i := 0; i < len(class); i++ {
		if class[i] >= 0x80 {
			return fmt.Errorf("[%s] holds letters beyond ASCII", class)
		}
		if i+2 < len(class) && class[i+1] == '-' {
			if class[i] > class[i+2] {
				return fmt.Errorf("[%s] has a range that goes down", class)
			}
			r.add(class[i], class[i+2])
			i += 2
			continue
		}
		r.add(class[i], class[i])
	}
	return nil
}

// longest gives the most bytes that a text of the grammar has once it is
// percent-encoded.
func longest(runs []run) int {
	n := 0
	for _, r := range runs {
		each := 1
		switch {
		case r.wide:
			each = 12 // four bytes, each of them a code
		case r.hasAny("!\"#$%&'()*+,/:;<=>?@[\\]^`{|} "):
			each = 3
		}
		n += each * r.max
	}
	return n
}

func (r run) hasAny(chars string) bool {
	for i := 0; i < len(chars); i++ {
		if c := chars[i]; c < 64 && r.lo>>c&1 == 1 || c >= 64 && r.hi>>(c-64)&1 == 1 {
			return true
		}
	}
	return false
}
