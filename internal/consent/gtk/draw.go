//go:build linux && cgo

package gtk

// #include <stdlib.h>
// #include "view.h"
import "C"

import (
	"slices"
	"strings"
	"unsafe"

	"vestibule/internal/consent"
	"vestibule/internal/consent/drawn"
)

func ptr[T any](p *T) unsafe.Pointer { return unsafe.Pointer(p) }

// arena holds C copies of a page's texts while it is drawn.
type arena []unsafe.Pointer

func (a *arena) text(s string) *C.char { return a.copy(drawn.Line(s)) }

func (a *arena) paragraph(s string) *C.char { return a.copy(drawn.Paragraph(s)) }

func (a *arena) copy(s string) *C.char {
	c := C.CString(s)
	*a = append(*a, ptr(c))
	return c
}

// pairs copies the beginnings and ends of parts of a text.
func (a *arena) pairs(parts [][2]int) (*C.int, C.int) {
	if len(parts) == 0 {
		return nil, 0
	}
	p := C.malloc(C.size_t(len(parts)) * 2 * C.sizeof_int)
	*a = append(*a, p)
	numbers := unsafe.Slice((*C.int)(p), 2*len(parts))
	for i, part := range parts {
		numbers[2*i], numbers[2*i+1] = C.int(part[0]), C.int(part[1])
	}
	return (*C.int)(p), C.int(len(parts))
}

func (a *arena) free() {
	for _, p := range *a {
		C.free(p)
	}
}

// draw brings the window's widgets to the page. Widgets stay where they can:
// making them is most of what showing a page costs.
func (v *View) draw(number uint64, p consent.Page, fresh bool) {
	var a arena
	defer a.free()
	old := v.page
	v.page = p
	C.vg_begin(v.c, C.uint64_t(number), C.bool(fresh))

	host, strong := drawn.HostLine(p)
	head := C.vg_head{badge: a.text(p.Badge), title: a.text(p.Title), host: a.copy(host), bad: C.bool(p.Tone == consent.Bad)}
	head.strong, head.strongs = a.pairs(strong)
	C.vg_set_head(v.c, &head)
	v.drawOpener(&a, p, fresh || old.OpenerTheme != p.OpenerTheme)
	v.drawDevice(&a, C.VG_CAMERA, p.Camera)
	v.drawDevice(&a, C.VG_MICROPHONE, p.Microphone)
	v.drawOpen(&a, p.Open)
	if fresh || !slices.Equal(old.Text, p.Text) {
		C.vg_clear_text(v.c)
		for _, t := range p.Text {
			text, strong := t.Text, [][2]int(nil)
			if t.Host != (consent.HostName{}) {
				text, strong = drawn.HostText(t.Host)
			}
			from, n := a.pairs(strong)
			C.vg_add_text(v.c, a.paragraph(text), from, n, C.bool(t.Selectable), C.int(t.Tone))
		}
	}
	C.vg_set_notices(v.c, a.text(p.Cleaned), a.text(p.Banner), C.int(p.BannerTone))

	rebuild := fresh || !sameButtons(old.Actions, p.Actions) || !sameButtons(old.Buttons, p.Buttons)
	C.vg_begin_buttons(v.c, C.bool(rebuild))
	for _, b := range p.Actions {
		C.vg_add_button(v.c, true, a.text(string(b.ID)), a.text(b.Label), flags(b))
	}
	for _, b := range p.Buttons {
		C.vg_add_button(v.c, false, a.text(string(b.ID)), a.text(b.Label), flags(b))
	}
	C.vg_end(v.c)
	if !fresh {
		for _, news := range drawn.News(old, p) {
			C.vg_announce(v.c, a.text(news))
		}
	}
}

func (v *View) drawDevice(a *arena, which C.int, r *consent.Row) {
	if r == nil {
		C.vg_set_device(v.c, which, nil)
		return
	}
	check := consent.Check{}
	if r.Check != nil {
		check = *r.Check
	}
	said := slices.DeleteFunc([]string{r.Now, r.NowStrong, r.Assurance, r.Note}, func(s string) bool { return s == "" })
	C.vg_set_device(v.c, which, &C.vg_row{
		title: a.text(r.Title), icon: a.text(string(r.Icon)),
		now: a.text(r.Now), now_strong: a.text(r.NowStrong),
		label: a.text(r.Label), assurance: a.text(r.Assurance),
		why: a.paragraph(r.Why), why_label: a.text(r.Ask), why_name: a.text(r.AskName),
		note: a.text(r.Note), description: a.paragraph(strings.Join(said, " ")),
		check_id: a.text(string(check.ID)), check_label: a.text(check.Label),
		tone: C.int(r.Tone), on: C.bool(r.On), locked: C.bool(r.Locked),
		check_on: C.bool(check.On), check_locked: C.bool(check.Locked),
	})
}

func (v *View) drawOpen(a *arena, r *consent.OpenRow) {
	if r == nil {
		C.vg_set_open(v.c, nil, nil, nil)
		return
	}
	C.vg_set_open(v.c, a.text(r.Title), a.text(r.Note), a.text(r.Label))
	if !slices.Equal(v.choices, r.Choices) && len(r.Choices) > 0 {
		v.choices = r.Choices
		names := make([]*C.char, len(r.Choices))
		for i, c := range r.Choices {
			names[i] = a.text(c)
		}
		C.vg_set_choices(v.c, &names[0], C.int(len(names)))
	}
	C.vg_set_chosen(v.c, C.int(r.Chosen))
}

func flags(b consent.Button) (f C.int) {
	for _, set := range []struct {
		on   bool
		flag C.int
	}{{b.Safe, C.VG_SAFE}, {b.Suggested, C.VG_SUGGESTED}, {b.Armed, C.VG_ARMED}, {b.Check, C.VG_CHECK}, {b.On, C.VG_ON}} {
		if set.on {
			f |= set.flag
		}
	}
	return f
}

// sameButtons tells whether the same widgets will do, with other labels.
func sameButtons(a, b []consent.Button) bool {
	return slices.EqualFunc(a, b, func(x, y consent.Button) bool {
		x.Label, y.Label, x.On, y.On = "", "", false, false
		return x == y
	})
}
