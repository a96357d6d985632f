package config

import (
	"encoding/binary"
	"errors"
	"sync"
	"unsafe"

	"vestibule/internal/objc"
)

type attributes func(path string, list, reply unsafe.Pointer, size uintptr, options uint32) int32

var getattrlist = sync.OnceValue(func() (f attributes) {
	objc.Func(&f, objc.System, "getattrlist")
	return f
})

// systemACL reads a path's access control list as getattrlist(2) gives it. A
// link's own is read, not that of what it leads to.
func systemACL(path string) ([]byte, error) {
	ask := getattrlist()
	if ask == nil {
		return nil, errors.New("the system has no getattrlist")
	}
	// struct attrlist: the number of groups (16 bits), 16 bits of nothing, and
	// five groups of 32 bits.
	list := make([]byte, 24)
	binary.LittleEndian.PutUint16(list, objc.ATTR_BIT_MAP_COUNT)
	binary.LittleEndian.PutUint32(list[4:], objc.ATTR_CMN_EXTENDED_SECURITY)
	reply := make([]byte, 8<<10) // 128 entries of 24 bytes, and room
	if ask(path, unsafe.Pointer(&list[0]), unsafe.Pointer(&reply[0]), uintptr(len(reply)), objc.FSOPT_NOFOLLOW) != 0 {
		return nil, errors.New("getattrlist fails")
	}
	return reply, nil
}
