package appkit

import (
	"testing"

	"pgregory.net/rapid"

	"vestibule/internal/objc"
)

func TestMiddleOfAScreen(t *testing.T) {
	// The second of two screens, on the left of the first.
	if got := middle(objc.R(-1920, 100, 1920, 1000), objc.Size{Width: 460, Height: 500}); got != (objc.Point{X: -1190, Y: 400}) {
		t.Errorf("%+v", got)
	}
}

// A window that fits is wholly on the screen; of one that does not, the top is.
func TestWithinAScreen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(-4000, 4000)
		size := rapid.IntRange(1, 4000)
		f := func(i int) float64 { return float64(i) }
		area := objc.R(f(n.Draw(t, "x")), f(n.Draw(t, "y")), f(size.Draw(t, "width")), f(size.Draw(t, "height")))
		window := objc.Size{Width: f(size.Draw(t, "w")), Height: f(size.Draw(t, "h"))}
		at := within(area, objc.Point{X: f(n.Draw(t, "at x")), Y: f(n.Draw(t, "at y"))}, window)
		if at.Y+window.Height > area.Origin.Y+area.Size.Height || at.X < area.Origin.X {
			t.Fatalf("the top left corner is off: %+v", at)
		}
		if window.Width <= area.Size.Width && at.X+window.Width > area.Origin.X+area.Size.Width || window.Height <= area.Size.Height && at.Y < area.Origin.Y {
			t.Fatalf("%+v is not in %+v", at, area)
		}
		if again := within(area, at, window); again != at {
			t.Fatal("it moves on")
		}
	})
}
