//go:build linux && cgo

package gtk

// #include <stdlib.h>
// #include "view.h"
import "C"

import (
	"io"
	"os"
	"path/filepath"
	"syscall"

	"vestibule/internal/consent"
	"vestibule/internal/consent/drawn"
)

// drawOpener draws who opened the link. look reads its picture anew.
func (v *View) drawOpener(a *arena, p consent.Page, look bool) {
	if look {
		v.picture = v.pictureOf(p.OpenerTheme)
	}
	o := C.vg_opener{text: a.text(p.Opener), icon: a.text(string(p.OpenerIcon)), more: a.paragraph(p.OpenerMore), more_label: a.text(p.OpenerAsk)}
	if len(v.picture) > 0 {
		png := C.CBytes(v.picture)
		*a = append(*a, png)
		o.png, o.png_size = png, C.size_t(len(v.picture))
	}
	v.pictured = bool(C.vg_set_opener(v.c, &o))
}

// pictureOf reads the PNG file that a desktop entry's Icon names: by its path
// or in the icon theme. nil where there is none that is small and sound: then
// the view's own icon is drawn.
func (v *View) pictureOf(icon string) []byte {
	if icon == "" {
		return nil
	}
	file := icon
	if !filepath.IsAbs(icon) {
		name := C.CString(drawn.Line(icon))
		defer C.free(ptr(name))
		c := C.vg_icon_file(v.c, name)
		if c == nil {
			return nil
		}
		defer C.free(ptr(c))
		file = C.GoString(c)
	}
	return readPNG(file)
}

const (
	longestPNG = 256 << 10 // bytes
	widestPNG  = 1024      // pixels of a side
)

// readPNG reads a small PNG file. It never waits, whatever the name is of; the
// picture itself is read by the PNG reader alone, and never one whose unpacked
// form is large.
func readPNG(file string) []byte {
	f, err := os.OpenFile(file, os.O_RDONLY|syscall.O_NONBLOCK|syscall.O_NOCTTY, 0)
	if err != nil {
		return nil
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() || info.Size() > longestPNG {
		return nil
	}
	data, err := io.ReadAll(io.LimitReader(f, longestPNG+1))
	if err != nil || len(data) > longestPNG || !soundPNG(data) {
		return nil
	}
	return data
}

// soundPNG looks at the signature and the first chunk (PNG specification, 5.2
// and 11.2.2), where the size stands.
func soundPNG(data []byte) bool {
	const first = "\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"
	if len(data) < len(first)+8 || string(data[:len(first)]) != first {
		return false
	}
	for _, at := range []int{len(first), len(first) + 4} {
		n := uint32(data[at])<<24 | uint32(data[at+1])<<16 | uint32(data[at+2])<<8 | uint32(data[at+3])
		if n == 0 || n > widestPNG {
			return false
		}
	}
	return true
}
