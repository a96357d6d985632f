package appkit

import "vestibule/internal/consent"

// colour is red, green and blue, 0 to 1, in sRGB.
type colour [3]float64

func rgb(n uint32) colour {
	return colour{float64(n>>16&255) / 255, float64(n>>8&255) / 255, float64(n&255) / 255}
}

// shades are the colours of one appearance. Controls are the system's own; the
// ground and every text are ours, so that a test can hold their contrast. A
// tone is never the only sign of what a text says.
type shades struct {
	window, card, edge colour
	words, faint       colour
	tones              map[consent.Tone]colour // of text on the window and the card
	grounds            map[consent.Tone]colour // of plates
	bannerEdge         map[consent.Tone]colour
}

var light = shades{
	card: rgb(0xffffff), edge: rgb(0xd4d4d4), window: rgb(0xececec), words: rgb(0x1d1d1f), faint: rgb(0x5a5a5e),
	tones: map[consent.Tone]colour{
		consent.Good: rgb(0x176b2d), consent.Neutral: rgb(0x1d5aa8), consent.Warn: rgb(0x7d5300), consent.Bad: rgb(0xb3122a),
	},
	grounds: map[consent.Tone]colour{
		consent.Plain: rgb(0xe2e2e2), consent.Good: rgb(0xd3edd9), consent.Neutral: rgb(0xd5e5f8), consent.Warn: rgb(0xfaefc6), consent.Bad: rgb(0xf9d9da),
	},
	bannerEdge: map[consent.Tone]colour{
		consent.Plain: rgb(0xc4c4c4), consent.Good: rgb(0x8fcf9f), consent.Neutral: rgb(0x93bdec), consent.Warn: rgb(0xe3c54f), consent.Bad: rgb(0xeba0a5),
	},
}

var dark = shades{
	card: rgb(0x3a3a3c), edge: rgb(0x4e4e50), window: rgb(0x2b2b2d), words: rgb(0xf0f0f2), faint: rgb(0xb4b4b8),
	tones: map[consent.Tone]colour{
		consent.Good: rgb(0x7bd88f), consent.Neutral: rgb(0x99c1f1), consent.Warn: rgb(0xf5c96b), consent.Bad: rgb(0xffa29c),
	},
	grounds: map[consent.Tone]colour{
		consent.Plain: rgb(0x404042), consent.Good: rgb(0x1f3d28), consent.Neutral: rgb(0x22364f), consent.Warn: rgb(0x453a18), consent.Bad: rgb(0x4c2427),
	},
	bannerEdge: map[consent.Tone]colour{
		consent.Plain: rgb(0x5a5a5c), consent.Good: rgb(0x2f6b41), consent.Neutral: rgb(0x365c8c), consent.Warn: rgb(0x7d6a27), consent.Bad: rgb(0x84393f),
	},
}

// shadesFor gives the shades of an appearance.
func shadesFor(isDark bool) shades {
	if isDark {
		return dark
	}
	return light
}
