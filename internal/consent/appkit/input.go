//go:build darwin || (linux && gnustep)

package appkit

import (
	"math"
	"slices"
	"unicode/utf8"

	"vestibule/internal/consent"
	"vestibule/internal/objc"
)

// downElsewhere gives the keys that are down as a page comes and that no event
// told of. macOS marks what they repeat, so that there is nothing to ask there.
var downElsewhere = func() []uint16 { return nil }

// key looks at an event before the panel gets it, and says whether that was
// all that is to come of it.
func (v *View) key(event objc.ID) (done bool) {
	switch kind := objc.Get[uint](event, "type"); kind {
	case objc.NSEventTypeLeftMouseDown, objc.NSEventTypeRightMouseDown, objc.NSEventTypeOtherMouseDown, objc.NSEventTypeScrollWheel:
		v.typed = false
		v.emit(consent.Event{Kind: consent.Touched})
		return false
	case objc.NSEventTypeKeyUp:
		v.keys.release(objc.Get[uint16](event, "keyCode"), objc.Get[float64](event, "timestamp"))
		return false
	case objc.NSEventTypeKeyDown:
		return v.keyDown(event)
	}
	return false
}

func (v *View) keyDown(event objc.ID) (done bool) {
	held := v.keys.press(objc.Get[uint16](event, "keyCode"), objc.Get[bool](event, "isARepeat"), objc.Get[float64](event, "timestamp"))
	v.typed = true
	v.emit(consent.Event{Kind: consent.Touched})
	flags := objc.Get[uint](event, "modifierFlags")
	character, _ := utf8.DecodeRuneInString(objc.Text(event.Send("charactersIgnoringModifiers")))
	switch meaningOf(character, flags&objc.NSEventModifierFlagShift != 0, flags&objc.NSEventModifierFlagCommand != 0) {
	case press:
		if !held {
			v.pressFocused()
		}
	case cancel:
		if !held {
			v.dismiss()
		}
	case forward:
		v.moveFocus(1)
	case backward:
		v.moveFocus(-1)
	case left:
		v.moveAside(-1)
	case right:
		v.moveAside(1)
	case pageUp:
		v.scroll(-1)
	case pageDown:
		v.scroll(1)
	case copyText:
		// There is no Edit menu that would do it.
		application().Do("sendAction:to:from:", objc.Selector("copy:"), objc.ID(0), v.target)
	default:
		return false
	}
	return true
}

// focus gives the control that has the keys, or nil.
func (v *View) focus() *control {
	responder := v.panel.Send("firstResponder")
	return v.senders[responder]
}

// pressFocused does what the focused control does; without one, the safe
// button's.
func (v *View) pressFocused() {
	c := v.focus()
	if c == nil {
		c = v.safe()
	}
	switch {
	case c == nil || c.part.dead:
	case c.part.kind == choice:
		c.view.Do("performClick:", objc.ID(0)) // opens its menu
	case c.part.kind == toggle || c.part.kind == check:
		c.view.Do("setState:", onOff(!c.part.on))
		v.acted(c.view)
	default:
		// Not by performClick:, which goes on with a button after its action:
		// the page may be gone then.
		v.acted(c.view)
	}
}

func (v *View) safe() *control {
	for _, c := range v.controls {
		if c.part.safe {
			return c
		}
	}
	return nil
}

func (v *View) focusSafe() {
	if c := v.safe(); c != nil {
		v.panel.Do("makeFirstResponder:", c.view)
		return
	}
	v.panel.Do("makeFirstResponder:", objc.ID(0))
}

// live are the controls that the focus can go to, in the order of the page.
func (v *View) live() (ring []*control) {
	for _, c := range v.controls {
		if c.part.kind >= toggle && !c.part.dead {
			ring = append(ring, c)
		}
	}
	slices.SortFunc(ring, func(a, b *control) int { return a.order - b.order })
	return ring
}

// moveFocus goes to the next or last control that is live, in the order of
// the page and round.
func (v *View) moveFocus(step int) {
	ring := v.live()
	if len(ring) == 0 {
		return
	}
	at := slices.Index(ring, v.focus())
	switch {
	case at >= 0:
		at = (at + step + len(ring)) % len(ring)
	case step > 0:
		at = 0
	default:
		at = len(ring) - 1
	}
	v.focusOn(ring[at])
}

// moveAside goes from one answer to that on its left or right, where there is
// one.
func (v *View) moveAside(step int) {
	if v.state.rtl {
		step = -step
	}
	ring := slices.DeleteFunc(v.live(), func(c *control) bool { return c.part.kind != answer })
	if at := slices.Index(ring, v.focus()); at >= 0 && at+step >= 0 && at+step < len(ring) {
		v.focusOn(ring[at+step])
	}
}

func (v *View) focusOn(c *control) {
	v.panel.Do("makeFirstResponder:", c.view)
	c.view.Do("scrollRectToVisible:", objc.Get[objc.Rect](c.view, "bounds"))
}

// scroll goes a page up or down in a page that is longer than the screen; there
// may be nothing in it that takes the focus.
func (v *View) scroll(step float64) {
	seen := objc.Get[objc.Rect](v.content, "visibleRect")
	whole := objc.Get[objc.Rect](v.content, "bounds")
	y := seen.Origin.Y + step*0.9*seen.Size.Height
	y = math.Max(0, math.Min(y, whole.Size.Height-seen.Size.Height))
	v.content.Do("scrollPoint:", objc.Point{X: 0, Y: y})
}
