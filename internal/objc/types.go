package objc

// ID is a reference to an object or a class; 0 is nil. Objects are not owned:
// whoever makes one with alloc releases it.
type ID uintptr

// SEL is a selector, as an argument of a message.
type SEL uintptr

// Point, Size, Rect and Range are the structures of Foundation's NSGeometry.h
// and NSRange.h on 64-bit systems.
type (
	Point struct{ X, Y float64 }
	Size  struct{ Width, Height float64 }
	Rect  struct {
		Origin Point
		Size   Size
	}
	Range struct{ Location, Length uint }
)

// R is a rectangle by its corner and size.
func R(x, y, width, height float64) Rect {
	return Rect{Point{x, y}, Size{width, height}}
}
