//go:build linux && cgo

package gtk

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vestibule/internal/consent/drawn"
)

// pairs are every text and what it stands on.
func pairs() (list [][2]string) {
	for _, text := range []string{"fg", "dim", "good", "neutral", "warn", "bad"} {
		list = append(list, [2]string{text, "bg"}, [2]string{text, "card"})
	}
	for _, tone := range []string{"good", "neutral", "warn", "bad"} {
		list = append(list, [2]string{tone + "_on", tone + "_ground"}, [2]string{tone + "_mark", tone + "_ground"})
	}
	return append(list, [2]string{"accent_text", "accent"}, [2]string{"accent_text", "accent_hover"},
		[2]string{"wait_text", "wait"}, [2]string{"button_text", "button"}, [2]string{"button_text", "button_hover"},
		[2]string{"fg", "button"})
}

func checkPalette(t interface{ Errorf(string, ...any) }, p Palette) {
	at := func(name string) Colour {
		c, ok := p[name]
		if !ok {
			t.Errorf("no colour %s", name)
		}
		return parse(c.String())
	}
	for _, pair := range pairs() {
		// Rounding to 8 bits may cost a hair.
		if c := drawn.Contrast(at(pair[0]), at(pair[1])); c < drawn.AA-0.05 {
			t.Errorf("%s on %s (%v on %v): %.2f", pair[0], pair[1], p[pair[0]], p[pair[1]], c)
		}
	}
	for _, pair := range [][2]string{{"focus", "bg"}, {"focus", "card"}, {"control", "card"}, {"knob", "switch"}} {
		if c := drawn.Contrast(at(pair[0]), at(pair[1])); c < drawn.Shape-0.05 {
			t.Errorf("%s beside %s: %.2f", pair[0], pair[1], c)
		}
	}
}

func TestPaletteOfThemes(t *testing.T) {
	none := Colour{-1, -1, -1}
	for name, c := range map[string][3]Colour{
		"Adwaita":             {hex(0xf6f5f4), hex(0xffffff), hex(0x2e3436)},
		"Adwaita dark":        {hex(0x353535), hex(0x2d2d2d), hex(0xeeeeec)},
		"HighContrast":        {hex(0xffffff), hex(0xffffff), hex(0x000000)},
		"HighContrastInverse": {hex(0x000000), hex(0x000000), hex(0xffffff)},
		"Breeze":              {hex(0xeff0f1), hex(0xfcfcfc), hex(0x232629)},
		"Breeze dark":         {hex(0x31363b), hex(0x232629), hex(0xfcfcfc)},
		"middle grey":         {hex(0x808080), hex(0x8a8a8a), hex(0x777777)},
		"card against window": {hex(0xffffff), hex(0x000000), hex(0x333333)},
		"names nothing":       {none, none, none},
		"light text only":     {none, none, hex(0xffffff)},
	} {
		t.Run(name, func(t *testing.T) { checkPalette(t, PaletteFor(c[0], c[1], c[2])) })
	}
}

func TestPaletteOfAnyTheme(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		colour := rapid.Custom(func(t *rapid.T) Colour { return hex(rapid.Uint32Range(0, 0xffffff).Draw(t, "rgb")) })
		checkPalette(t, PaletteFor(colour.Draw(t, "bg"), colour.Draw(t, "base"), colour.Draw(t, "fg")))
	})
}

// Every colour the style sheet asks for is defined, and every other rule is
// below our own class.
func TestStyle(t *testing.T) {
	p := PaletteFor(white, white, black)
	for _, word := range strings.FieldsFunc(style, func(r rune) bool { return strings.ContainsRune(" ;,\n\t", r) }) {
		if name, ok := strings.CutPrefix(word, "@vg_"); ok {
			if _, ok := p[name]; !ok {
				t.Errorf("no colour %s", name)
			}
		}
	}
	for rule := range strings.SplitSeq(style, "}") {
		selector, _, ok := strings.Cut(rule, "{")
		if i := strings.LastIndex(selector, "*/"); i >= 0 {
			selector = selector[i+2:]
		}
		for s := range strings.SplitSeq(selector, ",") {
			if ok && !strings.HasPrefix(strings.TrimSpace(s), ".vestibule") {
				t.Errorf("the rule %q is not ours alone", strings.TrimSpace(s))
			}
		}
	}
}

// Every colour that the style sheet writes with is one whose contrast is
// checked, and nothing is made paler afterwards.
func TestEveryTextColourIsChecked(t *testing.T) {
	checked := map[string]bool{}
	for _, pair := range pairs() {
		checked[pair[0]] = true
	}
	seen := 0
	for declaration := range strings.FieldsFuncSeq(style, func(r rune) bool { return strings.ContainsRune("{};", r) }) {
		property, value, _ := strings.Cut(strings.TrimSpace(declaration), ":")
		switch property {
		case "opacity":
			t.Errorf("opacity:%s takes contrast away", value)
		case "color", "caret-color", "-gtk-secondary-caret-color":
			name, ok := strings.CutPrefix(strings.TrimSpace(value), "@vg_")
			if strings.TrimSpace(value) == "inherit" {
				continue
			}
			if seen++; !ok || !checked[name] {
				t.Errorf("%s:%s is not checked", property, value)
			}
		}
	}
	if seen < 6 {
		t.Errorf("%d text colours were found", seen)
	}
}
