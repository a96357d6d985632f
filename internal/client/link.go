package client

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

func (c Client) label() string {
	if c.Name != "" {
		return c.Name
	}
	return strings.TrimSuffix(c.ID, ".desktop")
}

// checkLink is the last guard before a program gets the link, after link and
// meeting have rebuilt it: it must be a link of a scheme that c is for, so
// that it can be neither an option nor a file.
func checkLink(c Client, link string) error {
	if !utf8.ValidString(link) || strings.ContainsFunc(link, unicode.IsControl) {
		return errors.New("the link has a control character or is no UTF-8")
	}
	scheme, _, ok := strings.Cut(link, ":")
	scheme = strings.ToLower(scheme)
	if !ok || !isScheme(scheme) {
		return errors.New("the link has no scheme")
	}
	web := scheme == "https" || scheme == "http"
	if c.Kind == Browser && web || slices.Contains(c.Schemes, scheme) {
		return nil
	}
	return fmt.Errorf("it does not open %s links", scheme)
}

// isScheme keeps anything that is no URL scheme (RFC 3986, 3.1, lower case)
// out of the names of keys and types.
func isScheme(s string) bool {
	return s != "" && s[0] >= 'a' && s[0] <= 'z' &&
		strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789+-.") == ""
}
