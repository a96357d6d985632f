// Package words holds every text that a person reads before a meeting opens,
// in the languages that Vestibule speaks.
//
// The English text is written where it is said and is its own key, as with
// gettext: words.Say("Join this {service} meeting?", "service", name). What
// translators write is in po/, one file a language; "make generate" makes the
// tables in said/ of it. English needs no table, and a language is read in when
// its first text is said.
//
// What lives here: the languages, choosing one by the locale, and putting
// values into texts. What may not: the English texts themselves (they stay
// where they are said), and texts for machines and administrators: JSON, keys,
// configuration errors, log lines and the command line's help stay English.
//
// Rules for a text: it is a whole sentence or a whole label, never glued to
// another to make one; its parts are named; nothing from outside is ever a
// text, only a value, and values are cleaned and isolated here.
package words

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"vestibule/internal/shown"
)

// Say gives a text in the person's language. pairs are names and values of its
// placeholders: Say("Opened by {program}", "program", name). Names and the text
// are written out at the call, where the generator finds them.
func Say(text string, pairs ...string) string {
	l := spoken.Load()
	return fill(l, l.translated(text, 0), pairs)
}

// Count is Say for a text that depends on a number: one is its English
// singular, many its plural. The placeholder {n} is the number.
func Count(n int, one, many string, pairs ...string) string {
	l := spoken.Load()
	text := many
	if n == 1 {
		text = one
	}
	if l != nil {
		if t := l.translated(one, l.plural(n)); t != one {
			text = t
		}
	}
	return fill(l, text, append([]string{"n", strconv.Itoa(n)}, pairs...))
}

// Mark gives a text back as it is: it marks one for the translators that is
// kept as plain English and said later, with Known.
func Mark(text string) string { return text }

// Known says a text that was kept as plain English, if it is one of the
// catalogue; any other is outside text, and is given back cleaned.
func Known(text string, pairs ...string) string {
	l := spoken.Load()
	t := l.translated(text, 0)
	if t == text {
		return isolated(l, "", shown.Bare(fill(nil, text, pairs), longest))
	}
	return fill(l, t, pairs)
}

// Value gives outside text as it stands in a text: the first of a list.
func Value(s string) string { return isolated(spoken.Load(), "", shown.Bare(s, longest)) }

// Text is a text with its values that is said later: what a link is refused
// for is known long before anybody speaks. The zero Text says nothing.
type Text struct {
	text  string
	pairs []string
}

// Make makes a Text; its arguments are those of Say.
func Make(text string, pairs ...string) Text { return Text{text, pairs} }

// Plain makes a Text of one that is no text of the catalogue: outside text, or
// one that stays English.
func Plain(s string) Text { return Text{plain.text, []string{"text", s}} }

var plain = Text{text: "{text}"}

// Say gives the text in the person's language.
func (t Text) Say() string {
	l := spoken.Load()
	return fill(l, l.translated(t.text, 0), t.pairs)
}

// Outside gives a Plain text back; ok is false for any other.
func (t Text) Outside() (s string, ok bool) {
	if t.text == plain.text && len(t.pairs) == 2 {
		return t.pairs[1], true
	}
	return "", false
}

// MarshalJSON and UnmarshalJSON carry a text between Vestibule's own processes.
func (t Text) MarshalJSON() ([]byte, error) {
	return json.Marshal(append([]string{t.text}, t.pairs...))
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (t *Text) UnmarshalJSON(b []byte) error {
	var all []string
	if err := json.Unmarshal(b, &all); err != nil {
		return err
	}
	if len(all)%2 == 0 {
		return errors.New("reading a text: it is not a text with pairs")
	}
	*t = Text{all[0], all[1:]}
	return nil
}

// String gives the text in English, for machines and logs.
func (t Text) String() string { return fill(nil, t.text, t.pairs) }

// Sentences puts whole sentences behind one another. Empty ones are left out.
func Sentences(sentences ...string) string {
	between := " "
	if l := spoken.Load(); l != nil && l.unspaced {
		between = ""
	}
	var b strings.Builder
	for _, s := range sentences {
		if s != "" && b.Len() > 0 {
			b.WriteString(between)
		}
		b.WriteString(s)
	}
	return b.String()
}

// longest is how many characters of a value are said.
const longest = 400

// fill puts values into a text, once from left to right: what a value holds is
// never read as a placeholder.
func fill(l *language, text string, pairs []string) string {
	var b strings.Builder
	if l != nil && l.rightToLeft && !startsRightToLeft(text) {
		b.WriteRune(rightToLeftMark)
	}
	for {
		from := strings.IndexByte(text, '{')
		if from < 0 {
			break
		}
		to := strings.IndexByte(text[from:], '}')
		if to < 0 {
			break
		}
		name := text[from+1 : from+to]
		b.WriteString(text[:from])
		b.WriteString(value(l, name, pairs))
		text = text[from+to+1:]
	}
	b.WriteString(text)
	return b.String()
}

// value is what stands for a placeholder: a value from outside cleaned and
// isolated, a text of ours as it is. A name that is not given stays, which a
// test forbids.
func value(l *language, name string, pairs []string) string {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] != name {
			continue
		}
		switch name {
		case "n":
			return pairs[i+1]
		case "list", "more": // made by Say already
			return pairs[i+1]
		case "counts", "whole": // parts of hosts, isolated label by label already
			return isolated(l, "host", shown.Ours(pairs[i+1], longest))
		case "why", "what", "state", "since", "holder", "earlier": // kept as plain English
			if t := l.translated(pairs[i+1], 0); t != pairs[i+1] {
				return t
			}
		}
		return isolated(l, name, shown.Bare(pairs[i+1], longest))
	}
	return "{" + name + "}"
}

// The characters that keep a value from reordering its neighbours (Unicode
// Standard Annex 9).
const (
	rightToLeftMark    = '\u200f'
	leftToRightIsolate = '\u2066'
	firstStrongIsolate = '\u2068'
	popIsolate         = '\u2069'
)

// isolated puts a value between isolates where it could reorder the text: in a
// language that is written from right to left, or with letters that are. Hosts,
// links and paths are always read from left to right.
func isolated(l *language, name, s string) string {
	if s == "" || !(l != nil && l.rightToLeft) && !shown.RightToLeft(s) {
		return s
	}
	first := firstStrongIsolate
	switch name {
	case "host", "scheme", "path", "time":
		first = leftToRightIsolate
	}
	return string(first) + s + string(popIsolate)
}

func startsRightToLeft(s string) bool {
	for _, r := range s {
		return shown.RightToLeft(string(r))
	}
	return true
}
