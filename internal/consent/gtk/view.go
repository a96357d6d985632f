//go:build linux && cgo

// Package gtk draws consent pages in a GTK3 window, through a few C files of
// our own. The window is built once and then shown and hidden, so that a link
// that arrives is on the screen in milliseconds.
//
// What lives here: widgets, colours, keys. What may not: decisions and
// wording; a page's texts are final.
package gtk

/*
#cgo pkg-config: gtk+-3.0 x11
#cgo CFLAGS: -std=gnu11 -Wall -O2
#cgo LDFLAGS: -lm
#include <stdlib.h>
#include "view.h"
*/
import "C"

import (
	"errors"
	"runtime"
	"runtime/cgo"

	"vestibule/internal/consent"
	"vestibule/internal/consent/drawn"
)

// WindowTitle is the title of the window and its accessible name.
const WindowTitle = "Vestibule"

// GTK belongs to one thread, and everything that asks for a display expects
// the process's first.
func init() { runtime.LockOSThread() }

// Init opens the display. It must be called from main, before systray.Run,
// which ends the process when there is no display.
func Init() error {
	C.vg_prepare()
	// While the display is opened.
	theme := make(chan []byte, 1)
	go func() { theme <- reducedTheme() }()
	if !C.vg_init() {
		return errors.New("opening the display: none is reachable (DISPLAY and WAYLAND_DISPLAY)")
	}
	if b := <-theme; len(b) > 0 {
		C.vg_theme_put(ptr(&b[0]), C.size_t(len(b)))
	}
	return nil
}

// View is the window. Its methods may be called from any goroutine.
type View struct {
	c      *C.view
	handle cgo.Handle
	events func(consent.Event)

	// What is drawn, on the main loop's thread.
	number uint64
	shown  bool
	page   consent.Page
	// choices are what the choice holds, of this page or of one before.
	choices []string
	// picture is the opener's, as read; pictured says that it is drawn.
	picture  []byte
	pictured bool
}

var (
	_ consent.View   = (*View)(nil)
	_ consent.Raiser = (*View)(nil)
)

// New makes the window, as the main loop's next act or in Drain. events is
// called on the main loop, in order, and must return at once; it may call the
// View's methods.
func New(events func(consent.Event)) *View {
	v := &View{events: events}
	v.handle = cgo.NewHandle(v)
	post(func() {
		title := C.CString(WindowTitle)
		defer C.free(ptr(title))
		v.c = C.vg_new(C.uintptr_t(v.handle), title)
	})
	return v
}

// Show draws the page, raises the window and gives the safe button the focus.
// When the window is on the screen already, Mapped (and Focused) follow at
// once, for the new page's number.
func (v *View) Show(number uint64, p consent.Page, startupID string) {
	p = drawn.Clone(p)
	post(func() {
		v.draw(number, p, true)
		v.number, v.shown = number, true
		startup := C.CString(drawn.Line(startupID))
		defer C.free(ptr(startup))
		C.vg_show(v.c, startup)
	})
}

// Raise brings the page before the person again: to the workspace they are on,
// with the focus if the token lets it have that.
func (v *View) Raise(number uint64, startupID string) {
	post(func() {
		if !v.shown || v.number != number {
			return
		}
		startup := C.CString(drawn.Line(startupID))
		defer C.free(ptr(startup))
		C.vg_raise(v.c, startup)
	})
}

// Update draws changes of the page that is shown. An update of another page
// is dropped, and one that a later one overtakes need not be drawn.
func (v *View) Update(number uint64, p consent.Page) {
	p = drawn.Clone(p)
	loop.Post(drawn.Act{View: v, Number: number, Run: func() {
		if v.shown && v.number == number {
			v.draw(number, p, false)
		}
	}})
}

// Arm makes the armed buttons live or dead.
func (v *View) Arm(number uint64, ready bool, suffix string) {
	k := drawn.Disarming
	if ready {
		k = drawn.Arming
	}
	loop.Post(drawn.Act{View: v, Kind: k, Number: number, Run: func() {
		if !v.shown || v.number != number {
			return
		}
		s := C.CString(drawn.Line(suffix))
		defer C.free(ptr(s))
		live := C.CString(drawn.Line(v.page.Live))
		defer C.free(ptr(live))
		C.vg_arm(v.c, C.bool(ready), s, live)
	}})
}

// Hide takes the window away. No event of its page follows.
func (v *View) Hide() {
	post(func() {
		if v.shown {
			v.shown, v.page = false, consent.Page{}
			C.vg_hide(v.c)
		}
	})
}

//export vgEvent
func vgEvent(handle C.uintptr_t, page C.uint64_t, kind C.int, id *C.char, index, on, typed C.int) {
	v := cgo.Handle(handle).Value().(*View)
	e := consent.Event{Kind: consent.EventKind(kind), Page: uint64(page), Typed: typed != 0}
	switch e.Kind {
	case consent.Pressed:
		e.Button, e.On = consent.ButtonID(C.GoString(id)), on != 0
	case consent.Toggled:
		e.Row, e.On = [...]string{C.VG_CAMERA: "camera", C.VG_MICROPHONE: "microphone"}[index], on != 0
	case consent.Picked:
		e.Index = int(index)
	}
	v.events(e)
}

//export vgColours
func vgColours(v *C.view, rgb *C.double) {
	at := func(i int) Colour {
		c := (*[9]C.double)(ptr(rgb))[i*3 : i*3+3]
		return Colour{float64(c[0]), float64(c[1]), float64(c[2])}
	}
	css := C.CString(PaletteFor(at(0), at(1), at(2)).CSS())
	defer C.free(ptr(css))
	C.vg_css(v, css)
}
