//go:build darwin || (linux && gnustep)

package appkit

import (
	"math"
	"sync"

	"vestibule/internal/consent/drawn"
	"vestibule/internal/objc"
)

// bodySize is the size of text that the person set, in points. macOS has such
// a setting for text that asks for a style of text rather than a size; older
// ones and GNUstep have the size of the system's font.
func bodySize() float64 {
	fonts := objc.Class("NSFont")
	size := 0.0
	if style := objc.Named(objc.AppKit, "NSFontTextStyleBody"); style != 0 && fonts.Responds("preferredFontForTextStyle:options:") { // macOS 11
		font := fonts.Send("preferredFontForTextStyle:options:", style, objc.Class("NSDictionary").Send("dictionary"))
		size = objc.Get[float64](font, "pointSize")
	}
	if size == 0 {
		size = objc.Get[float64](fonts, "systemFontSize")
	}
	return math.Min(math.Max(size, usualText), 4*usualText)
}

// fontOf gives the system's font of a style where text is of that size.
func fontOf(st style, bold bool, body float64) objc.ID {
	fonts := objc.Class("NSFont")
	size := float64(usualText)
	switch st {
	case title:
		size, bold = 16, true
	case heading:
		bold = true
	case small, dim, link:
		size = 11.5
	case large:
		size = 17
	case badge:
		size, bold = 21, true
	case code:
		if font := fonts.Send("userFixedPitchFontOfSize:", 11.5*body/usualText); font != 0 {
			return font
		}
	}
	size *= body / usualText
	if bold {
		return fonts.Send("boldSystemFontOfSize:", size)
	}
	return fonts.Send("systemFontOfSize:", size)
}

func nsColour(c drawn.Colour) objc.ID {
	colours := objc.Class("NSColor")
	if colours.Responds("colorWithSRGBRed:green:blue:alpha:") {
		return colours.Send("colorWithSRGBRed:green:blue:alpha:", c[0], c[1], c[2], 1.0)
	}
	return colours.Send("colorWithCalibratedRed:green:blue:alpha:", c[0], c[1], c[2], 1.0)
}

// attributed makes the text of a part.
func attributed(p part, c drawn.Colour, alignment int, body float64) objc.ID {
	s := rich(p.text, p.style, p.strong, body)
	all := objc.Range{Length: objc.Get[uint](s, "length")}
	s.Do("addAttribute:value:range:", objc.Name("NSColor"), nsColour(c), all)
	if p.style == link {
		s.Do("addAttribute:value:range:", objc.Name("NSUnderline"),
			objc.Class("NSNumber").Send("numberWithInteger:", objc.NSUnderlineStyleSingle), all)
	}
	lines := objc.Class("NSMutableParagraphStyle").Send("alloc").Send("init")
	lines.Do("setLineBreakMode:", objc.NSLineBreakByWordWrapping)
	lines.Do("setAlignment:", alignment)
	s.Do("addAttribute:value:range:", objc.Name("NSParagraphStyle"), lines, all)
	lines.Do("release")
	return s
}

// rich is a text in its fonts.
func rich(text string, st style, strong [][2]int, body float64) objc.ID {
	text, fits := whole(text)
	s := objc.Class("NSMutableAttributedString").Send("alloc").Send("initWithString:", objc.String(text)).Send("autorelease")
	length := objc.Get[uint](s, "length")
	s.Do("addAttribute:value:range:", objc.Name("NSFont"), fontOf(st, false, body), objc.Range{Length: length})
	if !fits {
		return s
	}
	for _, r := range ranges(text, strong) {
		if r.Location+r.Length <= length {
			s.Do("addAttribute:value:range:", objc.Name("NSFont"), fontOf(st, true, body), r)
		}
	}
	return s
}

// A text field draws its text this far inside itself, at either side.
const inset = 2

// measures are the metrics of this system, for text of a size on a screen of a
// size.
func measures(body, widest, highest float64) metrics {
	return metrics{
		body: body, widest: widest, highest: highest,
		text: func(s string, st style, strong [][2]int, width float64) (w, h float64) {
			room := objc.Size{Width: width - 2*inset, Height: 1e5}
			r := objc.Get[objc.Rect](rich(s, st, strong, body), "boundingRectWithSize:options:", room, objc.NSStringDrawingUsesLineFragmentOrigin)
			return math.Min(math.Ceil(r.Size.Width)+2*inset, width), math.Ceil(r.Size.Height) + 1
		},
		control: func(k kind, text string, width float64) (w, h float64) { return controlSize(k, text, width, body) },
	}
}

// aside is how much wider than its text a control is, where its text is broken.
var aside = map[kind]float64{check: 24, action: 28, answer: 28, more: 4}

// controlSize is what a control asks for, by a control that is never shown.
func controlSize(k kind, text string, width, body float64) (w, h float64) {
	grown := body / usualText
	if k == toggle {
		if objc.Class("NSSwitch") != 0 {
			return 38, 22 // its regular size, the only one; GNUstep's does not ask for it
		}
		return 24, 20
	}
	p := part{kind: k, text: text, style: word, choices: []string{text}}
	if k == more {
		p.style = link
	}
	c := sizers()[k]
	if c == nil {
		return math.Min(60, width), 24
	}
	c.shade, c.body = light, body
	c.put(p)
	c.view.Do("sizeToFit")
	size := objc.Get[objc.Rect](c.view, "frame").Size
	if k == answer {
		size.Width = math.Max(size.Width+12, 88*grown)
	}
	size.Height = math.Max(size.Height, least[k]*grown)
	if size.Width > width && k != choice {
		r := objc.Get[objc.Rect](rich(text, p.style, nil, body), "boundingRectWithSize:options:",
			objc.Size{Width: width - aside[k]*grown, Height: 1e5}, objc.NSStringDrawingUsesLineFragmentOrigin)
		size = objc.Size{Width: width, Height: math.Max(size.Height, r.Size.Height+10)}
	}
	return math.Ceil(size.Width), math.Ceil(size.Height)
}

// least heights, where a control's own is too small to be hit.
var least = map[kind]float64{more: 16, choice: 24, action: 26, check: 20, answer: 28}

var sizers = sync.OnceValue(func() map[kind]*control {
	all := map[kind]*control{}
	for _, k := range []kind{more, choice, action, check, answer} {
		if view := newView(part{kind: k}); view != 0 {
			all[k] = &control{view: view}
		}
	}
	return all
})
