//go:build darwin || (linux && gnustep)

package appkit

import (
	"slices"

	"vestibule/internal/consent"
	"vestibule/internal/objc"
)

// control is a part with the object that draws it.
type control struct {
	part  part
	view  objc.ID
	order int
	shade shades
	rtl   bool
}

// place makes the object of a part, or brings the one that is there to it.
func (v *View) place(p part, into objc.ID, s shades, order int) {
	c := v.controls[p.key]
	if c != nil && c.part.kind != p.kind {
		v.remove(p.key, c)
		c = nil
	}
	fresh := c == nil
	if fresh {
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
	c.order, c.shade, c.rtl = order, s, v.state.rtl
	c.put(p)
}

func (v *View) remove(key string, c *control) {
	delete(v.controls, key)
	delete(v.senders, c.view)
	delete(ours.paints, c.view)
	if v.focus() == c {
		v.panel.Do("makeFirstResponder:", objc.ID(0))
	}
	c.view.Do("removeFromSuperview")
	c.view.Do("release")
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
		cell := view.Send("cell")
		cell.Do("setWraps:", true)
		cell.Do("setScrollable:", false)
	case plate, rule, icon:
		if view.Responds("setAccessibilityElement:") {
			view.Do("setAccessibilityElement:", false)
		}
	case toggle:
		if view.Responds("setButtonType:") { // a check box, where there is no NSSwitch
			view.Do("setButtonType:", objc.NSButtonTypeSwitch)
			view.Do("setTitle:", objc.String(""))
			view.Do("setImagePosition:", objc.NSImageOnly)
		}
	case check:
		view.Do("setButtonType:", objc.NSButtonTypeSwitch)
	case why:
		view.Do("setButtonType:", objc.NSButtonTypeMomentaryPushIn)
		view.Do("setBordered:", false)
	case action, answer:
		view.Do("setButtonType:", objc.NSButtonTypeMomentaryPushIn)
		view.Do("setBezelStyle:", objc.NSBezelStyleRounded)
	}
	return view
}

// put makes the object look like the part.
func (c *control) put(p part) {
	c.part = clonePart(p)
	f := p.frame
	c.view.Do("setFrame:", objc.R(f.x, f.y, f.w, f.h))
	switch p.kind {
	case label:
		c.view.Do("setSelectable:", p.selectable)
		c.view.Do("setAttributedStringValue:", attributed(p, c.textColour(), c.alignment()))
	case plate, rule, icon:
		ours.paints[c.view] = c.paint()
		c.view.Do("setNeedsDisplay:", true)
	case toggle, check:
		c.view.Do("setState:", onOff(p.on))
		c.view.Do("setEnabled:", !p.dead)
	case choice:
		c.putChoices()
	}
	switch p.kind {
	case check:
		c.view.Do("setAttributedTitle:", attributed(p, c.shade.words, objc.NSTextAlignmentLeft))
	case why:
		c.view.Do("setAttributedTitle:", attributed(p, c.shade.tones[consent.Neutral], objc.NSTextAlignmentCenter))
	case action, answer:
		c.view.Do("setTitle:", objc.String(p.text))
		c.view.Do("setEnabled:", !p.dead)
		// The accent marks what is suggested once it is live, and never alone.
		if p.suggested && c.view.Responds("setBezelColor:") {
			accent := objc.ID(0)
			if colours := objc.Class("NSColor"); !p.dead && colours.Responds("controlAccentColor") {
				accent = colours.Send("controlAccentColor")
			}
			c.view.Do("setBezelColor:", accent)
		}
	}
	c.putNames()
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

// putNames tells assistive technology what the sighted read elsewhere.
func (c *control) putNames() {
	if c.part.name != "" && c.view.Responds("setAccessibilityLabel:") {
		c.view.Do("setAccessibilityLabel:", objc.String(c.part.name))
	}
	if c.part.help != "" && c.view.Responds("setAccessibilityHelp:") {
		c.view.Do("setAccessibilityHelp:", objc.String(c.part.help))
	}
}

func (c *control) textColour() colour {
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
