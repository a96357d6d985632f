//go:build unix

package config

import (
	"encoding/binary"
	"errors"
	"slices"
	"testing"
)

// ace is an entry of an access control list as the kernel of macOS writes it.
type ace struct{ flags, rights uint32 }

// The kinds of <sys/kauth.h>.
const permit, deny, audit, inherited, onlyInherit = 1, 2, 3, 1 << 4, 1 << 8

// aclReply is what getattrlist gives for a file with these entries; nil for one
// without a list.
func aclReply(entries ...ace) []byte {
	u := binary.LittleEndian.AppendUint32
	if entries == nil {
		return u(u(u(nil, 12), 8), 0)
	}
	list := u(nil, 0x012cc16d)
	list = append(list, make([]byte, 32)...)
	list = u(u(list, uint32(len(entries))), 0)
	for _, e := range entries {
		list = u(u(append(list, make([]byte, 16)...), e.flags), e.rights)
	}
	n := uint32(len(list))
	return append(u(u(u(nil, 12+n), 8), n), list...)
}

// TestACL: entries as chmod +a makes them.
func TestACL(t *testing.T) {
	whole := aclReply(ace{permit, 1 << 2})
	changed := func(at int, to ...byte) []byte {
		data := slices.Clone(whole)
		copy(data[at:], to)
		return data
	}
	for _, c := range []struct {
		name  string
		reply []byte
		want  bool
		bad   bool
	}{
		{"no list", aclReply(), false, false},
		{"no list, and more room", append(aclReply(), make([]byte, 100)...), false, false},
		{"an empty list", aclReply([]ace{}...), false, false},
		{"everyone deny delete, as a home has", aclReply(ace{deny, 1 << 4}), false, false},
		{"allow read", aclReply(ace{permit, 1<<1 | 1<<7 | 1<<9 | 1<<11}), false, false},
		{"allow write", whole, true, false},
		{"allow append", aclReply(ace{permit, 1 << 5}), true, false},
		{"allow delete", aclReply(ace{permit, 1 << 4}), true, false},
		{"allow delete_child", aclReply(ace{permit, 1 << 6}), true, false},
		{"allow writesecurity", aclReply(ace{permit, 1 << 12}), true, false},
		{"allow chown", aclReply(ace{permit, 1 << 13}), true, false},
		{"inherited", aclReply(ace{permit | inherited, 1 << 2}), true, false},
		{"only for what is made in it", aclReply(ace{permit | onlyInherit, 1 << 2}), false, false},
		{"of a kind to come", aclReply(ace{7, 1 << 2}), true, false},
		{"the last of three", aclReply(ace{deny, 1 << 2}, ace{permit, 1 << 1}, ace{permit, 1 << 2}), true, false},
		{"no list by its count", changed(12+36, 0xff, 0xff, 0xff, 0xff), false, false},
		{"nothing", nil, false, true},
		{"cut off", whole[:20], false, true},
		{"another magic", changed(12, 1, 2, 3, 4), false, true},
		{"more entries than there are", changed(12+36, 2), false, true},
		{"very many entries", changed(12+36, 0xff, 0xff, 0xff, 0x7f), false, true},
		{"begins before itself", changed(4, 0xf0, 0xff, 0xff, 0xff), false, true},
		{"ends after the reply", changed(8, 0xff, 0xff), false, true},
		{"a length of its own that is too small", changed(0, 4, 0, 0, 0), false, true},
	} {
		got, err := aclLetsWrite(c.reply)
		if got != c.want || (err != nil) != c.bad {
			t.Errorf("%s: %v, %v", c.name, got, err)
		}
	}
}

// TestPolicyWithACL: a list that lets others write makes a policy's file, or a
// folder on the way, as untrusted as its mode can; so does one that cannot be
// read.
func TestPolicyWithACL(t *testing.T) {
	for _, c := range []struct {
		at, want string
		reply    []byte
		err      error
	}{
		{"", "", aclReply(), nil},
		{"", "", aclReply(ace{deny, 1 << 4}), nil},
		{"etc/policy.toml", "DIR/etc/policy.toml: it has an access control list that lets others than root write\nhint: chmod -N DIR/etc/policy.toml", aclReply(ace{permit, 1 << 2}), nil},
		{"etc", "DIR/etc: it has an access control list that lets others than root write\nhint: chmod -N DIR/etc", aclReply(ace{permit, 1 << 2}), nil},
		{"/", "DIR/etc: / has an access control list that lets others than root write\nhint: chmod -N /", aclReply(ace{permit, 1 << 6}), nil},
		{"etc/policy.toml", "DIR/etc/policy.toml: who may write it cannot be told: its access control list is not understood\nhint: chmod -N DIR/etc/policy.toml", []byte("?"), nil},
		{"etc/policy.toml", "DIR/etc/policy.toml: who may write it cannot be told: getattrlist fails", nil, errors.New("getattrlist fails")},
	} {
		checkACL(t, c.at, c.want, c.reply, c.err)
	}
}

// FuzzACL: no bytes end the program.
func FuzzACL(f *testing.F) {
	f.Add(aclReply())
	f.Add(aclReply(ace{deny, 1 << 4}, ace{permit, 1 << 2}))
	f.Fuzz(func(t *testing.T, data []byte) {
		if writes, err := aclLetsWrite(data); writes && err != nil {
			t.Error("both an answer and an error")
		}
	})
}
