package config

import (
	"errors"
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// This file is the only one that reads TOML for its positions: which byte a
// key or a value starts at, so that a problem can name its place and an edit
// can replace one value and leave every other byte alone. What the values
// mean is BurntSushi's to say.

// kind is what a value is, in the words of TOML.
type kind string

const (
	kindString  kind = "a string"
	kindBool    kind = "true or false"
	kindInteger kind = "a whole number"
	kindFloat   kind = "a number with a point"
	kindDate    kind = "a date or time"
	kindArray   kind = "an array"
	kindTable   kind = "a table"
)

// span is a range of bytes, end exclusive.
type span struct{ start, end int }

// node is a table, an array or a value of a file, with its place.
type node struct {
	kind   kind
	key    span // the key's own text (the last part of a dotted one); of a header, its last part
	value  span // the value's text; of a table, its header or inline text
	stmt   span // the whole statement: "key = value" or the header line's brackets
	names  []string
	fields map[string]*node // of a table
	items  []*node          // of an array

	header bool // a table written [so], or an array written [[so]]
	inline bool // a table or array written as a value
	dotted bool // a table that exists because a dotted key passes through it
	last   int  // of a table: where its last statement ends
}

// Bounds that no configuration reaches by honest means. They keep a hostile
// file from costing time that grows with the square of its size.
const (
	maxKeyParts = 16
	maxNesting  = 16
)

type tree struct {
	text     *text
	root     *node
	problems []Problem
}

// parseTree reads the structure of a file. The problems are those of the
// syntax (at most one, the reading stops there) and of keys and tables that
// are set twice.
func parseTree(t *text) *tree {
	tr := &tree{text: t, root: &node{kind: kindTable, header: true}}
	data := t.data
	skip := 0
	if strings.HasPrefix(string(data[:min(len(data), 3)]), string(bom)) {
		skip = len(bom)
	}
	var p unstable.Parser
	p.Reset(data[skip:])
	b := builder{tree: tr, parser: &p, skip: skip}
	tr.root.last = skip
	current := tr.root
	for p.NextExpression() {
		e := p.Expression()
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			current = b.open(e)
		case unstable.KeyValue:
			stmt := b.span(e.Raw)
			b.set(current, e, 0)
			current.last = stmt.end
		}
		if len(tr.problems) >= maxProblems {
			return tr
		}
	}
	if err := p.Error(); err != nil {
		offset := len(data)
		what := err.Error()
		var pe *unstable.ParserError
		if errors.As(err, &pe) {
			// The highlight is a part of the data: how much follows it says
			// where it is. The library's own Range would panic on a foreign one.
			if o := cap(p.Data()) - cap(pe.Highlight); pe.Highlight != nil && o >= 0 && o <= len(p.Data()) {
				offset = o + skip
			}
		}
		tr.problems = append(tr.problems, t.problem(offset, "", "not TOML: "+plainSyntax(what), ""))
	}
	return tr
}

// plainSyntax takes Go's notation of characters out of the parser's words.
func plainSyntax(what string) string {
	return strings.NewReplacer("U+000A", "the end of the line", "U+000D", "a carriage return", "U+0000", "a NUL character").Replace(what)
}

type builder struct {
	*tree
	parser *unstable.Parser
	skip   int
}

func (b *builder) span(r unstable.Range) span {
	return span{int(r.Offset) + b.skip, int(r.Offset+r.Length) + b.skip}
}

// part is one part of a dotted key.
type part struct {
	name string
	span span
}

func (b *builder) parts(n *unstable.Node) []part {
	var parts []part
	for it := n.Key(); it.Next(); {
		k := it.Node()
		if k.Kind == unstable.Comment {
			continue
		}
		parts = append(parts, part{string(k.Data), b.span(k.Raw)})
	}
	return parts
}

func (b *builder) add(table *node, p part, n *node) {
	if table.fields == nil {
		table.fields = map[string]*node{}
	}
	table.fields[p.name] = n
	table.names = append(table.names, p.name)
}

func (b *builder) complain(p part, key, format string, args ...any) {
	b.problems = append(b.problems, b.text.problem(p.span.start, key, fmt.Sprintf(format, args...), ""))
}

// twice says that a key is there already.
func (b *builder) twice(p part, path string, before *node) {
	line, _ := b.text.at(before.key.start)
	hint := "keep one of the two"
	b.problems = append(b.problems, b.text.problem(p.span.start, path, fmt.Sprintf("%q is set twice, first in line %d", path, line), hint))
}

