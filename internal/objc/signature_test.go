package objc

import (
	"reflect"
	"testing"
)

func TestParseSignature(t *testing.T) {
	for _, c := range []struct{ encoding, result, args string }{
		{"v24@0:8B16", "v", "B"},
		{"v52@0:8{_NSRect={_NSPoint=dd}{_NSSize=dd}}16C48", "v", "dddd B"},
		{"{CGRect={CGPoint=dd}{CGSize=dd}}16@0:8", "dddd", ""},
		{"@32@0:8r*16Q24", "@", "^ Q"},
		{"@24@0:8^{__CFString=}16", "@", "^"},
		{"v32@0:8@\"NSString\"16@?24", "v", "@ @"},
		{"v24@0:8^?16", "v", "^"},
		{"v24@0:8^{?=[4q]\"a\"}16", "v", "^"},
		{"Vv16@0:8", "v", ""},
		{"q16@0:8", "q", ""},
	} {
		s, err := parseSignature(c.encoding)
		if err != nil {
			t.Errorf("%s: %v", c.encoding, err)
			continue
		}
		args := ""
		for i, a := range s.args {
			if i > 0 {
				args += " "
			}
			args += a
		}
		if s.result != c.result || args != c.args {
			t.Errorf("%s: %s(%s), want %s(%s)", c.encoding, s.result, args, c.result, c.args)
		}
	}
	for _, bad := range []string{"", "v", "v@", "v24@0:8{CGRect", "v24@0:8^", "v24@0:8?", "v24@0:8(u=iq)16", "v24@0:8[4"} {
		if s, err := parseSignature(bad); err == nil {
			t.Errorf("%q was read as %+v", bad, s)
		}
	}
}

func FuzzParseSignature(f *testing.F) {
	f.Add("v52@0:8{_NSRect={_NSPoint=dd}{_NSSize=dd}}16C48")
	f.Fuzz(func(t *testing.T, s string) { _, _ = parseSignature(s) })
}

func TestOnlyWhatFitsIsSent(t *testing.T) {
	s, err := parseSignature("B60@0:8@16{CGRect={CGPoint=dd}{CGSize=dd}}24I56")
	if err != nil {
		t.Fatal(err)
	}
	types := func(values ...any) (all []reflect.Type) {
		for _, v := range values {
			all = append(all, reflect.TypeOf(v))
		}
		return all
	}
	yes := reflect.TypeFor[bool]()
	if err := s.fits(types(ID(1), R(0, 0, 1, 1), uint(3)), yes); err != nil {
		t.Error(err)
	}
	if err := s.fits(types(ID(1), R(0, 0, 1, 1), 3), nil); err != nil {
		t.Error(err)
	}
	for name, c := range map[string]struct {
		args   []reflect.Type
		result reflect.Type
	}{
		"too few":           {types(ID(1), R(0, 0, 1, 1)), yes},
		"a float":           {types(ID(1), R(0, 0, 1, 1), 3.0), yes},
		"a selector":        {types(SEL(1), R(0, 0, 1, 1), 3), yes},
		"a point":           {types(ID(1), Point{}, 3), yes},
		"a range":           {types(ID(1), Range{}, 3), yes},
		"a string":          {types("text", R(0, 0, 1, 1), 3), yes},
		"another result":    {types(ID(1), R(0, 0, 1, 1), 3), reflect.TypeFor[ID]()},
		"a channel":         {types(ID(1), R(0, 0, 1, 1), make(chan int)), yes},
		"a number for BOOL": {types(ID(1), R(0, 0, 1, 1), 3), reflect.TypeFor[int]()},
	} {
		if s.fits(c.args, c.result) == nil {
			t.Errorf("%s would be sent", name)
		}
	}
}

func TestNarrow(t *testing.T) {
	for _, c := range []struct {
		value any
		kind  string
		want  any
		ok    bool
	}{
		{uint(7), "I", uint32(7), true},
		{7, "I", uint32(7), true},
		{-1, "i", int32(-1), true},
		{-1, "I", uint32(1<<32 - 1), false},
		{1 << 40, "i", int32(0), false},
		{uint(1) << 63, "q", int64(-1 << 63), false},
		{3.5, "d", 3.5, true},
		{ID(9), "@", ID(9), true},
	} {
		got, ok := narrow(c.value, c.kind)
		if ok != c.ok || ok && got != c.want {
			t.Errorf("%v as %s: %v (%T), %v", c.value, c.kind, got, got, ok)
		}
	}
}
