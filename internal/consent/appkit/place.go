package appkit

import (
	"math"

	"vestibule/internal/objc"
)

// middle is where a window of a size stands in the middle of an area, a little
// above it. y grows upwards, as AppKit has it.
func middle(area objc.Rect, size objc.Size) objc.Point {
	return within(area, objc.Point{
		X: math.Round(area.Origin.X + (area.Size.Width-size.Width)/2),
		Y: math.Round(area.Origin.Y + (area.Size.Height-size.Height)*0.6),
	}, size)
}

// within brings a window into an area: where it is larger, its upper edge and
// its left one are seen.
func within(area objc.Rect, at objc.Point, size objc.Size) objc.Point {
	at.X = math.Max(math.Min(at.X, area.Origin.X+area.Size.Width-size.Width), area.Origin.X)
	at.Y = math.Min(math.Max(at.Y, area.Origin.Y), area.Origin.Y+area.Size.Height-size.Height)
	return at
}
