package device

import (
	"encoding/binary"
	"reflect"

	"github.com/jfreymuth/pulse/proto"
)

// The library's reader trusts the server: a value of another type than it
// expects panics in a goroutine of its own, a huge length is allocated, and a
// connection that ends within a list makes it append for ever. So every frame
// is walked here first, along the same types, and only one that fits to the
// last byte is handed to it.

// maxString is the longest string the library's reader can take.
const maxString = 1000

// checkFrame says whether body, the values of a reply or event, is exactly
// one value of type t (a struct), or, when t is a slice, any number of them.
func checkFrame(body []byte, t reflect.Type, version proto.Version) bool {
	c := &checker{rest: body, version: version, ok: true}
	if t.Kind() != reflect.Slice {
		c.structure(t)
		return c.ok && len(c.rest) == 0
	}
	element := t.Elem().Elem() // []*GetSourceInfoReply
	for c.ok && len(c.rest) > 0 {
		c.structure(element)
	}
	return c.ok
}

// checker walks tagged values; after the first that does not fit, ok is
// false and nothing more is read.
type checker struct {
	rest    []byte
	version proto.Version
	ok      bool
}

func (c *checker) structure(t reflect.Type) {
	for i := 0; i < t.NumField() && c.ok; i++ {
		f := t.Field(i)
		if since, ok := fieldVersion(string(f.Tag)); !ok {
			c.ok = false // a tag this walk does not know
		} else if since <= c.version.Version() {
			c.field(f.Type)
		}
	}
}

// fieldVersion reads the library's tag: the protocol version that brought the
// field.
func fieldVersion(tag string) (int, bool) {
	n := 0
	for _, d := range []byte(tag) {
		if d < '0' || d > '9' || n > 1000 {
			return 0, false
		}
		n = 10*n + int(d-'0')
	}
	return n, true
}

func (c *checker) field(t reflect.Type) {
	switch reflect.Zero(t).Interface().(type) {
	case string:
		if c.tag() == 't' {
			c.text()
		} else {
			c.expect('N')
		}
	case bool:
		if b := c.tag(); b != '0' && b != '1' {
			c.ok = false
		}
		c.skip(1)
	case proto.Volume:
		c.expect('V')
		c.skip(4)
	case proto.Microseconds:
		c.expect('U')
		c.skip(8)
	case uint32, proto.Version, proto.SubscriptionEventType:
		c.expect('L')
		c.skip(4)
	case byte:
		c.expect('B')
		c.skip(1)
	case uint64:
		c.expect('R')
		c.skip(8)
	case int64:
		c.expect('r')
		c.skip(8)
	case proto.SampleSpec:
		c.expect('a')
		c.skip(6)
	case proto.ChannelMap:
		c.expect('m')
		c.skip(int(c.byte()))
	case proto.ChannelVolumes:
		c.expect('v')
		c.skip(4 * int(c.byte()))
	case proto.PropList:
		c.expect('P')
		c.properties()
	case proto.FormatInfo:
		c.format()
	case []proto.FormatInfo:
		c.expect('B')
		for n := int(c.byte()); n > 0 && c.ok; n-- {
			c.format()
		}
	default:
		if t.Kind() != reflect.Slice || t.Elem().Kind() != reflect.Struct {
			c.ok = false
			return
		}
		c.expect('L') // ports: a count and that many structs
		for n := c.uint32(); n > 0 && c.ok; n-- {
			c.structure(t.Elem())
		}
	}
}

func (c *checker) format() {
	c.expect('f')
	c.expect('B')
	c.skip(1)
	c.expect('P')
	c.properties()
}

func (c *checker) properties() {
	for c.ok {
		if c.tag() == 'N' {
			c.skip(1)
			return
		}
		c.text()
		c.expect('L')
		length := c.uint32()
		c.expect('x')
		if c.uint32() != length || uint64(length) > uint64(len(c.rest)) {
			c.ok = false
		}
		c.skip(int(length))
	}
}

// text is a 't' and a string with its NUL.
func (c *checker) text() {
	c.expect('t')
	for i, b := range c.rest {
		if b == 0 {
			c.skip(i + 1)
			return
		}
		if i == maxString {
			break
		}
	}
	c.ok = false
}

// tag looks at the next byte.
func (c *checker) tag() byte {
	if len(c.rest) == 0 {
		c.ok = false
		return 0
	}
	return c.rest[0]
}

func (c *checker) expect(tag byte) {
	if c.tag() != tag {
		c.ok = false
	}
	c.skip(1)
}

func (c *checker) byte() byte {
	b := c.tag()
	c.skip(1)
	return b
}

func (c *checker) uint32() uint32 {
	if len(c.rest) < 4 {
		c.ok = false
		return 0
	}
	n := binary.BigEndian.Uint32(c.rest)
	c.skip(4)
	return n
}

func (c *checker) skip(n int) {
	if !c.ok || n < 0 || n > len(c.rest) {
		c.ok, c.rest = false, nil
		return
	}
	c.rest = c.rest[n:]
}
