//go:build darwin || (linux && gnustep)

package appkit

import (
	"slices"

	"vestibule/internal/consent"
	"vestibule/internal/consent/drawn"
	"vestibule/internal/objc"
)

// control is a part with the object that draws it.
type control struct {
	part  part
	view  objc.ID
	order int
	shade shades
	body  float64
	rtl   bool
	image objc.ID // of a picture
}

// place makes the object of a part, or brings the one that is there to it.
func (v *View) place(p part, into objc.ID, s shades, order int) {
	c := v.controls[p.key]
	if c != nil && c.part.kind != p.kind {
		v.remove(p.key, c)
		c = nil
	}
	if c == nil {
		c = &control{view: newView(p)}
		if c.view == 0 {
			return
		}
		v.controls[p.key], v.senders[c.view] = c, c
		if p.kind >= toggle {
			c.view.Do("setTarget:", v.target)
			c.view.Do("setAction:", objc.Selector("act:"))
		}
		into.Do("addSubview:", c.view)
	}
	c.order, c.shade, c.rtl, c.body, c.image = order, s, v.state.rtl, v.body, v.image
	if p.dead && v.focus() == c {
		v.focusSafe()
	}
	c.put(p)
}

func (v *View) remove(key string, c *control) {
	delete(v.controls, key)
	delete(v.senders, c.view)
	delete(ours.paints, c.view)
	if v.focus() == c {
		v.panel.Do("makeFirstResponder:", objc.ID(0))
	}
	if c.part.kind >= toggle {
		c.view.Do("setTarget:", objc.ID(0))
	}
	c.view.Do("removeFromSuperview")
	// Not now: this may run while the mouse is down on it, deep inside its own
	// mouseDown:. The main loop performs this when nothing is pressed.
	c.view.Do("performSelector:withObject:afterDelay:", objc.Selector("release"), objc.ID(0), 0.0)
}

func (v *View) clear() {
	for key, c := range v.controls {
		v.remove(key, c)
	}
}

func newView(p part) objc.ID {
	class := ours.button
	switch p.kind {
	case label:
		class = objc.Class("NSTextField")
	case plate, rule, icon:
		class = ours.plate
	case picture:
		class = objc.Class("NSImageView")
	case toggle:
		class = ours.toggle
	case choice:
		return ours.choice.Send("alloc").Send("initWithFrame:pullsDown:", objc.R(0, 0, 100, 24), false)
	}
	view := class.Send("alloc").Send("initWithFrame:", objc.R(0, 0, 10, 10))
	switch p.kind {
	case label:
		view.Do("setBezeled:", false)
		view.Do("setBordered:", false)
		view.Do("setDrawsBackground:", false)
		view.Do("setEditable:", false)
		// Else a text that is selected forgets its fonts and colours.
		view.Do("setAllowsEditingTextAttributes:", true)
		cell := view.Send("cell")
		cell.Do("setWraps:", true)
		cell.Do("setScrollable:", false)
	case plate, rule, icon, picture:
		if view.Responds("setAccessibilityElement:") {
			view.Do("setAccessibilityElement:", false)
		}
		if p.kind == picture {
			view.Do("setImageScaling:", objc.NSImageScaleProportionallyUpOrDown)
		}
	case toggle:
		if view.Responds("setButtonType:") { // a check box, where there is no NSSwitch
			view.Do("setButtonType:", objc.NSButtonTypeSwitch)
			view.Do("setTitle:", objc.String(""))
			view.Do("setImagePosition:", objc.NSImageOnly)
		}
	case check:
		view.Do("setButtonType:", objc.NSButtonTypeSwitch)
	case more:
		view.Do("setButtonType:", objc.NSButtonTypeMomentaryPushIn)
		view.Do("setBordered:", false)
	case action, answer:
		view.Do("setButtonType:", objc.NSButtonTypeMomentaryPushIn)
	}
	if p.kind == check || p.kind == action || p.kind == answer {
		view.Send("cell").Do("setWraps:", true)
	}
	return view
}

