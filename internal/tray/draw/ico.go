package main

import (
	"bytes"
	"encoding/binary"
	"image"
)

// ico packs images as a Windows icon of 32-bit bitmaps, which every Windows
// reads (PNG inside ICO is not read at small sizes everywhere).
func ico(images ...*image.NRGBA) []byte {
	var head, body bytes.Buffer
	put := func(b *bytes.Buffer, values ...any) {
		for _, v := range values {
			binary.Write(b, binary.LittleEndian, v) // a buffer takes everything
		}
	}
	put(&head, uint16(0), uint16(1), uint16(len(images))) // reserved, icon, count
	offset := 6 + 16*len(images)
	for _, m := range images {
		data := bitmap(m)
		w, h := m.Rect.Dx(), m.Rect.Dy()
		put(&head, uint8(w), uint8(h), uint8(0), uint8(0), uint16(1), uint16(32), uint32(len(data)), uint32(offset))
		body.Write(data)
		offset += len(data)
	}
	return append(head.Bytes(), body.Bytes()...)
}

// bitmap is a BITMAPINFOHEADER, the pixels bottom up, and an empty mask; the
// height counts both.
func bitmap(m *image.NRGBA) []byte {
	var b bytes.Buffer
	w, h := m.Rect.Dx(), m.Rect.Dy()
	for _, v := range []any{uint32(40), int32(w), int32(2 * h), uint16(1), uint16(32),
		uint32(0), uint32(0), int32(0), int32(0), uint32(0), uint32(0)} {
		binary.Write(&b, binary.LittleEndian, v)
	}
	for y := h - 1; y >= 0; y-- {
		for x := range w {
			c := m.NRGBAAt(x, y)
			b.Write([]byte{c.B, c.G, c.R, c.A})
		}
	}
	maskRow := (w + 31) / 32 * 4
	b.Write(make([]byte, maskRow*h))
	return b.Bytes()
}
