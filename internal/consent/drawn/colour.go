package drawn

import (
	"fmt"
	"math"
)

// Colour is red, green and blue, 0 to 1, in sRGB.
type Colour [3]float64

// Hex gives the colour of a number 0xrrggbb.
func Hex(rgb uint32) Colour {
	return Colour{float64(rgb>>16&255) / 255, float64(rgb>>8&255) / 255, float64(rgb&255) / 255}
}

// String is "#rrggbb": rounded to 8 bits.
func (c Colour) String() string {
	return fmt.Sprintf("#%02x%02x%02x", int(c[0]*255+.5), int(c[1]*255+.5), int(c[2]*255+.5))
}

// Luminance is WCAG 2.2's relative luminance, 0 to 1.
func (c Colour) Luminance() float64 {
	linear := func(v float64) float64 {
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c[0]) + 0.7152*linear(c[1]) + 0.0722*linear(c[2])
}

// Contrast is WCAG 2.2's contrast ratio, 1 to 21.
func Contrast(a, b Colour) float64 {
	l, m := a.Luminance(), b.Luminance()
	if l < m {
		l, m = m, l
	}
	return (l + 0.05) / (m + 0.05)
}

// AA is the least contrast of text by WCAG 2.2, and Shape that of a control's
// edge.
const (
	AA    = 4.5
	Shape = 3.0
)
