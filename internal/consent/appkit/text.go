package appkit

import "strconv"

// utf16Length is how many units NSString counts for a text.
func utf16Length(s string) uint {
	n := uint(0)
	for _, r := range s {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}

func keyOf(name string, i int) string { return name + "." + strconv.Itoa(i) }
