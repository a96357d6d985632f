package config

import (
	"fmt"
	"strconv"
	"strings"
)

// sourceWidth is how much of a line is shown around a problem.
const sourceWidth = 100

// FormatProblem writes a problem the way a compiler does: place and text, the
// line itself with a caret, and a hint:
//
//	/home/ann/.config/vestibule/config.toml:3:1: unknown key "join.camra"
//	    3 | camra = "off"
//	      | ^
//	hint: did you mean "camera"?
//
// The text may go to a terminal: control and bidirectional characters of the
// file are shown as escapes. It ends without a newline.
func FormatProblem(p Problem) string {
	var b strings.Builder
	b.WriteString(plain(p.File))
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d:%d", p.Line, p.Column)
	}
	b.WriteString(": " + plain(p.Text))
	if p.Line > 0 && p.Source != "" {
		before, after := around(p.Source, p.Column)
		fmt.Fprintf(&b, "\n%5d | %s%s\n      | %s^", p.Line, before, after, strings.Repeat(" ", len([]rune(before))))
	}
	if p.Hint != "" {
		b.WriteString("\nhint: " + plain(p.Hint))
	}
	return b.String()
}

// around gives the line before and from a column on, both printable, and of
// a long line only what is near.
func around(line string, column int) (before, after string) {
	r := []rune(line)
	at := max(0, min(column-1, len(r)))
	left, right := r[:at], r[at:]
	if len(left) > sourceWidth*2/3 {
		before = "…"
		left = left[len(left)-sourceWidth*2/3:]
	}
	end := ""
	if len(right) > sourceWidth/3 {
		right, end = right[:sourceWidth/3], "…"
	}
	return before + plain(string(left)), plain(string(right)) + end
}

// plain shows what is not printable as an escape, and a tab as blanks so that
// a caret below stands where it should.
func plain(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\t':
			b.WriteString("    ")
		case strconv.IsPrint(r):
			b.WriteRune(r)
		default:
			q := strconv.QuoteRune(r)
			b.WriteString(q[1 : len(q)-1])
		}
	}
	return b.String()
}
