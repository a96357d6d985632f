//go:build linux && gnustep

package objc

import (
	"log/slog"
	"reflect"
	"sync"
	"unsafe"

	"github.com/ebitengine/purego"
)

var msgLookup func(ID, SEL) uintptr

// ready opens GNUstep's libraries, once.
var ready = sync.OnceValue(func() bool {
	for _, library := range []string{Foundation, AppKit} {
		if _, err := open(library); err != nil {
			slog.Error("opening GNUstep's libraries", "err", err)
			return false
		}
	}
	library, err := purego.Dlopen("libobjc.so.4", purego.RTLD_GLOBAL|purego.RTLD_NOW)
	if err == nil {
		err = loadRuntime(library)
	}
	var lookup uintptr
	if err == nil {
		lookup, err = purego.Dlsym(library, "objc_msg_lookup")
	}
	if err != nil {
		slog.Error("opening the Objective-C runtime", "err", err)
		return false
	}
	purego.RegisterFunc(&msgLookup, lookup)
	return true
})

// entry: GNU's runtime has no objc_msgSend, but tells where a method begins.
func entry(to ID, sel SEL, _ reflect.Type) uintptr { return msgLookup(to, sel) }

// classOf is object_getClass, which GNU's runtime has only as an inline
// function: an object begins with its class (<objc/runtime.h>).
func classOf(object ID) ID { return *word(uintptr(object)) }

// word is the memory that a C pointer leads to; go vet would take a plain
// conversion for a mistake.
func word(at uintptr) *ID { return *(**ID)(unsafe.Pointer(&at)) }

// Libraries of C functions. A distribution has one version of each.
var (
	Foundation = firstOf("libgnustep-base.so.1.28", "libgnustep-base.so.1.29", "libgnustep-base.so.1.30", "libgnustep-base.so.1.31")
	AppKit     = firstOf("libgnustep-gui.so.0.29", "libgnustep-gui.so.0.30", "libgnustep-gui.so.0.31", "libgnustep-gui.so.0.32")
)

func firstOf(names ...string) string {
	for _, name := range names {
		if _, err := open(name); err == nil {
			return name
		}
	}
	return names[0] // whose error says what is missing
}
