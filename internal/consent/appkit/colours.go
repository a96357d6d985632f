package appkit

import (
	"vestibule/internal/consent"
	"vestibule/internal/consent/drawn"
)

// shades are the colours of one appearance. Controls are the system's own; the
// ground and every text are ours, so that a test can hold their contrast. A
// tone is never the only sign of what a text says.
type shades struct {
	window, card, edge drawn.Colour
	words, faint       drawn.Colour
	tones              map[consent.Tone]drawn.Colour // of text on the window and the card
	grounds            map[consent.Tone]drawn.Colour // of plates
	bannerEdge         map[consent.Tone]drawn.Colour
}

var light = shades{
	card: drawn.Hex(0xffffff), edge: drawn.Hex(0xd4d4d4), window: drawn.Hex(0xececec), words: drawn.Hex(0x1d1d1f), faint: drawn.Hex(0x5a5a5e),
	tones: map[consent.Tone]drawn.Colour{
		consent.Good: drawn.Hex(0x176b2d), consent.Neutral: drawn.Hex(0x1d5aa8), consent.Warn: drawn.Hex(0x7d5300), consent.Bad: drawn.Hex(0xb3122a),
	},
	grounds: map[consent.Tone]drawn.Colour{
		consent.Plain: drawn.Hex(0xe2e2e2), consent.Good: drawn.Hex(0xd3edd9), consent.Neutral: drawn.Hex(0xd5e5f8), consent.Warn: drawn.Hex(0xfaefc6), consent.Bad: drawn.Hex(0xf9d9da),
	},
	bannerEdge: map[consent.Tone]drawn.Colour{
		consent.Plain: drawn.Hex(0xc4c4c4), consent.Good: drawn.Hex(0x8fcf9f), consent.Neutral: drawn.Hex(0x93bdec), consent.Warn: drawn.Hex(0xe3c54f), consent.Bad: drawn.Hex(0xeba0a5),
	},
}

var dark = shades{
	card: drawn.Hex(0x3a3a3c), edge: drawn.Hex(0x4e4e50), window: drawn.Hex(0x2b2b2d), words: drawn.Hex(0xf0f0f2), faint: drawn.Hex(0xb4b4b8),
	tones: map[consent.Tone]drawn.Colour{
		consent.Good: drawn.Hex(0x7bd88f), consent.Neutral: drawn.Hex(0x99c1f1), consent.Warn: drawn.Hex(0xf5c96b), consent.Bad: drawn.Hex(0xffa29c),
	},
	grounds: map[consent.Tone]drawn.Colour{
		consent.Plain: drawn.Hex(0x404042), consent.Good: drawn.Hex(0x1f3d28), consent.Neutral: drawn.Hex(0x22364f), consent.Warn: drawn.Hex(0x453a18), consent.Bad: drawn.Hex(0x4c2427),
	},
	bannerEdge: map[consent.Tone]drawn.Colour{
		consent.Plain: drawn.Hex(0x5a5a5c), consent.Good: drawn.Hex(0x2f6b41), consent.Neutral: drawn.Hex(0x365c8c), consent.Warn: drawn.Hex(0x7d6a27), consent.Bad: drawn.Hex(0x84393f),
	},
}

// shadesFor gives the shades of an appearance.
func shadesFor(isDark bool) shades {
	if isDark {
		return dark
	}
	return light
}
