package config

import (
	"bytes"
	"sort"
	"strings"
	"unicode/utf8"
)

// text is a file's bytes with what is needed to say where in them something
// is. Offsets are bytes; lines and columns are for people: both start at 1,
// and a column counts characters, a tab being one.
type text struct {
	file  string
	data  []byte
	lines []int // offset of each line's first byte
}

// bom is the byte order mark that some editors on Windows put before UTF-8.
var bom = []byte("\xef\xbb\xbf")

func newText(file string, data []byte) *text {
	t := &text{file: file, data: data, lines: []int{0}}
	for i := 0; ; {
		n := bytes.IndexByte(data[i:], '\n')
		if n < 0 {
			return t
		}
		i += n + 1
		t.lines = append(t.lines, i)
	}
}

// at turns an offset into line and column. An offset past the end is the
// place after the last character.
func (t *text) at(offset int) (line, column int) {
	offset = max(0, min(offset, len(t.data)))
	line = sort.SearchInts(t.lines, offset+1)
	start := t.lines[line-1]
	if line == 1 && bytes.HasPrefix(t.data, bom) && offset >= len(bom) {
		start = len(bom)
	}
	return line, utf8.RuneCount(t.data[start:offset]) + 1
}

// line gives the text of a line without its end.
func (t *text) line(line int) string {
	if line < 1 || line > len(t.lines) {
		return ""
	}
	end := len(t.data)
	if line < len(t.lines) {
		end = t.lines[line]
	}
	s := strings.TrimRight(string(t.data[t.lines[line-1]:end]), "\r\n")
	if line == 1 {
		s = strings.TrimPrefix(s, string(bom))
	}
	return s
}

// problem is a Problem at an offset.
func (t *text) problem(offset int, key, what, hint string) Problem {
	line, column := t.at(offset)
	return Problem{File: t.file, Line: line, Column: column, Key: key, Text: what, Hint: hint, Source: t.line(line)}
}

// problemAtLine is a Problem at a line and a column counted in bytes.
func (t *text) problemAtLine(line, column int, what, hint string) Problem {
	if line < 1 || line > len(t.lines) {
		return Problem{File: t.file, Text: what, Hint: hint}
	}
	return t.problem(t.lines[line-1]+max(0, column-1), "", what, hint)
}
