package device

import (
	"runtime"
	"sync"
	"sync/atomic"
	"unsafe"

	"vestibule/internal/objc"
)

// coreHAL is one of the two libraries. Addresses go over by pointer, so that no
// structure is passed by value; names that differ are told apart where the
// functions are looked up.
type coreHAL struct {
	hasIt  func(o uint32, a *address) bool
	sizeOf func(o uint32, a *address, qualifiers uint32, qualifier uintptr, size *uint32) int32
	// data is AudioObjectGetPropertyData, whose size goes in and comes out;
	// used is CMIOObjectGetPropertyData, which has two.
	data    func(o uint32, a *address, qualifiers uint32, qualifier uintptr, size *uint32, to unsafe.Pointer) int32
	used    func(o uint32, a *address, qualifiers uint32, qualifier uintptr, size uint32, used *uint32, to unsafe.Pointer) int32
	canSet  func(o uint32, a *address, can *uint8) int32
	set     func(o uint32, a *address, qualifiers uint32, qualifier uintptr, size uint32, from unsafe.Pointer) int32
	add     func(o uint32, a *address, listener, data uintptr) int32
	remove  func(o uint32, a *address, listener, data uintptr) int32
	release func(objc.ID)
}

// cameraHAL is CoreMediaIO, of which nothing is ever set.
var cameraHAL = sync.OnceValues(func() (hal, error) {
	c := &coreHAL{}
	ok := objc.Func(&c.hasIt, objc.CoreMediaIO, "CMIOObjectHasProperty") &&
		objc.Func(&c.sizeOf, objc.CoreMediaIO, "CMIOObjectGetPropertyDataSize") &&
		objc.Func(&c.used, objc.CoreMediaIO, "CMIOObjectGetPropertyData") &&
		objc.Func(&c.add, objc.CoreMediaIO, "CMIOObjectAddPropertyListener") &&
		objc.Func(&c.remove, objc.CoreMediaIO, "CMIOObjectRemovePropertyListener") &&
		objc.Func(&c.release, objc.CoreFoundation, "CFRelease")
	if !ok {
		return nil, errNoSystem
	}
	return c, nil
})

// soundHAL is CoreAudio.
var soundHAL = sync.OnceValues(func() (hal, error) {
	c := &coreHAL{}
	ok := objc.Func(&c.hasIt, objc.CoreAudio, "AudioObjectHasProperty") &&
		objc.Func(&c.sizeOf, objc.CoreAudio, "AudioObjectGetPropertyDataSize") &&
		objc.Func(&c.data, objc.CoreAudio, "AudioObjectGetPropertyData") &&
		objc.Func(&c.canSet, objc.CoreAudio, "AudioObjectIsPropertySettable") &&
		objc.Func(&c.set, objc.CoreAudio, "AudioObjectSetPropertyData") &&
		objc.Func(&c.add, objc.CoreAudio, "AudioObjectAddPropertyListener") &&
		objc.Func(&c.remove, objc.CoreAudio, "AudioObjectRemovePropertyListener") &&
		objc.Func(&c.release, objc.CoreFoundation, "CFRelease")
	if !ok {
		return nil, errNoSystem
	}
	return c, nil
})

func (c *coreHAL) has(o object, a address) bool { return c.hasIt(uint32(o), &a) }

func (c *coreHAL) size(o object, a address) (n uint32, s status) {
	s = status(c.sizeOf(uint32(o), &a, 0, 0, &n))
	return n, s
}

func (c *coreHAL) read(o object, a address, buf []byte) (n uint32, s status) {
	if len(buf) == 0 {
		return 0, 0
	}
	defer runtime.KeepAlive(buf)
	if c.used != nil {
		s = status(c.used(uint32(o), &a, 0, 0, uint32(len(buf)), &n, unsafe.Pointer(&buf[0])))
		return n, s
	}
	n = uint32(len(buf))
	s = status(c.data(uint32(o), &a, 0, 0, &n, unsafe.Pointer(&buf[0])))
	return n, s
}

// text reads a CFString, which is the caller's to release.
func (c *coreHAL) text(o object, a address) (text string, s status) {
	var value objc.ID
	buf := make([]byte, unsafe.Sizeof(value))
	n, s := c.read(o, a, buf)
	if s != 0 {
		return "", s
	}
	if value = *(*objc.ID)(unsafe.Pointer(&buf[0])); n != uint32(len(buf)) || value == 0 {
		return "", -1
	}
	objc.Pool(func() {
		text = objc.Text(value) // "" of what is no text
		c.release(value)
	})
	return text, 0
}

func (c *coreHAL) settable(o object, a address) (bool, status) {
	if c.canSet == nil {
		return false, 0
	}
	var can uint8
	s := status(c.canSet(uint32(o), &a, &can))
	return can != 0, s
}

func (c *coreHAL) write(o object, a address, value []byte) status {
	if c.set == nil || len(value) == 0 {
		return -1
	}
	defer runtime.KeepAlive(value)
	return status(c.set(uint32(o), &a, 0, 0, uint32(len(value)), unsafe.Pointer(&value[0])))
}

// told are the functions to call, by the number that a listener is added with.
// The callback knows no pointers: one that comes late finds nothing.
var told = struct {
	last atomic.Uint64
	all  sync.Map // uintptr → func()
}{}

// heard is AudioObjectPropertyListenerProc and CMIOObjectPropertyListenerProc,
// which are alike. There is one for all: callbacks are never given back.
var heard = sync.OnceValue(func() uintptr {
	return objc.Callback(func(_, _ uint32, _, data uintptr) int32 {
		if f, ok := told.all.Load(data); ok {
			f.(func())()
		}
		return 0
	})
})

func (c *coreHAL) listen(o object, a address, f func()) (stop func(), s status) {
	data := uintptr(told.last.Add(1))
	told.all.Store(data, f)
	if s = status(c.add(uint32(o), &a, heard(), data)); s != 0 {
		told.all.Delete(data)
		return nil, s
	}
	return func() {
		told.all.Delete(data)
		c.remove(uint32(o), &a, heard(), data) // of a device that is gone it fails, rightly
	}, 0
}

// noHAL is a system without the library.
type noHAL struct{}

func (noHAL) has(object, address) bool                        { return false }
func (noHAL) size(object, address) (uint32, status)           { return 0, -1 }
func (noHAL) read(object, address, []byte) (uint32, status)   { return 0, -1 }
func (noHAL) text(object, address) (string, status)           { return "", -1 }
func (noHAL) settable(object, address) (bool, status)         { return false, -1 }
func (noHAL) write(object, address, []byte) status            { return -1 }
func (noHAL) listen(object, address, func()) (func(), status) { return nil, -1 }
