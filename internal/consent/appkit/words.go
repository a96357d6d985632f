//go:build darwin || (linux && gnustep)

package appkit

import (
	"math"
	"sync"

	"vestibule/internal/objc"
)

// fontOf gives the system's font of a style.
func fontOf(st style, bold bool) objc.ID {
	fonts := objc.Class("NSFont")
	size := 13.0
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
		if font := fonts.Send("userFixedPitchFontOfSize:", 11.5); font != 0 {
			return font
		}
	}
	if bold {
		return fonts.Send("boldSystemFontOfSize:", size)
	}
	return fonts.Send("systemFontOfSize:", size)
}

func nsColour(c colour) objc.ID {
	colours := objc.Class("NSColor")
	if colours.Responds("colorWithSRGBRed:green:blue:alpha:") {
		return colours.Send("colorWithSRGBRed:green:blue:alpha:", c[0], c[1], c[2], 1.0)
	}
	return colours.Send("colorWithCalibratedRed:green:blue:alpha:", c[0], c[1], c[2], 1.0)
}

// attributed makes the text of a part.
func attributed(p part, c colour, alignment int) objc.ID {
	s := rich(p.text, p.style, p.strong)
	all := objc.Range{Length: utf16Length(p.text)}
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
func rich(text string, st style, strong [][2]int) objc.ID {
	s := objc.Class("NSMutableAttributedString").Send("alloc").Send("initWithString:", objc.String(text)).Send("autorelease")
	s.Do("addAttribute:value:range:", objc.Name("NSFont"), fontOf(st, false), objc.Range{Length: utf16Length(text)})
	for _, part := range strong {
		from, to := part[0], part[1]
		if from >= 0 && from < to && to <= len(text) {
			s.Do("addAttribute:value:range:", objc.Name("NSFont"), fontOf(st, true),
				objc.Range{Location: utf16Length(text[:from]), Length: utf16Length(text[from:to])})
		}
	}
	return s
}

// A text field draws its text this far inside itself, at either side.
const inset = 2

var measures = metrics{
	text: func(s string, st style, strong [][2]int, width float64) (w, h float64) {
		room := objc.Size{Width: width - 2*inset, Height: 1e5}
		r := objc.Get[objc.Rect](rich(s, st, strong), "boundingRectWithSize:options:", room, objc.NSStringDrawingUsesLineFragmentOrigin)
		return math.Ceil(r.Size.Width) + 2*inset, math.Ceil(r.Size.Height) + 1
	},
	control: controlSize,
}

// controlSize is what a control asks for, by a control that is never shown.
func controlSize(k kind, text string) (w, h float64) {
	p := part{kind: k, text: text, style: word, choices: []string{text}}
	if k == why {
		p.style = link
	}
	c := sizers()[k]
	if c == nil {
		return 60, 24
	}
	if k != toggle {
		c.shade = light
		c.put(p)
	}
	c.view.Do("sizeToFit")
	size := objc.Get[objc.Rect](c.view, "frame").Size
	switch k {
	case answer:
		size.Width = math.Max(size.Width+12, 88)
	case toggle:
		size = objc.Size{Width: 24, Height: 20}
		if objc.Class("NSSwitch") != 0 {
			size = objc.Size{Width: 38, Height: 22} // its regular size, which GNUstep's does not ask for
		}
	}
	return math.Ceil(size.Width), math.Ceil(math.Max(size.Height, least[k]))
}

// least heights, where a control's own is too small to be hit.
var least = map[kind]float64{toggle: 18, why: 16, choice: 24, action: 26, check: 20, answer: 28}

var sizers = sync.OnceValue(func() map[kind]*control {
	all := map[kind]*control{}
	for _, k := range []kind{toggle, why, choice, action, check, answer} {
		if view := newView(part{kind: k}); view != 0 {
			all[k] = &control{view: view}
		}
	}
	return all
})