// open makes the table of a header the current one. Where that cannot be, it
// gives a table that belongs to nothing, so that reading can go on.
func (b *builder) open(e *unstable.Node) *node {
	parts := b.parts(e)
	stray := &node{kind: kindTable}
	if len(parts) > maxKeyParts {
		b.complain(parts[0], "", "the key has more than %d parts", maxKeyParts)
		return stray
	}
	table := b.root
	for _, p := range parts[:len(parts)-1] {
		next := table.fields[p.name]
		switch {
		case next == nil:
			next = &node{kind: kindTable, key: p.span, value: p.span, stmt: p.span}
			b.add(table, p, next)
		case next.kind == kindArray && next.header:
			next = next.items[len(next.items)-1]
		case next.kind != kindTable || next.inline:
			b.twice(p, dotted(names(parts)), next)
			return stray
		}
		table = next
	}
	p := parts[len(parts)-1]
	path := dotted(names(parts))
	before := table.fields[p.name]
	now := &node{kind: kindTable, header: true, key: p.span, value: p.span, stmt: p.span}
	now.last = b.headerEnd(p.span.end)
	if e.Kind == unstable.ArrayTable {
		if before == nil {
			before = &node{kind: kindArray, header: true, key: p.span, value: p.span, stmt: p.span}
			b.add(table, p, before)
		} else if before.kind != kindArray || !before.header {
			b.twice(p, path, before)
			return stray
		}
		before.items = append(before.items, now)
		return now
	}
	switch {
	case before == nil:
		b.add(table, p, now)
		return now
	case before.kind == kindTable && !before.header && !before.inline && !before.dotted:
		before.header, before.key, before.value, before.stmt, before.last = true, now.key, now.value, now.stmt, now.last
		return before
	}
	b.twice(p, path, before)
	return stray
}

// headerEnd finds the closing brackets after a header's last part.
func (b *builder) headerEnd(end int) int {
	for end < len(b.text.data) && b.text.data[end] != '\n' && b.text.data[end] != ']' {
		end++
	}
	for end < len(b.text.data) && b.text.data[end] == ']' {
		end++
	}
	return end
}

// set puts "key = value" into a table.
func (b *builder) set(table *node, e *unstable.Node, depth int) {
	parts := b.parts(e)
	stmt := b.span(e.Raw)
	stmt.end = b.trimEnd(stmt)
	if len(parts) > maxKeyParts {
		b.complain(parts[0], "", "the key has more than %d parts", maxKeyParts)
		return
	}
	path := dotted(names(parts))
	for _, p := range parts[:len(parts)-1] {
		next := table.fields[p.name]
		switch {
		case next == nil:
			next = &node{kind: kindTable, dotted: true, key: p.span, value: p.span, stmt: p.span}
			b.add(table, p, next)
		case next.kind != kindTable || next.inline:
			b.twice(p, path, next)
			return
		}
		table = next
		table.last = stmt.end
	}
	p := parts[len(parts)-1]
	if before := table.fields[p.name]; before != nil {
		b.twice(p, path, before)
		return
	}
	at := p.span.end
	for at < stmt.end && b.text.data[at] != '=' {
		at++
	}
	for at++; at < stmt.end && (b.text.data[at] == ' ' || b.text.data[at] == '\t'); {
		at++
	}
	n := b.value(e.Value(), span{at, stmt.end}, depth)
	n.key, n.stmt = p.span, stmt
	b.add(table, p, n)
}

// trimEnd takes blanks off the end of a statement's range.
func (b *builder) trimEnd(s span) int {
	for s.end > s.start && (b.text.data[s.end-1] == ' ' || b.text.data[s.end-1] == '\t') {
		s.end--
	}
	return s.end
}

// value builds the node of a value that is written at the given place.
func (b *builder) value(v *unstable.Node, at span, depth int) *node {
	n := &node{value: at, key: at, stmt: at, inline: true}
	switch v.Kind {
	case unstable.String:
		n.kind = kindString
	case unstable.Bool:
		n.kind = kindBool
	case unstable.Integer:
		n.kind = kindInteger
	case unstable.Float:
		n.kind = kindFloat
	case unstable.Array, unstable.InlineTable:
		n.kind = kindArray
		if v.Kind == unstable.InlineTable {
			n.kind = kindTable
		}
		if depth >= maxNesting {
			b.problems = append(b.problems, b.text.problem(at.start, "", fmt.Sprintf("arrays and tables are nested more than %d deep", maxNesting), ""))
			return n
		}
		for it := v.Children(); it.Next(); {
			c := it.Node()
			switch {
			case c.Kind == unstable.Comment:
			case c.Kind == unstable.KeyValue:
				b.set(n, c, depth+1)
				n.last = b.span(c.Raw).end
			default:
				place := at
				if c.Raw.Length > 0 {
					place = b.span(c.Raw)
				}
				n.items = append(n.items, b.value(c, place, depth+1))
			}
		}
	default:
		n.kind = kindDate
	}
	return n
}

func names(parts []part) []string {
	out := make([]string, len(parts))
	for i, p := range parts {
		out[i] = p.name
	}
	return out
}

// dotted writes a key the way TOML does, quoting only parts that need it.
func dotted(parts []string) string {
	out := make([]string, len(parts))
	for i, p := range parts {
		out[i] = quoteKey(p)
	}
	return strings.Join(out, ".")
}

func quoteKey(p string) string {
	bare := p != ""
	for _, c := range p {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_') {
			bare = false
		}
	}
	if bare {
		return p
	}
	return quoteString(p)
}
