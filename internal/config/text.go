package config

import (
	"bytes"
	"sort"
	"unicode/utf8"
)

// text is a file's bytes with what is needed to say where in them something
// is. Offsets are bytes; lines and columns are for people: both start at 1,
// and a column counts characters, a tab being one.
type text struct {
	file  string
	data  []byte
	lines []int // offset of each line's first byte

	lastLine, lastOffset, lastCount int // of the last call of at
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

// at turns an offset into line and column. The end of a line, whichever of
// its bytes, is after its last character; so is an offset past the end.
func (t *text) at(offset int) (line, column int) {
	offset = max(0, min(offset, len(t.data)))
	// A place within a character is that character's.
	for start := offset; start >= 0 && start > offset-utf8.UTFMax; start-- {
		if r, n := utf8.DecodeRune(t.data[start:]); r != utf8.RuneError && start+n > offset {
			offset = start
			break
		}
	}
	line = sort.SearchInts(t.lines, offset+1)
	start, end := t.bounds(line)
	offset = max(start, min(offset, end))
	// Most places are asked for in their order. Counting on from the last one
	// keeps a file of one long line from costing the square of its length.
	from, count := start, 0
	if t.lastLine == line && t.lastOffset <= offset {
		from, count = t.lastOffset, t.lastCount
	}
	count += utf8.RuneCount(t.data[from:offset])
	t.lastLine, t.lastOffset, t.lastCount = line, offset, count
	return line, count + 1
}

// bounds gives where a line starts and ends, without its line end and without
// the byte order mark.
func (t *text) bounds(line int) (start, end int) {
	start, end = t.lines[line-1], len(t.data)
	if line < len(t.lines) {
		end = t.lines[line]
	}
	if line == 1 && bytes.HasPrefix(t.data, bom) {
		start = len(bom)
	}
	for end > start && (t.data[end-1] == '\n' || t.data[end-1] == '\r') {
		end--
	}
	return start, end
}

// line gives the text of a line without its end.
func (t *text) line(line int) string {
	start, end := t.bounds(line)
	return string(t.data[start:end])
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
