package objc

// Code gives the value of a constant of Apple's headers that is a
// four-character code: name is the constant's, code its four letters. Both are
// in table.tsv, which a test holds each call to.
func Code(name, code string) uint32 {
	if len(code) != 4 {
		return 0
	}
	return uint32(code[0])<<24 | uint32(code[1])<<16 | uint32(code[2])<<8 | uint32(code[3])
}

// Number gives the value of a constant of Apple's headers whose name Go cannot
// export. It is in table.tsv too.
func Number(_ string, value uint32) uint32 { return value }
