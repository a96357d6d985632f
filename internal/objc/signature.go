package objc

import (
	"fmt"
	"reflect"
	"strings"
)

// signature is what the runtime knows of a method's types: one word of kinds
// for the result and one for each argument after the receiver and selector. A
// structure is its members' kinds in a row.
type signature struct {
	result string
	args   []string
}

// The kinds: d and f floats, q and Q eight bytes, i and I four, s and S two, B
// a BOOL (which is a char on some systems), @ an object, : a selector, ^ a
// pointer, v nothing.

// parseSignature reads a method's type encoding ("v24@0:8B16": Objective-C
// Runtime Programming Guide, "Type Encodings").
func parseSignature(encoding string) (signature, error) {
	var all []string
	for rest := encoding; rest != ""; {
		kind, left, err := parseType(rest)
		if err != nil {
			return signature{}, fmt.Errorf("reading types %q: %w", encoding, err)
		}
		all = append(all, kind)
		rest = strings.TrimLeft(left, "+-0123456789") // where in the frame
	}
	if len(all) < 3 {
		return signature{}, fmt.Errorf("reading types %q: there are too few", encoding)
	}
	return signature{result: all[0], args: all[3:]}, nil
}

// parseType reads one type off the front.
func parseType(s string) (kind, rest string, err error) {
	s = strings.TrimLeft(s, "rnNoORVA") // const, in, out, bycopy, oneway, atomic
	if s == "" {
		return "", "", errCut
	}
	switch c := s[0]; c {
	case 'c', 'C', 'B':
		return "B", s[1:], nil
	case 'l', 'q':
		return "q", s[1:], nil
	case 'L', 'Q':
		return "Q", s[1:], nil
	case 'd', 'f', 'i', 'I', 's', 'S', ':', 'v':
		return s[:1], s[1:], nil
	case '*':
		return "^", s[1:], nil
	case '#':
		return "@", s[1:], nil
	case '@':
		s = s[1:]
		switch {
		case strings.HasPrefix(s, "?"): // a block
			s = s[1:]
		case strings.HasPrefix(s, `"`):
			_, s, _ = strings.Cut(s[1:], `"`)
		}
		return "@", s, nil
	case '^':
		if strings.HasPrefix(s, "^?") { // a function
			return "^", s[2:], nil
		}
		_, rest, err = parseType(s[1:])
		return "^", rest, err
	case '[':
		_, rest, err = inBrackets(s, '[', ']')
		return "^", rest, err
	case '{':
		return parseStruct(s)
	}
	return "", "", fmt.Errorf("%q is not understood", s[0])
}

var errCut = fmt.Errorf("it ends too early")

// parseStruct reads {name=members}; a structure that is only named, behind a
// pointer, has no members.
func parseStruct(s string) (kind, rest string, err error) {
	body, rest, err := inBrackets(s, '{', '}')
	if err != nil {
		return "", "", err
	}
	_, members, _ := strings.Cut(body, "=")
	for members != "" {
		if members[0] == '"' { // a member's name
			_, members, _ = strings.Cut(members[1:], `"`)
			continue
		}
		k, left, err := parseType(members)
		if err != nil {
			return "", "", err
		}
		kind, members = kind+k, strings.TrimLeft(left, "0123456789")
	}
	return kind, rest, nil
}

func inBrackets(s string, open, shut byte) (body, rest string, err error) {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case open:
			depth++
		case shut:
			if depth--; depth == 0 {
				return s[1:i], s[i+1:], nil
			}
		}
	}
	return "", "", errCut
}

var (
	idType  = reflect.TypeFor[ID]()
	selType = reflect.TypeFor[SEL]()
)

// kindOf gives the kinds that a Go type stands for; "" is no type of ours.
func kindOf(t reflect.Type) string {
	switch {
	case t == nil:
		return "v"
	case t == idType:
		return "@"
	case t == selType:
		return ":"
	}
	switch t.Kind() {
	case reflect.Bool:
		return "B"
	case reflect.Int, reflect.Int64:
		return "q"
	case reflect.Uint, reflect.Uint64:
		return "Q"
	case reflect.Int32:
		return "i"
	case reflect.Uint32:
		return "I"
	case reflect.Int16:
		return "s"
	case reflect.Uint16:
		return "S"
	case reflect.Float64:
		return "d"
	case reflect.Float32:
		return "f"
	case reflect.Uintptr, reflect.Pointer, reflect.UnsafePointer, reflect.Slice, reflect.String:
		return "^"
	case reflect.Struct:
		kinds := ""
		for i := range t.NumField() {
			kinds += kindOf(t.Field(i).Type)
		}
		return kinds
	}
	return ""
}

// fits says why Go values of these types cannot be a call's arguments and
// result, or nil. A caller that wants no result takes any. Whole numbers fit
// each other: enumerations are of other widths on other systems, and are
// brought to the method's own by narrow.
func (s signature) fits(args []reflect.Type, result reflect.Type) error {
	if len(args) != len(s.args) {
		return fmt.Errorf("it takes %d arguments, not %d", len(s.args), len(args))
	}
	for i, t := range args {
		if !alike(kindOf(t), s.args[i]) {
			return fmt.Errorf("argument %d is %s, not %v", i+1, s.args[i], t)
		}
	}
	if result != nil && !alike(kindOf(result), s.result) {
		return fmt.Errorf("it gives %s, not %v", s.result, result)
	}
	return nil
}

func alike(have, want string) bool {
	switch {
	case have == "":
		return false
	case have == want, numbers[have] != nil && numbers[want] != nil:
		return true
	case have == "@":
		return want == "^" // Core Foundation's references
	}
	return false
}

// numbers are the Go types of the kinds that are whole numbers.
var numbers = map[string]reflect.Type{
	"q": reflect.TypeFor[int64](), "Q": reflect.TypeFor[uint64](),
	"i": reflect.TypeFor[int32](), "I": reflect.TypeFor[uint32](),
	"s": reflect.TypeFor[int16](), "S": reflect.TypeFor[uint16](),
}

// narrow brings a whole number to the type of a kind. It is false for one that
// has no room there; any other value stays as it is.
func narrow(value any, kind string) (any, bool) {
	to := numbers[kind]
	v := reflect.ValueOf(value)
	if to == nil || numbers[kindOf(v.Type())] == nil {
		return value, true
	}
	made := v.Convert(to)
	back := made.Convert(v.Type())
	// A sign that comes or goes is another number.
	return made.Interface(), back.Equal(v) && negative(v) == negative(made)
}

func negative(v reflect.Value) bool { return v.CanInt() && v.Int() < 0 }
