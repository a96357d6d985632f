//go:build darwin || (linux && gnustep)

package objc

import (
	"log/slog"
	"reflect"
	"runtime"
	"sync"

	"github.com/ebitengine/purego"
)

// The runtime's own functions, alike in Apple's and GNU's.
var (
	getClass          func(name string) ID
	registerName      func(name string) SEL
	getInstanceMethod func(class ID, sel SEL) uintptr
	getTypeEncoding   func(method uintptr) string
	allocateClassPair func(super ID, name string, extra uintptr) ID
	registerClassPair func(class ID)
	addMethod         func(class ID, sel SEL, imp uintptr, types string) bool
	superclassOf      func(class ID) ID
	implementation    func(class ID, sel SEL) uintptr
)

func loadRuntime(library uintptr) error {
	for name, fn := range map[string]any{
		"objc_getClass": &getClass, "sel_registerName": &registerName,
		"class_getInstanceMethod": &getInstanceMethod, "method_getTypeEncoding": &getTypeEncoding,
		"objc_allocateClassPair": &allocateClassPair, "objc_registerClassPair": &registerClassPair,
		"class_addMethod": &addMethod, "class_getSuperclass": &superclassOf, "class_getMethodImplementation": &implementation,
	} {
		at, err := purego.Dlsym(library, name)
		if err != nil {
			return err
		}
		purego.RegisterFunc(fn, at)
	}
	return nil
}

// Class gives a class, or 0 where this system has none of that name.
func Class(name string) ID {
	if !ready() {
		return 0
	}
	return getClass(name)
}

// Selector gives a selector, to be handed over as an argument.
func Selector(name string) SEL {
	if !ready() {
		return 0
	}
	selectors.Lock()
	defer selectors.Unlock()
	sel, ok := selectors.known[name]
	if !ok {
		sel = registerName(name)
		selectors.known[name] = sel
	}
	return sel
}

var selectors = struct {
	sync.Mutex
	known map[string]SEL
}{known: map[string]SEL{}}

// method is what is known of a class's answer to a selector.
type method struct {
	there bool
	types signature
	err   error // the types could not be read
}

type question struct {
	class ID
	sel   SEL
}

var methods sync.Map // question → method

func lookUp(to ID, selector string) (SEL, method) {
	sel := Selector(selector)
	q := question{classOf(to), sel}
	if m, ok := methods.Load(q); ok {
		return sel, m.(method)
	}
	m := method{}
	if at := getInstanceMethod(q.class, sel); at != 0 {
		m.there = true
		m.types, m.err = parseSignature(getTypeEncoding(at))
	}
	methods.Store(q, m)
	return sel, m
}

// Responds says whether the object (or class) has a method for the selector.
func (to ID) Responds(selector string) bool {
	if to == 0 || !ready() {
		return false
	}
	_, m := lookUp(to, selector)
	return m.there
}

// Send sends a message and gives its result; see Get.
func (to ID) Send(selector string, args ...any) ID { return Get[ID](to, selector, args...) }

// Do sends a message whose result nobody wants.
func (to ID) Do(selector string, args ...any) {
	c, ok := to.prepare(selector, args, nil)
	if !ok {
		return
	}
	var fn func(ID, SEL, ...any)
	purego.RegisterFunc(&fn, c.entry)
	fn(to, c.sel, c.args...)
	runtime.KeepAlive(args)
}

// Get sends a message and gives its result as a T: a number, bool, ID or one
// of the structures here. To nil, to an object that does not respond, or with
// types that the method does not take, it is the zero T and nothing is sent.
// Strings are C strings; NSStrings are made by String.
func Get[T any](to ID, selector string, args ...any) (result T) {
	want := reflect.TypeFor[T]()
	c, ok := to.prepare(selector, args, want)
	if !ok {
		return result
	}
	defer runtime.KeepAlive(args)
	gives := numbers[c.result]
	if gives == nil || kindOf(want) == c.result {
		return call[T](to, c)
	}
	// A whole number of another width: read as what it is, then brought over.
	var number any
	switch c.result {
	case "q":
		number = call[int64](to, c)
	case "Q":
		number = call[uint64](to, c)
	case "i":
		number = call[int32](to, c)
	case "I":
		number = call[uint32](to, c)
	case "s":
		number = call[int16](to, c)
	case "S":
		number = call[uint16](to, c)
	}
	return reflect.ValueOf(number).Convert(want).Interface().(T)
}

func call[T any](to ID, c prepared) T {
	var fn func(ID, SEL, ...any) T
	purego.RegisterFunc(&fn, c.entry)
	return fn(to, c.sel, c.args...)
}

// prepared is a message that may be sent.
type prepared struct {
	entry  uintptr
	sel    SEL
	args   []any
	result string // kind
}

func (to ID) prepare(selector string, args []any, result reflect.Type) (prepared, bool) {
	if to == 0 || !ready() {
		return prepared{}, false
	}
	sel, m := lookUp(to, selector)
	if !m.there {
		complain(to, selector, "there is no such method")
		return prepared{}, false
	}
	types := make([]reflect.Type, len(args))
	for i, a := range args {
		if types[i] = reflect.TypeOf(a); types[i] == nil {
			complain(to, selector, "an argument is nil")
			return prepared{}, false
		}
	}
	err := m.err
	if err == nil {
		err = m.types.fits(types, result)
	}
	if err != nil {
		complain(to, selector, err.Error())
		return prepared{}, false
	}
	c := prepared{entry: entry(to, sel, result), sel: sel, args: make([]any, len(args)), result: m.types.result}
	for i, a := range args {
		var ok bool
		if c.args[i], ok = narrow(a, m.types.args[i]); !ok {
			complain(to, selector, "a number is too large")
			return prepared{}, false
		}
	}
	return c, true
}

var complained sync.Map

// complain says once of each message that it was not sent. It is called before
// anything is known to work, so it asks the object nothing.
func complain(to ID, selector, why string) {
	if _, before := complained.LoadOrStore(question{classOf(to), Selector(selector)}, true); !before {
		slog.Warn("message not sent", "selector", selector, "why", why)
	}
}
