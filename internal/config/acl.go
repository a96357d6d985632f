package config

import (
	"encoding/binary"
	"errors"

	"vestibule/internal/objc"
)

// writesACL is what of an access control list's permissions lets somebody
// change a file, what is in a folder, or who may.
const writesACL = objc.KAUTH_VNODE_WRITE_DATA | objc.KAUTH_VNODE_DELETE | objc.KAUTH_VNODE_APPEND_DATA | objc.KAUTH_VNODE_DELETE_CHILD |
	objc.KAUTH_VNODE_WRITE_ATTRIBUTES | objc.KAUTH_VNODE_WRITE_EXTATTRIBUTES | objc.KAUTH_VNODE_WRITE_SECURITY | objc.KAUTH_VNODE_TAKE_OWNERSHIP

var errACL = errors.New("its access control list is not understood")

// mostEntries is KAUTH_ACL_MAX_ENTRIES (<sys/kauth.h>).
const mostEntries = 128

// aclLetsWrite reads what getattrlist(2) of macOS gives for
// ATTR_CMN_EXTENDED_SECURITY: its own length, where the list begins (counted
// from the reference itself) and how long it is, then a struct kauth_filesec:
// magic, two 16-byte ids, the count of entries, flags, and for each entry a
// 16-byte id, flags and rights. A list may add to what a file's mode allows, so
// whoever an entry is for, one that is no denial and lets somebody write is
// one too many. In a list that is not understood anything may stand.
func aclLetsWrite(reply []byte) (bool, error) {
	const head, reference = 12, 4
	word := binary.LittleEndian.Uint32
	if len(reply) < head || int64(word(reply)) > int64(len(reply)) || word(reply) < head {
		return false, errACL
	}
	reply = reply[:word(reply)]
	length := int64(word(reply[8:]))
	if length == 0 {
		return false, nil // no list
	}
	start := reference + int64(int32(word(reply[4:])))
	if start < head || start+length > int64(len(reply)) {
		return false, errACL
	}
	const before, each = 4 + 16 + 16, 16 + 4 + 4
	security := reply[start : start+length]
	if len(security) < before+8 || word(security) != objc.KAUTH_FILESEC_MAGIC {
		return false, errACL
	}
	count := word(security[before:])
	if count == objc.KAUTH_FILESEC_NOACL {
		return false, nil
	}
	entries := security[before+8:]
	if count > mostEntries || int(count)*each > len(entries) {
		return false, errACL
	}
	for i := range int(count) {
		flags, rights := word(entries[i*each+16:]), word(entries[i*each+20:])
		if flags&objc.KAUTH_ACE_KINDMASK != objc.KAUTH_ACE_DENY && flags&objc.KAUTH_ACE_ONLY_INHERIT == 0 && rights&writesACL != 0 {
			return true, nil
		}
	}
	return false, nil
}

// judgeACL is the part of trust that a mode does not show; get reads the list
// of a path.
func judgeACL(named, path string, get func(string) ([]byte, error)) error {
	it := path
	if path == named {
		it = "it"
	}
	reply, err := get(path)
	if err != nil {
		return &readProblem{text: "who may write " + it + " cannot be told: " + err.Error()}
	}
	writes, err := aclLetsWrite(reply)
	switch {
	case err != nil:
		return &readProblem{text: "who may write " + it + " cannot be told: " + err.Error(), hint: "chmod -N " + shellQuote(path)}
	case writes:
		return &readProblem{text: it + " has an access control list that lets others than root write", hint: "chmod -N " + shellQuote(path)}
	}
	return nil
}
