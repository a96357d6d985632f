package appkit

import (
	"testing"

	"vestibule/internal/consent"
	"vestibule/internal/consent/drawn"
)

// Every text of ours can be read on all that it stands on, in both appearances.
func TestContrastOfTheShades(t *testing.T) {
	for name, s := range map[string]shades{"light": light, "dark": dark} {
		reads := func(what string, text, ground drawn.Colour) {
			if c := drawn.Contrast(text, ground); c < drawn.AA {
				t.Errorf("%s: %s: %.2f", name, what, c)
			}
		}
		for ground, on := range map[string]drawn.Colour{"window": s.window, "card": s.card} {
			reads("words on the "+ground, s.words, on)
			reads("faint words on the "+ground, s.faint, on)
			for tone, c := range s.tones {
				reads("tone on the "+ground, c, on)
				_ = tone
			}
		}
		for _, tone := range []consent.Tone{consent.Plain, consent.Good, consent.Neutral, consent.Warn, consent.Bad} {
			ground, ok := s.grounds[tone]
			if _, edge := s.bannerEdge[tone]; !ok || !edge {
				t.Fatalf("%s: tone %d has no ground or edge", name, tone)
			}
			reads("a banner's words", s.words, ground)
			if tone != consent.Plain {
				reads("a badge's letter", s.tones[tone], ground)
			}
		}
	}
	if shadesFor(true).window != dark.window || shadesFor(false).window != light.window {
		t.Error("an appearance has the other's shades")
	}
}
