package words

import "errors"

// inflate reads deflated data (RFC 1951) whole. It reads nothing but the
// tables in said/: compress/flate would do, at 50 kB and with tables made at
// every start, of the compressor as well. A test holds it against that package.
func inflate(data string) (out []byte, err error) {
	defer func() {
		if recover() != nil { // an index out of range: the data are cut off or wrong
			out, err = nil, errors.New("inflating: the data are damaged")
		}
	}()
	in := bitReader{data: data}
	for last := false; !last; {
		last = in.take(1) == 1
		switch in.take(2) {
		case 0:
			in.have, in.bits = 0, 0
			n := int(data[in.at]) | int(data[in.at+1])<<8
			out = append(out, data[in.at+4:in.at+4+n]...)
			in.at += 4 + n
		case 1:
			var lengths [288 + 30]uint8
			for i := range lengths {
				switch {
				case i >= 288:
					lengths[i] = 5
				case i < 144 || i >= 280:
					lengths[i] = 8
				case i < 256:
					lengths[i] = 9
				default:
					lengths[i] = 7
				}
			}
			out = in.block(out, newCode(lengths[:288]), newCode(lengths[288:]))
		case 2:
			literals, distances := in.codes()
			out = in.block(out, literals, distances)
		default:
			return nil, errors.New("inflating: no such kind of block")
		}
	}
	return out, nil
}

type bitReader struct {
	data string
	at   int
	have uint
	bits uint32
}

func (r *bitReader) take(n uint) int {
	for r.have < n {
		r.bits |= uint32(r.data[r.at]) << r.have
		r.at++
		r.have += 8
	}
	v := r.bits & (1<<n - 1)
	r.bits >>= n
	r.have -= n
	return int(v)
}

// code is a canonical Huffman code: how many symbols each length has, and the
// symbols in order.
type code struct {
	count   [16]int
	symbols []int
}

func newCode(lengths []uint8) (c code) {
	for n := uint8(1); n < 16; n++ {
		for symbol, l := range lengths {
			if l == n {
				c.count[n]++
				c.symbols = append(c.symbols, symbol)
			}
		}
	}
	return c
}

func (r *bitReader) symbol(c code) int {
	word, first, index := 0, 0, 0
	for n := 1; n < 16; n++ {
		word |= r.take(1)
		if word-first < c.count[n] {
			return c.symbols[index+word-first]
		}
		index += c.count[n]
		first = (first + c.count[n]) << 1
		word <<= 1
	}
	panic("no such symbol")
}

// codes reads the two codes of a block that brings its own.
func (r *bitReader) codes() (literals, distances code) {
	nliterals, ndistances, n := r.take(5)+257, r.take(5)+1, r.take(4)+4
	var short [19]uint8
	for i := range n {
		short[[...]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}[i]] = uint8(r.take(3))
	}
	c := newCode(short[:])
	var lengths []uint8
	repeat := func(l uint8, n int) {
		for range n {
			lengths = append(lengths, l)
		}
	}
	for len(lengths) < nliterals+ndistances {
		switch s := r.symbol(c); s {
		case 16:
			repeat(lengths[len(lengths)-1], 3+r.take(2))
		case 17:
			repeat(0, 3+r.take(3))
		case 18:
			repeat(0, 11+r.take(7))
		default:
			repeat(uint8(s), 1)
		}
	}
	return newCode(lengths[:nliterals]), newCode(lengths[nliterals : nliterals+ndistances])
}

// block appends what a block says.
func (r *bitReader) block(out []byte, literals, distances code) []byte {
	for {
		s := r.symbol(literals)
		switch {
		case s < 256:
			out = append(out, byte(s))
			continue
		case s == 256:
			return out
		}
		n := 258
		if s < 285 {
			n = r.extended(s-257, 2) + 3
		}
		from := len(out) - r.extended(r.symbol(distances), 1) - 1
		for i := range n {
			out = append(out, out[from+i])
		}
	}
}

// extended reads a length or a distance, whose symbol says how many bits
// follow: 1<<shift symbols share a number of bits, twice as many the first.
func (r *bitReader) extended(s int, shift uint) int {
	if s < 2<<shift {
		return s
	}
	extra := uint(s>>shift) - 1
	return (1<<shift|s&(1<<shift-1))<<extra + r.take(extra)
}
