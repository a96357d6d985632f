package drawn

import "testing"

func TestContrast(t *testing.T) {
	white := Hex(0xffffff)
	for _, c := range []struct {
		a, b Colour
		want float64
	}{{Hex(0), white, 21}, {white, white, 1}, {Hex(0x767676), white, 4.54}, {Hex(0x0000ff), white, 8.59}} {
		if got := Contrast(c.a, c.b); got < c.want-0.01 || got > c.want+0.01 {
			t.Errorf("%v on %v: %.3f, want %.2f", c.a, c.b, got, c.want)
		}
	}
	if got := Hex(0x123456).String(); got != "#123456" {
		t.Errorf("%s", got)
	}
}
