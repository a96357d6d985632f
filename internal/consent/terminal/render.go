package terminal

import (
	"strings"
	"unicode/utf8"

	"vestibule/internal/consent"
	"vestibule/internal/shown"
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
			line(indent, "The part that counts is "+c)
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
			text = o.Choices[o.Chosen] + ". " + o.Note
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
	state := "off"
	if r.On {
		state = "on"
	}
	now := strings.TrimSpace(r.Now + " " + r.NowStrong)
	out := titled(r.Title, width, now, state+" when joining. "+r.Assurance)
	for _, s := range []string{r.Why, r.Note} {
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
			pad := column - utf8.RuneCountInString(head)
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
		for utf8.RuneCountInString(word) > width {
			if cur != "" {
				lines = append(lines, cur)
				cur = ""
			}
			cut := len(string([]rune(word)[:width]))
			lines = append(lines, word[:cut])
			word = word[cut:]
		}
		switch {
		case cur == "":
			cur = word
		case utf8.RuneCountInString(cur)+1+utf8.RuneCountInString(word) <= width:
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

// closed closes an isolate (shown.Outside) at the end of each line that it
// goes beyond, and opens it again on the next.
func closed(lines []string) []string {
	open := 0
	for i, l := range lines {
		l = strings.Repeat("\u2068", open) + l
		open = strings.Count(l, "\u2068") - strings.Count(l, "\u2069")
		lines[i] = l + strings.Repeat("\u2069", max(open, 0))
	}
	return lines
}
