package terminal

import (
	"strings"

	"vestibule/internal/consent"
	"vestibule/internal/shown"
	"vestibule/internal/words"
)

const (
	width  = 76
	column = 13 // of what stands beside a row's title
)

// Render writes a page as text, at most width characters wide. Its texts are
// clean already; they are cleaned once more, because a terminal obeys what it
// is shown.
func Render(p consent.Page, width int) string {
	var b strings.Builder
	line := func(indent int, s string) {
		for i, l := range wrap(shown.Ours(s, 2000), width-indent) {
			if i > 0 || indent > 0 {
				b.WriteString(strings.Repeat(" ", indent))
			}
			b.WriteString(l)
			b.WriteByte('\n')
		}
	}
	// Bold would take an escape sequence.
	counts := func(indent int, h consent.HostName) {
		if c := h.Counts(); c != "" {
			line(indent, words.Say("The part that counts is {counts}", "counts", c))
		}
	}
	line(0, p.Title)
	if s := p.Host.String(); s != "" {
		if p.Meeting != "" {
			s += " · " + p.Meeting
		}
		line(2, s)
		counts(2, p.Host)
	}
	if p.Opener != "" {
		line(2, p.Opener)
	}
	if p.OpenerMore != "" {
		line(4, p.OpenerMore)
	}
	for _, t := range p.Text {
		indent := 2
		if h := t.Host.String(); h != "" {
			line(4, h)
			counts(4, t.Host)
		}
		for _, l := range strings.Split(t.Text, "\n") {
			line(indent, l)
		}
	}
	for _, r := range []*consent.Row{p.Camera, p.Microphone} {
		if r != nil {
			b.WriteByte('\n')
			b.WriteString(row(*r, width))
		}
	}
	if o := p.Open; o != nil {
		b.WriteByte('\n')
		text := o.Note
		if o.Chosen >= 0 && o.Chosen < len(o.Choices) {
			text = words.Sentences(words.Say("{list}.", "list", o.Choices[o.Chosen]), o.Note)
		}
		b.WriteString(titled(o.Title, width, text))
	}
	for _, s := range []string{p.Cleaned, p.Banner} {
		if s != "" {
			b.WriteByte('\n')
			line(0, s)
		}
	}
	return b.String()
}

func row(r consent.Row, width int) string {
	state := words.Say("off when joining.")
	if r.On {
		state = words.Say("on when joining.")
	}
	now := words.Sentences(r.Now, r.NowStrong)
	out := titled(r.Title, width, now, words.Sentences(state, r.Assurance))
	check := ""
	if r.Check != nil {
		mark := "[ ] "
		if r.Check.On {
			mark = "[x] "
		}
		check = mark + r.Check.Label
	}
	for _, s := range []string{r.Why, check, r.Note} {
		if s != "" {
			out += titled("", width, s)
		}
	}
	return out
}

// titled writes texts beside a title, each on lines of its own.
func titled(title string, width int, texts ...string) string {
	var b strings.Builder
	head := title
	for _, t := range texts {
		for _, l := range wrap(shown.Ours(t, 2000), width-column) {
			pad := column - cells(head)
			b.WriteString(head + strings.Repeat(" ", max(pad, 1)) + l + "\n")
			head = ""
		}
	}
	return b.String()
}

// wrap breaks text into lines of at most width characters, inside a word only
// if it is longer than a line.
func wrap(text string, width int) []string {
	var lines []string
	cur := ""
	for _, word := range strings.Fields(text) {
		for cells(word) > width {
			if cur != "" {
				lines = append(lines, cur)
				cur = ""
			}
			cut := fitting(word, width)
			lines = append(lines, word[:cut])
			word = word[cut:]
		}
		switch {
		case cur == "":
			cur = word
		case cells(cur)+1+cells(word) <= width:
			cur += " " + word
		default:
			lines = append(lines, cur)
			cur = word
		}
	}
	if cur != "" {
		lines = append(lines, cur)
	}
	return closed(lines)
}

// closed closes the isolates (shown.Outside) at the end of each line that they
// go beyond, and opens them again on the next.
func closed(lines []string) []string {
	var open []rune
	for i, l := range lines {
		l = string(open) + l
		open = open[:0:0]
		for _, r := range l {
			switch {
			case r == '\u2066' || r == '\u2068':
				open = append(open, r)
			case r == '\u2069' && len(open) > 0:
				open = open[:len(open)-1]
			}
		}
		lines[i] = l + strings.Repeat("\u2069", len(open))
	}
	return lines
}

// cells is how many columns a terminal gives a text: two for the letters that
// East Asian fonts draw wide (Unicode Standard Annex 11, W and F), none for the
// mark of a text from right to left, one for all others.
func cells(s string) (n int) {
	for _, r := range s {
		if r == '\u200f' {
			continue
		}
		n++
		if wide(r) {
			n++
		}
	}
	return n
}

func wide(r rune) bool {
	return r >= 0x1100 && r <= 0x115f || r >= 0x2e80 && r <= 0xa4cf || r >= 0xac00 && r <= 0xd7a3 ||
		r >= 0xf900 && r <= 0xfaff || r >= 0xfe30 && r <= 0xfe6f || r >= 0xff00 && r <= 0xff60 || r >= 0xffe0 && r <= 0xffe6
}

// fitting is how many bytes of a word fill a line, at least one letter. A line
// does not begin with the mark that ends a sentence or a part of one.
func fitting(word string, width int) int {
	n, last := 0, 0
	for i, r := range word {
		w := cells(string(r))
		if n+w > width && i > 0 {
			if strings.ContainsRune("、。，：；？！）", r) && last > 0 {
				return last
			}
			return i
		}
		n, last = n+w, i
	}
	return len(word)
}
