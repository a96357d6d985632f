//go:build darwin || (linux && gnustep)

package objc

import (
	"errors"
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

// mostOfAList bounds a property list: what Vestibule reads has a few kilobytes.
const mostOfAList = 1 << 20

var errNoList = errors.New("writing a property list: it is none, or too large")

// PropertyList gives a property list (a string, number, date, data, array or
// dictionary; Core Foundation's are the same objects) as the bytes of Apple's
// binary format, so that what is in it is read by Go alone. Unlike messages to
// a number, the bytes tell a boolean from 1.
func PropertyList(value ID) ([]byte, error) {
	lists := Class("NSPropertyListSerialization")
	if value == 0 || !Get[bool](lists, "propertyList:isValidForFormat:", value, NSPropertyListBinaryFormat_v1_0) {
		return nil, errNoList
	}
	data := lists.Send("dataWithPropertyList:format:options:error:", value, NSPropertyListBinaryFormat_v1_0, uint(0), uintptr(0))
	n, at := Get[uint](data, "length"), Get[uintptr](data, "bytes")
	if n == 0 || n > mostOfAList || at == 0 {
		return nil, errNoList
	}
	return Bytes(at, int(n)), nil
}

// Bytes copies n bytes of C's memory.
func Bytes(at uintptr, n int) []byte {
	out := make([]byte, n)
	copy(out, unsafe.Slice((*byte)(*(*unsafe.Pointer)(unsafe.Pointer(&at))), n))
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
