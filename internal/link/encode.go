package link

import (
	"strings"
	"unicode/utf8"
)

// decode decodes percent codes once and refuses what no link part may hold.
// In a query "+" is a space. Text without codes is returned as it is.
func decode(raw string, query bool) (string, *Refusal) {
	plain := true
	for i := 0; i < len(raw); i++ {
		if raw[i] == '%' || query && raw[i] == '+' {
			plain = false
			break
		}
	}
	if plain {
		return raw, nil // its characters were looked at as they are written
	}
	var b strings.Builder
	b.Grow(len(raw))
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '+' && query:
			b.WriteByte(' ')
		case c != '%':
			b.WriteByte(c)
		default:
			if i+2 >= len(raw) || unhex(raw[i+1]) < 0 || unhex(raw[i+2]) < 0 {
				return "", refuse(RulePercent, "")
			}
			b.WriteByte(byte(unhex(raw[i+1])<<4 | unhex(raw[i+2])))
			i += 2
		}
	}
	s := b.String()
	if !utf8.ValidString(s) {
		return "", refuse(RuleEncoding, "")
	}
	for _, c := range s {
		if rule := unseen(c); rule != "" {
			return "", refuse(rule, "")
		}
	}
	return s, nil
}

// Decode decodes the percent codes of one part of a link, once. The refusal
// names no host.
func Decode(raw string) (string, error) {
	s, r := decode(raw, false)
	if r != nil {
		return "", r
	}
	return s, nil
}

// checkEncoded checks the percent codes of text that stays encoded. A
// fragment may hold anything its service made, so what it decodes to is
// looked at only for unseen characters.
func checkEncoded(raw string) *Refusal {
	if strings.IndexByte(raw, '%') < 0 {
		return nil
	}
	_, r := decode(raw, false)
	return r
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// AppendEncoded appends text with every byte but the unreserved ones of RFC
// 3986 (letters, digits, "-", ".", "_", "~") percent-encoded: it is then the
// same in a path segment, a query and a fragment, for every reader.
func AppendEncoded(to []byte, text string) []byte {
	const digits = "0123456789ABCDEF"
	for i := 0; i < len(text); i++ {
		c := text[i]
		if unreserved(c) {
			to = append(to, c)
		} else {
			to = append(to, '%', digits[c>>4], digits[c&15])
		}
	}
	return to
}

func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
		c == '-' || c == '.' || c == '_' || c == '~'
}

// String writes the link canonically: Parse of it gives the same Link, and
// String of that the same text.
func (l Link) String() string {
	to := make([]byte, 0, 128)
	to = append(to, l.Scheme...)
	to = append(to, ':')
	if l.Host != "" {
		to = append(to, "//"...)
		to = append(to, l.Host...)
		if l.Port != "" {
			to = append(to, ':')
			to = append(to, l.Port...)
		}
	}
	if len(l.Segments) == 0 {
		to = append(to, '/')
	}
	for _, s := range l.Segments {
		to = append(to, '/')
		to = AppendEncoded(to, s)
	}
	for i, p := range l.Query {
		if i == 0 {
			to = append(to, '?')
		} else {
			to = append(to, '&')
		}
		to = AppendEncoded(to, p.Key)
		to = append(to, '=')
		to = AppendEncoded(to, p.Value)
	}
	if l.HasFragment {
		to = append(to, '#')
		to = append(to, l.Fragment...)
	}
	return string(to)
}

// Upgrade gives the link with https in place of http. Only who knows that the
// host serves https may call it.
func (l Link) Upgrade() Link {
	if l.Scheme == "http" {
		l.Scheme, l.Upgraded = "https", true
		if l.Port == "443" {
			l.Port = ""
		}
	}
	return l
}
