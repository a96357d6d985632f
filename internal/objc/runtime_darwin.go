package objc

import (
	"log/slog"
	"reflect"
	"runtime"
	"sync"

	"github.com/ebitengine/purego"
)

var (
	msgSend, msgSendStret uintptr
	classOf               func(ID) ID
)

// ready opens Apple's libraries, once; without them everything is nil.
var ready = sync.OnceValue(func() bool {
	for _, framework := range []string{Foundation, AppKit} {
		if _, err := open(framework); err != nil {
			slog.Error("opening the system's libraries", "err", err)
			return false
		}
	}
	library, err := purego.Dlopen("/usr/lib/libobjc.A.dylib", purego.RTLD_GLOBAL|purego.RTLD_NOW)
	if err == nil {
		err = loadRuntime(library)
	}
	var getClassOf uintptr
	if err == nil {
		getClassOf, err = purego.Dlsym(library, "object_getClass")
	}
	if err == nil {
		purego.RegisterFunc(&classOf, getClassOf)
		msgSend, err = purego.Dlsym(library, "objc_msgSend")
	}
	if err == nil && runtime.GOARCH == "amd64" {
		msgSendStret, err = purego.Dlsym(library, "objc_msgSend_stret")
	}
	if err != nil {
		slog.Error("opening the Objective-C runtime", "err", err)
	}
	return err == nil
})

// inRegisters is the largest structure that amd64 gives back in registers; a
// larger one is given back through another entry (<objc/message.h>).
const inRegisters = 16

func entry(_ ID, _ SEL, result reflect.Type) uintptr {
	if msgSendStret != 0 && result != nil && result.Kind() == reflect.Struct && result.Size() > inRegisters {
		return msgSendStret
	}
	return msgSend
}

// Libraries of C functions, by their place.
const (
	Foundation     = "/System/Library/Frameworks/Foundation.framework/Foundation"
	AppKit         = "/System/Library/Frameworks/AppKit.framework/AppKit"
	CoreFoundation = "/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation"
	CoreServices   = "/System/Library/Frameworks/CoreServices.framework/CoreServices"
	CoreMediaIO    = "/System/Library/Frameworks/CoreMediaIO.framework/CoreMediaIO"
	System         = "/usr/lib/libSystem.B.dylib"
	CoreAudio      = "/System/Library/Frameworks/CoreAudio.framework/CoreAudio"
)
