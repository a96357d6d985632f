//go:build linux

package gtk

import (
	_ "embed"
	"fmt"
	"strings"

	"vestibule/internal/consent/drawn"
)

// Colour is red, green and blue.
type Colour = drawn.Colour

var hex = drawn.Hex

var black, white = hex(0x000000), hex(0xffffff)

// mix is a with the share t of b in it.
func mix(a, b Colour, t float64) Colour {
	for i := range a {
		a[i] += (b[i] - a[i]) * t
	}
	return a
}

// readable moves c towards black or white until it has the contrast on every
// ground. The grounds are of one kind, all light or all dark.
func readable(c Colour, contrast float64, grounds ...Colour) Colour {
	enough := func(c Colour) bool {
		for _, g := range grounds {
			// The string is what GTK gets: rounded to 8 bits.
			if drawn.Contrast(parse(c.String()), g) < contrast {
				return false
			}
		}
		return true
	}
	pole := black
	if drawn.Contrast(white, grounds[0]) > drawn.Contrast(black, grounds[0]) {
		pole = white
	}
	for t := 0.0; t <= 1; t += 0.04 {
		if m := mix(c, pole, t); enough(m) {
			return m
		}
	}
	return pole
}

// ground is bg with up to the share t of c in it: as much as leaves black or
// white readable on it, whichever is so on bg.
func ground(bg, c Colour, t float64) Colour {
	pole := black
	if drawn.Contrast(white, bg) > drawn.Contrast(black, bg) {
		pole = white
	}
	for ; t > 0; t -= 0.02 {
		if g := mix(bg, c, t); drawn.Contrast(pole, g) >= drawn.AA+0.05 {
			return g
		}
	}
	return bg
}

func parse(s string) (c Colour) {
	var rgb uint32
	fmt.Sscanf(s, "#%06x", &rgb)
	return hex(rgb)
}

// bright are the tones where no text is: grounds and edges.
var bright = map[string]Colour{"good": hex(0x2ec27e), "neutral": hex(0x3584e4), "warn": hex(0xf5c211), "bad": hex(0xed333b)}

// Palette is every colour of ours, by its name in the style sheet.
type Palette map[string]Colour

// PaletteFor derives our colours from a theme's window background, its
// content background and its text; a negative colour is one the theme does
// not name. All text has at least the contrast drawn.AA on all it stands on.
func PaletteFor(bg, base, fg Colour) Palette {
	if bg[0] < 0 {
		bg = hex(0xf6f5f4)
		if fg[0] >= 0 && fg.Luminance() > 0.4 {
			bg = hex(0x353535)
		}
	}
	dark := drawn.Contrast(white, bg) > drawn.Contrast(black, bg)
	if base[0] < 0 || (drawn.Contrast(white, base) > drawn.Contrast(black, base)) != dark {
		base = bg
	}
	if fg[0] < 0 {
		fg = black
		if dark {
			fg = white
		}
	}
	tones := map[string]Colour{"good": hex(0x1b7a34), "neutral": hex(0x1d5aa8), "warn": hex(0x8f5f00), "bad": hex(0xb3122a)}
	accent := hex(0x1c68c7)
	if dark {
		tones = map[string]Colour{"good": hex(0x7bd88f), "neutral": hex(0x99c1f1), "warn": hex(0xf5c96b), "bad": hex(0xff938c)}
		// A dark window's card is a little lighter than it, as paper is.
		base = ground(bg, white, 0.045)
	}
	p := Palette{"bg": bg, "card": base}
	p["fg"] = readable(fg, drawn.AA+1, bg, base)
	p["dim"] = readable(mix(p["fg"], bg, 0.36), drawn.AA, bg, base)
	p["edge"] = mix(bg, p["fg"], 0.17)
	for name, c := range tones {
		c = readable(c, drawn.AA, bg, base)
		p[name] = c
		p[name+"_ground"] = ground(bg, bright[name], 0.16)
		p[name+"_edge"] = mix(bg, bright[name], 0.6)
		p[name+"_on"] = readable(p["fg"], drawn.AA, p[name+"_ground"])
		p[name+"_mark"] = readable(c, drawn.AA, p[name+"_ground"])
	}
	p["accent"] = readable(accent, drawn.AA, white)
	p["accent_hover"] = mix(p["accent"], black, 0.12)
	p["accent_text"] = white
	p["wait"] = ground(bg, p["neutral"], 0.24)
	p["wait_text"] = readable(p["neutral"], drawn.AA, p["wait"])
	p["focus"] = readable(accent, drawn.Shape, bg, base)
	p["control"] = readable(mix(bg, p["fg"], 0.3), drawn.Shape, base)
	p["switch"] = p["control"]
	if dark {
		p["switch"] = mix(base, p["fg"], 0.25)
	}
	p["knob"] = readable(white, drawn.Shape, p["switch"])
	p["button"] = ground(bg, p["fg"], 0.09)
	p["button_hover"] = ground(bg, p["fg"], 0.15)
	p["button_text"] = readable(p["fg"], drawn.AA, p["button"], p["button_hover"])
	return p
}

//go:embed style.css
var style string

// CSS is the style sheet in these colours.
func (p Palette) CSS() string {
	var b strings.Builder
	for name, c := range p {
		fmt.Fprintf(&b, "@define-color vg_%s %s;\n", name, c)
	}
	b.WriteString(style)
	return b.String()
}
