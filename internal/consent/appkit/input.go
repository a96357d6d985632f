//go:build darwin || (linux && gnustep)

package appkit

import (
	"slices"
	"unicode/utf8"

	"vestibule/internal/consent"
	"vestibule/internal/objc"
)

// key looks at an event before the panel gets it, and says whether that was
// all that is to come of it.
func (v *View) key(event objc.ID) (done bool) {
	switch kind := objc.Get[uint](event, "type"); kind {
	case objc.NSEventTypeLeftMouseDown, objc.NSEventTypeRightMouseDown, objc.NSEventTypeOtherMouseDown, objc.NSEventTypeScrollWheel:
		v.emit(consent.Event{Kind: consent.Touched})
		return false
	case objc.NSEventTypeKeyUp:
		v.keys.release(objc.Get[uint16](event, "keyCode"))
		return false
	case objc.NSEventTypeKeyDown:
		return v.keyDown(event)
	}
	return false
}

func (v *View) keyDown(event objc.ID) (done bool) {
	held := v.keys.press(objc.Get[uint16](event, "keyCode"), objc.Get[bool](event, "isARepeat"))
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
	if c != nil && !c.part.dead {
		c.view.Do("performClick:", objc.ID(0))
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

// moveFocus goes to the next or last control that is live, in the order of
// the page and round.
func (v *View) moveFocus(step int) {
	var ring []*control
	for _, c := range v.controls {
		if c.part.kind >= toggle && !c.part.dead {
			ring = append(ring, c)
		}
	}
	if len(ring) == 0 {
		return
	}
	slices.SortFunc(ring, func(a, b *control) int { return a.order - b.order })
	at := slices.Index(ring, v.focus())
	switch {
	case at >= 0:
		at = (at + step + len(ring)) % len(ring)
	case step > 0:
		at = 0
	default:
		at = len(ring) - 1
	}
	view := ring[at].view
	v.panel.Do("makeFirstResponder:", view)
	view.Do("scrollRectToVisible:", objc.Get[objc.Rect](view, "bounds"))
}
