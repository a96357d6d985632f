package config

import (
	"reflect"
	"testing"
)

// TestRegistryValue: bytes as RegQueryValueEx gives them.
func TestRegistryValue(t *testing.T) {
	for _, c := range []struct {
		name string
		kind uint32
		data []byte
		want any
	}{
		{"string", 1, []byte("o\x00f\x00f\x00\x00\x00"), "off"},
		{"string without its end", 1, []byte("o\x00n\x00"), "on"},
		{"empty string", 1, []byte("\x00\x00"), ""},
		{"nothing", 1, nil, ""},
		{"beyond the basic plane", 1, []byte{0x3d, 0xd8, 0x00, 0xde, 0, 0}, "😀"},
		{"half a pair", 1, []byte{0x3d, 0xd8, 0, 0}, "\ufffd"},
		{"a NUL inside", 1, []byte("o\x00\x00\x00f\x00\x00\x00"), "o\x00f"},
		{"odd length", 1, []byte("o\x00f"), []byte("o\x00f")},
		{"switch on", 4, []byte{1, 0, 0, 0}, int64(1)},
		{"large number", 4, []byte{0xff, 0xff, 0xff, 0xff}, int64(0xffffffff)},
		{"short number", 4, []byte{1}, []byte{1}},
		{"multi-string", 7, []byte("a\x00\x00\x00\x00\x00"), []byte("a\x00\x00\x00\x00\x00")},
		{"expandable string", 2, []byte("%\x00"), []byte("%\x00")},
	} {
		if got := registryValue(c.kind, c.data); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %#v, want %#v", c.name, got, c.want)
		}
	}
}
