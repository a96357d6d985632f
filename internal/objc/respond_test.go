//go:build darwin || (linux && gnustep)

package objc

import (
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/ebitengine/purego"
	"howett.net/plist"
)

// Not in GNUstep 0.29; everything else of the table must be. The code asks
// before it uses them.
var notInGNUstep = map[string]bool{
	"selector setActivationPolicy:": true, "selector userInterfaceLayoutDirection": true, "selector effectiveAppearance": true,
	"selector setAnimationBehavior:": true, "selector occlusionState": true, "selector controlAccentColor": true, "selector setBezelColor:": true,
	"selector URLForApplicationToOpenURL:": true, "selector URLsForApplicationsToOpenURL:": true,
	"selector URLForApplicationWithBundleIdentifier:": true, "selector URLsForApplicationsWithBundleIdentifier:": true,
	"selector setAccessibilityElement:": true, "selector setAccessibilityHelp:": true, "selector setAccessibilityLabel:": true,
	"selector setDefaultApplicationAtURL:toOpenURLsWithScheme:completionHandler:": true,
	"selector setAccessibilityExpanded:":                                          true, "selector setAccessibilitySubrole:": true, "selector setAppearance:": true,
	"selector preferredFontForTextStyle:options:": true, "selector yieldActivationToApplication:": true,
	"variable NSFontTextStyleBody": true,
}

// TestWhatRespondsHere asks the running system for every class and selector of
// the table, and compares the types. On a Mac all must be there.
func TestWhatRespondsHere(t *testing.T) {
	there := 0
	Pool(func() { there = respond(t) })
	t.Logf("%d selectors respond here", there)
	if there < 100 {
		t.Error("too few: the test sees nothing")
	}
}

func respond(t *testing.T) (there int) {
	for _, r := range table(t) {
		missing := notInGNUstep[r.kind+" "+r.name] && runtime.GOOS == "linux" || onlyMac(r) && runtime.GOOS == "linux"
		switch r.kind {
		case "class":
			if (Class(r.name) != 0) == missing {
				t.Errorf("class %s: missing %v", r.name, !missing)
			}
		case "variable", "function":
			if r.in == "AppKit" && (Symbol(AppKit, r.name) != 0) == missing {
				t.Errorf("%s %s: missing %v", r.kind, r.name, !missing)
			}
		case "selector":
			object, static := strings.CutPrefix(r.in, "+")
			class := Class(object)
			if class == 0 {
				if !missing {
					t.Errorf("%s: there is no class %s", r.name, object)
				}
				continue
			}
			if static {
				class = classOf(class)
			}
			at := getInstanceMethod(class, Selector(r.name))
			if (at != 0) == missing {
				t.Errorf("%s %s: missing %v", r.in, r.name, !missing)
			}
			if at == 0 {
				continue
			}
			there++
			s, err := parseSignature(getTypeEncoding(at))
			if err != nil {
				t.Errorf("%s: %v", r.name, err)
				continue
			}
			if have := s.result + "(" + strings.Join(s.args, "") + ")"; !sameKinds(have, r.value) {
				t.Errorf("%s %s: here %s, in the table %s", r.in, r.name, have, r.value)
			}
		}
	}
	return there
}

// sameKinds compares but for the width and sign of whole numbers, which are
// brought to the method's own.
func sameKinds(a, b string) bool {
	same := strings.NewReplacer("q", "n", "Q", "n", "i", "n", "I", "n", "s", "n", "S", "n")
	return same.Replace(a) == same.Replace(b)
}

// onlyMac are rows of frameworks that GNUstep has not.
func onlyMac(r row) bool { return strings.Contains(r.in, "NSAppleEvent") }

func TestAStringThereAndBack(t *testing.T) {
	Pool(func() {
		for in, want := range map[string]string{
			"héllo": "héllo", "": "", "פגישה": "פגישה", "a\x00b": "a\uFFFDb", "\xff": "\uFFFD", "😀": "😀",
		} {
			if got := Text(String(in)); got != want {
				t.Errorf("%q became %q", in, got)
			}
		}
		if got := Text(0); got != "" {
			t.Errorf("nil is %q", got)
		}
	})
}

func TestStructuresThereAndBack(t *testing.T) {
	Pool(func() {
		v := Class("NSValue").Send("valueWithRect:", R(1, 2.5, -3, 4))
		if got := Get[Rect](v, "rectValue"); got != R(1, 2.5, -3, 4) {
			t.Errorf("%v", got)
		}
		v = Class("NSValue").Send("valueWithPoint:", Point{-1, 7})
		if got := Get[Point](v, "pointValue"); got != (Point{-1, 7}) {
			t.Errorf("%v", got)
		}
	})
}

