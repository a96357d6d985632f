//go:build linux && cgo

package gtk

// #include <stdlib.h>
// #include "view.h"
import "C"

import (
	"runtime/cgo"
	"slices"
	"sync"
)

// loop holds what waits for the main loop.
var loop queue

// op is one act on the main loop. view is set for what may be overtaken: while
// such an act waits, a later one of the same kind and page takes its place, so
// that a flood of them costs no more than one and leaves the loop its time for
// keys.
type op struct {
	view   *View
	kind   kind
	number uint64
	run    func()
}

// kind tells acts apart that overtake only their like: a button that died and
// came alive again has died, and gives the focus back.
type kind int

const (
	updating kind = iota
	arming
	disarming
)

type queue struct {
	mu      sync.Mutex
	waiting []op
}

func (q *queue) post(o op) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if i := q.overtaken(o); i >= 0 && o.kind == updating {
		// Where the old one was: what follows it knows the page's buttons.
		q.waiting[i] = o
		return
	} else if i >= 0 {
		q.waiting = slices.Delete(q.waiting, i, i+1)
	}
	q.waiting = append(q.waiting, o)
	if len(q.waiting) == 1 {
		C.vg_wake()
	}
}

// overtaken gives the place of the waiting act that o makes needless, or -1.
func (q *queue) overtaken(o op) int {
	if o.view == nil {
		return -1
	}
	return slices.IndexFunc(q.waiting, func(w op) bool {
		return w.view == o.view && w.kind == o.kind && w.number == o.number
	})
}

func (q *queue) take() []op {
	q.mu.Lock()
	defer q.mu.Unlock()
	ops := q.waiting
	q.waiting = nil
	return ops
}

//export vgDrain
func vgDrain() {
	for _, o := range loop.take() {
		o.run()
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
	loop.post(op{run: func() { C.vg_prefer_dark(C.bool(dark)) }})
}

// RightToLeft lays the window out from right to left, or not. GTK does so by
// itself only where its own translation for the locale is installed.
func RightToLeft(rtl bool) {
	loop.post(op{run: func() { C.vg_right_to_left(C.bool(rtl)) }})
}

// Clipboard reads the clipboard's text and gives at most 64 KiB of it to
// done, on a goroutine of its own: "" when there is none. The display may
// take its time; GTK gives up on an owner that does not answer.
func Clipboard(done func(text string)) {
	loop.post(op{run: func() { C.vg_clipboard_read(C.uintptr_t(cgo.NewHandle(done))) }})
}

// SetClipboard puts a text on the clipboard; it stays there when the window
// is hidden.
func SetClipboard(text string) {
	loop.post(op{run: func() {
		c := C.CString(text)
		defer C.free(ptr(c))
		C.vg_clipboard_write(c, C.int(len(text)))
	}})
}

//export vgClipboard
func vgClipboard(handle C.uintptr_t, text *C.char, length C.int) {
	h := cgo.Handle(handle)
	done := h.Value().(func(string))
	h.Delete()
	go done(bounded(C.GoStringN(text, length), C.VG_CLIPBOARD))
}
