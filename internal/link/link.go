// Package link turns text into a canonical Link, or refuses it with a reason.
//
// What lives here: the grammar of a link, unwrapping of redirect wrappers,
// percent-encoding. What may not: I/O, names of meeting services (but for one
// whose own page is such a wrapper, in the table of wrappers.go).
package link

import "vestibule/internal/words"

// Link is text that passed the grammar. Everything in it is decoded exactly
// once and free of control, bidirectional and zero-width characters; whoever
// writes it into a new link encodes it again.
type Link struct {
	// Scheme is lower-cased and one of the allowed ones, such as "https".
	Scheme string
	// Host is the ASCII (punycode) host name in lower case; empty only for
	// schemes that have a form without authority ("msteams:/l/…").
	Host string
	// Port is the decimal port; empty for none and for the scheme's own.
	Port string
	// Segments are the decoded path segments: "/j/123" is ["j", "123"],
	// "/call/" is ["call", ""], "/" and "" are [].
	Segments []string
	// Query holds the decoded parameters in their order.
	Query []Param
	// Fragment is the text after "#", still encoded.
	Fragment string
	// HasFragment tells an empty fragment from none.
	HasFragment bool
	// Upgraded says the text said http where https is meant.
	Upgraded bool
}

// Param is one parameter of a query, decoded.
type Param struct {
	Key, Value string
}

// Rule names the rule of the grammar that a refused text broke. Rules are
// stable: tests and machine-readable output use them.
type Rule string

// Refusal is the error of a text that is no acceptable link. Its message is
// for a person and quotes no part of the text beyond scheme and host.
type Refusal struct {
	Rule Rule
	// Text says which rule was broken in words a person understands.
	Text words.Text
	// Host is the host that counted, in punycode, where one could be read.
	Host string
	// Unsafe tells a refusal for safety (exit status 4) from text that is
	// simply no meeting link (exit status 3).
	Unsafe bool
}

func (r *Refusal) Error() string { return r.Text.String() }
