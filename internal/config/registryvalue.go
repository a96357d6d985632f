package config

import (
	"encoding/binary"
	"unicode/utf16"
)

// The types of registry values that a policy has (winnt.h).
const (
	regString = 1 // REG_SZ
	regDword  = 4 // REG_DWORD
)

// registryValue decodes the bytes of a value of the registry: a string, an
// int64, or, of a type or a length that no key has, the bytes.
func registryValue(kind uint32, data []byte) any {
	switch {
	case kind == regDword && len(data) == 4:
		return int64(binary.LittleEndian.Uint32(data))
	case kind == regString && len(data)%2 == 0:
		units := make([]uint16, len(data)/2)
		for i := range units {
			units[i] = binary.LittleEndian.Uint16(data[2*i:])
		}
		// The end is marked by a NUL, or by nothing where a program was careless.
		if n := len(units); n > 0 && units[n-1] == 0 {
			units = units[:n-1]
		}
		return string(utf16.Decode(units))
	}
	return data
}