// TestWhatDoesNotFitIsNotSent: each of these would end the process, or worse.
func TestWhatDoesNotFitIsNotSent(t *testing.T) {
	Pool(func() {
		s := String("text")
		s.Do("noSuchMessage:", 3)
		if got := s.Send("noSuchMessage"); got != 0 {
			t.Errorf("%v", got)
		}
		if got := Get[Rect](s, "length"); got != (Rect{}) {
			t.Errorf("%v", got)
		}
		if got := s.Send("substringFromIndex:", "one"); got != 0 {
			t.Errorf("%v", got)
		}
		if got := s.Send("substringFromIndex:"); got != 0 {
			t.Errorf("%v", got)
		}
		if got := s.Send("substringFromIndex:", nil); got != 0 {
			t.Errorf("%v", got)
		}
		if got := Get[uint](0, "length"); got != 0 {
			t.Errorf("%v", got)
		}
		if got := Class("NSNoSuchClass").Send("alloc"); got != 0 {
			t.Errorf("%v", got)
		}
		if got := Text(s.Send("substringFromIndex:", 2)); got != "xt" {
			t.Errorf("what fits gives %q", got)
		}
	})
}

func TestAClassOfOurs(t *testing.T) {
	Pool(func() {
		heard := ID(0)
		class, err := NewClass("VestibuleTestArray", Class("NSObject"), M("take:", "v@:@", func(_ ID, _ SEL, what ID) { heard = what }),
			M("isEqual:", "B@:@", func(ID, SEL, ID) bool { return true }))
		if err != nil {
			t.Fatal(err)
		}
		object := class.Send("alloc").Send("init")
		defer object.Do("release")
		object.Do("take:", class)
		if heard != class {
			t.Errorf("the method got %v", heard)
		}
		if !Get[bool](object, "isEqual:", class) {
			t.Error("the method of ours is not the one that answers")
		}
		if _, err := NewClass("VestibuleTestArray", Class("NSObject")); err == nil {
			t.Error("a second class of one name")
		}
		if _, err := NewClass("VestibuleTestNothing", 0); err == nil {
			t.Error("a class of nothing")
		}
	})
}

func TestAFunctionThatIsNotThere(t *testing.T) {
	fn := func() int { return 7 }
	if Func(&fn, Foundation, "VestibuleNoSuchFunction") || fn() != 7 {
		t.Error("a function that is not there")
	}
	if Symbol("/nowhere/at/all", "malloc") != 0 {
		t.Error("a library that is not there")
	}
}

// TestAPropertyListInBytes: what Foundation makes of values, the library that
// reads it tells apart: above all true from 1.
func TestAPropertyListInBytes(t *testing.T) {
	Pool(func() {
		number := Class("NSNumber")
		for name, c := range map[string]struct {
			value ID
			want  any
		}{
			"a string":   {String("héllo 😀"), "héllo 😀"},
			"true":       {number.Send("numberWithBool:", true), true},
			"false":      {number.Send("numberWithBool:", false), false},
			"one":        {number.Send("numberWithInteger:", 1), uint64(1)},
			"minus one":  {number.Send("numberWithInteger:", -1), int64(-1)},
			"half":       {number.Send("numberWithDouble:", 0.5), 0.5},
			"an array":   {Array(String("a"), number.Send("numberWithBool:", true)), []any{"a", true}},
			"dictionary": {Class("NSDictionary").Send("dictionaryWithObject:forKey:", String("off"), String("join.camera")), map[string]any{"join.camera": "off"}},
		} {
			data, err := PropertyList(c.value)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			var got any
			if _, err := plist.Unmarshal(data, &got); err != nil || !reflect.DeepEqual(got, c.want) {
				t.Errorf("%s: %#v, %v", name, got, err)
			}
		}
		for name, value := range map[string]ID{"nil": 0, "an object": Class("NSObject").Send("alloc").Send("init"), "a number among others": Array(Class("NSObject"))} {
			data, err := PropertyList(value)
			if err != nil {
				continue
			}
			var got any // GNUstep writes nothing in such a thing's place
			if _, err := plist.Unmarshal(data, &got); err == nil && got != nil && !reflect.DeepEqual(got, []any{nil}) {
				t.Errorf("%s: %q is %#v", name, data, got)
			}
		}
	})
}

// TestACallbackOfC: C calls back with the arguments of a property's listener.
func TestACallbackOfC(t *testing.T) {
	var got []any
	at := Callback(func(object, n uint32, addresses, data uintptr) int32 {
		got = append(got, object, n, addresses, data)
		return -7
	})
	var call func(object, n uint32, addresses, data uintptr) int32
	purego.RegisterFunc(&call, at)
	if back := call(1<<31, 2, 0, 1<<40); back != -7 || !reflect.DeepEqual(got, []any{uint32(1 << 31), uint32(2), uintptr(0), uintptr(1 << 40)}) {
		t.Errorf("%d, %v", back, got)
	}
}