// put makes the object look like the part.
func (c *control) put(p part) {
	c.part = clonePart(p)
	f := p.frame
	c.view.Do("setFrame:", objc.R(f.x, f.y, f.w, f.h))
	c.direct()
	switch p.kind {
	case label:
		c.view.Do("setSelectable:", p.selectable)
		c.view.Do("setAttributedStringValue:", attributed(p, c.textColour(), c.alignment(), c.body))
	case plate, rule, icon:
		ours.paints[c.view] = c.paint()
		c.view.Do("setNeedsDisplay:", true)
	case picture:
		c.view.Do("setImage:", c.image)
	case toggle:
		c.view.Do("setState:", onOff(p.on))
	case check:
		c.view.Do("setState:", onOff(p.on))
		if p.text = boxGap + p.text; c.rtl {
			p.text = c.part.text + boxGap
		}
		c.view.Do("setAttributedTitle:", attributed(p, c.textColour(), c.alignment(), c.body))
	case more:
		c.view.Do("setAttributedTitle:", attributed(p, c.shade.tones[consent.Neutral], objc.NSTextAlignmentCenter, c.body))
	case choice:
		c.view.Do("setFont:", fontOf(word, false, c.body))
		c.putChoices()
	case action, answer:
		c.putButton()
	}
	if p.kind >= toggle {
		c.view.Do("setEnabled:", !p.dead)
	}
	c.putNames()
}

// tallButton is how high a button may be, in points, before it needs a bezel
// that grows with it.
const tallButton = 34

func (c *control) putButton() {
	p := c.part
	bezel := objc.NSBezelStyleRounded
	if p.frame.h > tallButton {
		bezel = objc.NSBezelStyleRegularSquare
	}
	c.view.Do("setBezelStyle:", bezel)
	c.view.Do("setFont:", fontOf(word, false, c.body))
	c.view.Do("setTitle:", objc.String(p.text))
	// The accent marks what is suggested once it is live, and never alone.
	if p.suggested && c.view.Responds("setBezelColor:") {
		accent := objc.ID(0)
		if colours := objc.Class("NSColor"); !p.dead && colours.Responds("controlAccentColor") {
			accent = colours.Send("controlAccentColor")
		}
		c.view.Do("setBezelColor:", accent)
	}
}

// direct has a control's box on its left or on its right. GNUstep takes a
// direction and does nothing with it, but it knows where a button's picture is.
func (c *control) direct() {
	if c.part.kind < toggle {
		return
	}
	if mirrors && c.view.Responds("setUserInterfaceLayoutDirection:") {
		direction := objc.NSUserInterfaceLayoutDirectionLeftToRight
		if c.rtl {
			direction = objc.NSUserInterfaceLayoutDirectionRightToLeft
		}
		c.view.Do("setUserInterfaceLayoutDirection:", direction)
	} else if c.part.kind == check {
		at := objc.NSImageLeft
		if c.rtl {
			at = objc.NSImageRight
		}
		c.view.Do("setImagePosition:", at)
	}
}

// putChoices fills the menu anew only when its names changed. Two of one name
// are two.
func (c *control) putChoices() {
	have := make([]string, 0, len(c.part.choices))
	for _, item := range objc.Items(c.view.Send("itemArray")) {
		have = append(have, objc.Text(item.Send("title")))
	}
	if !slices.Equal(have, c.part.choices) {
		c.view.Do("removeAllItems")
		menu := c.view.Send("menu")
		for _, name := range c.part.choices {
			item := objc.Class("NSMenuItem").Send("alloc").Send("initWithTitle:action:keyEquivalent:", objc.String(name), objc.SEL(0), objc.String(""))
			menu.Do("addItem:", item)
			item.Do("release")
		}
	}
	c.view.Do("selectItemAtIndex:", c.part.chosen)
}

func (c *control) textColour() drawn.Colour {
	p := c.part
	if tone, ok := c.shade.tones[p.tone]; ok {
		return tone
	}
	if p.style == dim {
		return c.shade.faint
	}
	return c.shade.words
}

func (c *control) alignment() int {
	switch {
	case c.part.style == badge:
		return objc.NSTextAlignmentCenter
	case c.rtl:
		return objc.NSTextAlignmentRight
	}
	return objc.NSTextAlignmentLeft
}

func onOff(on bool) int {
	if on {
		return objc.NSControlStateValueOn
	}
	return objc.NSControlStateValueOff
}

func clonePart(p part) part {
	p.choices = slices.Clone(p.choices)
	return p
}
