//go:build linux && cgo

package gtk

// #include <stdlib.h>
// #include "view.h"
import "C"

import (
	"runtime/cgo"

	"vestibule/internal/consent/drawn"
)

// loop holds what waits for the main loop.
var loop drawn.Queue

func init() { loop.Begin(func() { C.vg_wake() }) }

// post has f run on the main loop.
func post(f func()) { loop.Post(drawn.Act{Run: f}) }

//export vgDrain
func vgDrain() {
	for _, a := range loop.Take() {
		a.Run()
	}
}

// Drain does at once what waits for the main loop. It belongs to the thread of
// Init, before that thread runs the loop: so that what takes its time there,
// the theme and the first page, waits for nothing else.
func Drain() { vgDrain() }

// Loop runs the main loop until Quit, where systray does not run it.
func Loop() { C.vg_loop() }

// Quit ends Loop.
func Quit() { C.vg_quit() }

// PreferDark asks the theme for its dark variant, for desktops that tell
// their wish only through the settings portal.
func PreferDark(dark bool) {
	post(func() { C.vg_prefer_dark(C.bool(dark)) })
}

// RightToLeft lays the window out from right to left, or not. GTK does so by
// itself only where its own translation for the locale is installed.
func RightToLeft(rtl bool) {
	post(func() { C.vg_right_to_left(C.bool(rtl)) })
}

// Clipboard reads the clipboard's text and gives at most 64 KiB of it to
// done, on a goroutine of its own: "" when there is none. The display may
// take its time; GTK gives up on an owner that does not answer.
func Clipboard(done func(text string)) {
	post(func() { C.vg_clipboard_read(C.uintptr_t(cgo.NewHandle(done))) })
}

// SetClipboard puts a text on the clipboard; it stays there when the window
// is hidden.
func SetClipboard(text string) {
	post(func() {
		c := C.CString(text)
		defer C.free(ptr(c))
		C.vg_clipboard_write(c, C.int(len(text)))
	})
}

//export vgClipboard
func vgClipboard(handle C.uintptr_t, text *C.char, length C.int) {
	h := cgo.Handle(handle)
	done := h.Value().(func(string))
	h.Delete()
	go done(drawn.Bounded(C.GoStringN(text, length), C.VG_CLIPBOARD))
}
