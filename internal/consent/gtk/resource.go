//go:build linux

package gtk

import (
	"encoding/binary"
	"strings"
)

// bundle writes files as a GResource that g_resource_new_from_data reads: a
// table in the format of GLib's gvdb-format.h, whose values are variants of the
// type "(uuay)", GLib's gresource.c. names are full paths.
func bundle(names, texts []string) []byte {
	const item = 24 // bytes of one
	le := binary.LittleEndian
	table := 4 + 4 + 4*len(names) + item*len(names)
	b := append([]byte("GVariant"), make([]byte, 16)...) // version 0, no options, the root
	const header = 24
	le.PutUint32(b[16:], header)
	le.PutUint32(b[20:], uint32(header+table))
	b = append(b, make([]byte, table)...)
	// As many buckets as items, without a filter.
	le.PutUint32(b[header+4:], uint32(len(names)))
	next := 0
	for bucket := range names {
		le.PutUint32(b[header+8+4*bucket:], uint32(next))
		for i, name := range names {
			h := djb(name)
			if h%uint32(len(names)) != uint32(bucket) {
				continue
			}
			at := header + 8 + 4*len(names) + item*next
			key := len(b)
			b = append(b, name...)
			b = append(b, strings.Repeat("\x00", -len(b)&7)...)
			value := len(b)
			// Size, no compression, the bytes and what ends them; a variant ends
			// with its type.
			b = le.AppendUint32(b, uint32(len(texts[i])))
			b = le.AppendUint32(b, 0)
			b = append(b, texts[i]...)
			b = append(b, "\x00\x00(uuay)"...)
			le.PutUint32(b[at:], h)
			le.PutUint32(b[at+4:], 0xffffffff) // no parent: the key is whole
			le.PutUint32(b[at+8:], uint32(key))
			le.PutUint16(b[at+12:], uint16(len(name)))
			b[at+14] = 'v'
			le.PutUint32(b[at+16:], uint32(value))
			le.PutUint32(b[at+20:], uint32(len(b)))
			next++
		}
	}
	return b
}

// djb is the hash of gvdb's tables, over signed characters; the names are
// ASCII.
func djb(s string) uint32 {
	h := uint32(5381)
	for i := range len(s) {
		h = h*33 + uint32(s[i])
	}
	return h
}
