package config

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
)

// maxProblems is how many problems of one file are listed.
const maxProblems = 50

// Error is the problem on one line, such as
// `reading config.toml: line 3, column 1: unknown key "foo"`.
func (p Problem) Error() string {
	if p.Line == 0 {
		return fmt.Sprintf("reading %s: %s", p.File, p.Text)
	}
	return fmt.Sprintf("reading %s: line %d, column %d: %s", p.File, p.Line, p.Column, p.Text)
}

// Problems is the error of a file with one or more problems, in the order of
// their places.
type Problems []Problem

func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i := range p {
		lines[i] = p[i].Error()
	}
	return strings.Join(lines, "\n")
}

// DecodeStrict decodes TOML into a pointer to a struct. A key without a field
// of exactly its name, a value of another type, a key that is set twice and
// bytes that are not UTF-8 are errors; the error is a Problems that names
// file, line and column. A field's name is its toml tag, or without a tag its
// Go name as it is or in lower case. A time.Duration is written as a string
// ("1s"). The file name is only for messages. When it fails, into holds
// nothing to rely on.
func DecodeStrict(file string, data []byte, into any) error {
	v := reflect.ValueOf(into)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return fmt.Errorf("reading %s: decoding into %T, which is no pointer", file, into)
	}
	tr, problems := readTree(file, data)
	if len(problems) == 0 {
		problems = tr.checkType(tr.root, v.Type(), "")
	}
	if len(problems) == 0 {
		problems = decode(tr.text, into)
	}
	if len(problems) > 0 {
		return Problems(problems)
	}
	return nil
}

// readTree is what every reading of a file starts with: UTF-8, then syntax.
func readTree(file string, data []byte) (*tree, []Problem) {
	t := newText(file, data)
	if offset := invalidUTF8(data); offset >= 0 {
		p := t.problem(offset, "", "not UTF-8", "save the file as UTF-8")
		p.Source = strings.ToValidUTF8(p.Source, "\uFFFD")
		return nil, []Problem{p}
	}
	tr := parseTree(t)
	return tr, tr.problems
}

// invalidUTF8 gives the offset of the first byte that is not UTF-8, or -1.
func invalidUTF8(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// decode has BurntSushi decode the text and says where it failed.
func decode(t *text, into any) []Problem {
	_, err := toml.NewDecoder(strings.NewReader(strings.TrimPrefix(string(t.data), string(bom)))).Decode(into)
	if err == nil {
		return nil
	}
	var pe toml.ParseError
	if errors.As(err, &pe) {
		p := t.problemAtLine(pe.Position.Line, pe.Position.Col, pe.Message, "")
		p.Key = pe.LastKey
		return []Problem{p}
	}
	return []Problem{{File: t.file, Text: strings.TrimPrefix(err.Error(), "toml: ")}}
}

var (
	textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
	tomlUnmarshaler = reflect.TypeFor[toml.Unmarshaler]()
	timeType        = reflect.TypeFor[time.Time]()
	durationType    = reflect.TypeFor[time.Duration]()
)

// checkType lists what of the node does not fit the Go type. BurntSushi would
// let a key through that differs in case only, and a number for a duration.
func (tr *tree) checkType(n *node, t reflect.Type, path string) []Problem {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	want := func(k ...kind) []Problem {
		for _, k := range k {
			if n.kind == k {
				return nil
			}
		}
		return []Problem{tr.wrongType(n, path, string(k[0]))}
	}
	switch pt := reflect.PointerTo(t); {
	case t == timeType:
		return want(kindDate)
	case t == durationType:
		return want(kindString)
	case pt.Implements(tomlUnmarshaler), pt.Implements(textUnmarshaler):
		return nil
	}
	switch t.Kind() {
	case reflect.Struct:
		if problems := want(kindTable); problems != nil {
			return problems
		}
		return tr.checkFields(n, fieldTypes(t), path)
	case reflect.Map:
		if problems := want(kindTable); problems != nil {
			return problems
		}
		var problems []Problem
		for _, name := range n.names {
			problems = append(problems, tr.checkType(n.fields[name], t.Elem(), join(path, name))...)
		}
		return problems
	case reflect.Slice, reflect.Array:
		if problems := want(kindArray); problems != nil {
			return problems
		}
		var problems []Problem
		for i, item := range n.items {
			problems = append(problems, tr.checkType(item, t.Elem(), path+"["+strconv.Itoa(i)+"]")...)
		}
		return problems
	case reflect.String:
		return want(kindString)
	case reflect.Bool:
		return want(kindBool)
	case reflect.Float32, reflect.Float64:
		return want(kindFloat, kindInteger)
	case reflect.Interface:
		return nil
	}
	return want(kindInteger)
}

func (tr *tree) checkFields(n *node, fields map[string]reflect.Type, path string) []Problem {
	var known []string
	for name := range fields {
		known = append(known, name)
	}
	var problems []Problem
	for _, name := range n.names {
		child := n.fields[name]
		t, ok := fields[name]
		if !ok {
			problems = append(problems, tr.unknownKey(child, join(path, name), name, known))
		} else {
			problems = append(problems, tr.checkType(child, t, join(path, name))...)
		}
		if len(problems) >= maxProblems {
			return problems[:maxProblems]
		}
	}
	return problems
}

func (tr *tree) unknownKey(n *node, path, name string, known []string) Problem {
	return tr.text.problem(n.key.start, path, fmt.Sprintf("unknown key %q", path), didYouMean(name, known))
}

func (tr *tree) wrongType(n *node, path, want string) Problem {
	if path == "" {
		return tr.text.problem(n.value.start, path, fmt.Sprintf("must be %s, not %s", want, n.kind), "")
	}
	return tr.text.problem(n.value.start, path, fmt.Sprintf("%q must be %s, not %s", path, want, n.kind), "")
}

// fieldTypes gives the fields of a struct by the names they have in a file.
func fieldTypes(t reflect.Type) map[string]reflect.Type {
	fields := map[string]reflect.Type{}
	for _, f := range reflect.VisibleFields(t) {
		tag, _, _ := strings.Cut(f.Tag.Get("toml"), ",")
		switch {
		case tag == "-", !f.IsExported():
		case f.Anonymous && tag == "": // its fields are visible themselves
		case tag != "":
			fields[tag] = f.Type
		default:
			fields[f.Name], fields[strings.ToLower(f.Name)] = f.Type, f.Type
		}
	}
	return fields
}

func join(path, name string) string {
	if path == "" {
		return quoteKey(name)
	}
	return path + "." + quoteKey(name)
}

// quoteString writes a TOML basic string.
func quoteString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case strconv.IsPrint(r):
			b.WriteRune(r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			fmt.Fprintf(&b, `\U%08X`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
