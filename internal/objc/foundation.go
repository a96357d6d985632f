//go:build darwin || (linux && gnustep)

package objc

import (
	"runtime"
	"strings"
	"unsafe"
)

// String makes an NSString, for as long as the pool that is in force. It is
// UTF-8 without NUL; what is not becomes the replacement character.
func String(s string) ID {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
	return Class("NSString").Send("stringWithUTF8String:", s)
}

// Name is String for a text that is a constant in Apple's headers; it is in
// table.tsv.
func Name(s string) ID { return String(s) }

// Text gives an NSString's text; "" for nil, and for text that is no Unicode.
func Text(s ID) string {
	p := Get[uintptr](s, "UTF8String")
	if p == 0 {
		return ""
	}
	return goString(p)
}

func goString(p uintptr) string {
	// The pointer is C's; go vet would take a plain conversion for a mistake.
	at := *(*unsafe.Pointer)(unsafe.Pointer(&p))
	n := 0
	for *(*byte)(unsafe.Add(at, n)) != 0 {
		n++
	}
	return string(unsafe.Slice((*byte)(at), n))
}

// Array makes an NSArray.
func Array(items ...ID) ID {
	a := Class("NSMutableArray").Send("array")
	for _, item := range items {
		if item != 0 {
			a.Do("addObject:", item)
		}
	}
	return a
}

// Items gives what is in an NSArray.
func Items(array ID) []ID {
	n := Get[uint](array, "count")
	out := make([]ID, 0, n)
	for i := range n {
		out = append(out, array.Send("objectAtIndex:", i))
	}
	return out
}

// Pool runs f with an autorelease pool, on one thread: what Foundation makes
// meanwhile goes at the end. On the main loop's thread the loop has a pool.
func Pool(f func()) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	pool := Class("NSAutoreleasePool").Send("alloc").Send("init")
	defer pool.Do("release")
	f()
}
