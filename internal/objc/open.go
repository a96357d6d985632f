//go:build darwin || (linux && gnustep)

package objc

import (
	"fmt"
	"sync"
	"unsafe"

	"github.com/ebitengine/purego"
)

var opened = struct {
	sync.Mutex
	libraries map[string]uintptr
}{libraries: map[string]uintptr{}}

// open opens a library once.
func open(library string) (uintptr, error) {
	opened.Lock()
	defer opened.Unlock()
	if handle, ok := opened.libraries[library]; ok {
		return handle, nil
	}
	handle, err := purego.Dlopen(library, purego.RTLD_GLOBAL|purego.RTLD_NOW)
	if err != nil {
		return 0, fmt.Errorf("opening %s: %w", library, err)
	}
	opened.libraries[library] = handle
	return handle, nil
}

// Func lets fn, a pointer to a function variable, call a C function of a
// library. It says false, and leaves fn alone, where there is none of that
// name. The compiler cannot check fn's types against the header's.
func Func(fn any, library, name string) bool {
	at := Symbol(library, name)
	if at == 0 {
		return false
	}
	purego.RegisterFunc(fn, at)
	return true
}

// Symbol gives the address of a function or variable of a library, or 0.
func Symbol(library, name string) uintptr {
	handle, err := open(library)
	if err != nil {
		return 0
	}
	at, err := purego.Dlsym(handle, name)
	if err != nil {
		return 0
	}
	return at
}

// Callback gives the address of a C function that calls fn, whose arguments and
// result are numbers and pointers. It is never given back: make one for all.
func Callback(fn any) uintptr { return purego.NewCallback(fn) }

// Named gives an object that a library has under a name, as Apple's constant
// strings are; 0 where there is none.
func Named(library, name string) ID {
	at := Symbol(library, name)
	if at == 0 {
		return 0
	}
	// The pointer is C's; go vet would take a plain conversion for a mistake.
	return **(**ID)(unsafe.Pointer(&at))
}
