// Command draw makes the tray's icons: a doorway with its threshold, open in
// the normal state and with two bars in it while Vestibule is paused. The
// state is a shape, so that it survives template icons and colour blindness.
//
// It writes PNG for Linux, black-on-transparent template PNG for macOS and ICO
// for Windows into the folder it is given. Run it by go generate.
package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: draw FOLDER")
		os.Exit(2)
	}
	for name, data := range files() {
		if err := os.WriteFile(filepath.Join(os.Args[1], name), data, 0o644); err != nil {
			fmt.Fprintln(os.Stderr, "writing icon:", err)
			os.Exit(1)
		}
	}
}

// files gives every icon file by name.
func files() map[string][]byte {
	all := map[string][]byte{}
	for name, paused := range map[string]bool{"normal": false, "paused": true} {
		all[name+".png"] = encode(tile(64, paused))
		all[name+"-template.png"] = encode(template(36, paused))
		all[name+".ico"] = ico(tile(16, paused), tile(24, paused), tile(32, paused))
	}
	return all
}

func encode(m image.Image) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err) // a buffer takes everything
	}
	return b.Bytes()
}

var (
	wall  = color.NRGBA{0x1d, 0x6a, 0x72, 0xff} // readable on light and on dark panels
	light = color.NRGBA{0xff, 0xff, 0xff, 0xff}
)

// tile draws the doorway in white on a rounded tile.
func tile(size int, paused bool) *image.NRGBA {
	return render(size, func(x, y float64) color.NRGBA {
		switch {
		case !inRounded(x, y, 0.03, 0.03, 0.97, 0.97, 0.2):
			return color.NRGBA{}
		case inDoorway(x, y, paused):
			return light
		}
		return wall
	})
}

// template draws the doorway alone, in black, larger.
func template(size int, paused bool) *image.NRGBA {
	const zoom = 0.78
	return render(size, func(x, y float64) color.NRGBA {
		if inDoorway(0.5+(x-0.5)*zoom, 0.5+(y-0.5)*zoom, paused) {
			return color.NRGBA{A: 0xff}
		}
		return color.NRGBA{}
	})
}

// inDoorway tells whether a point of the unit square is drawn.
func inDoorway(x, y float64, paused bool) bool {
	switch {
	case x >= 0.14 && x <= 0.86 && y >= 0.775 && y <= 0.865: // threshold
		return true
	case paused && y >= 0.40 && y <= 0.70 &&
		(x >= 0.385 && x <= 0.465 || x >= 0.535 && x <= 0.615): // bars
		return true
	}
	return inArch(x, y, 0.29) && !inArch(x, y, 0.20)
}

// inArch tells whether a point lies in an arch of the given half width that
// stands on the threshold.
func inArch(x, y, half float64) bool {
	const spring = 0.42 // where the round part begins
	dx, dy := x-0.5, y-spring
	if dy > 0 {
		return dx >= -half && dx <= half && y <= 0.80
	}
	return dx*dx+dy*dy <= half*half
}

func inRounded(x, y, left, top, right, bottom, radius float64) bool {
	if x < left || x > right || y < top || y > bottom {
		return false
	}
	dx := max(left+radius-x, x-(right-radius), 0)
	dy := max(top+radius-y, y-(bottom-radius), 0)
	return dx*dx+dy*dy <= radius*radius
}

// render samples at 16 by 16 points a pixel.
func render(size int, at func(x, y float64) color.NRGBA) *image.NRGBA {
	const fine = 16
	m := image.NewNRGBA(image.Rect(0, 0, size, size))
	for py := range size {
		for px := range size {
			var r, g, b, a int
			for s := range fine * fine {
				x := (float64(px) + (float64(s%fine)+0.5)/fine) / float64(size)
				y := (float64(py) + (float64(s/fine)+0.5)/fine) / float64(size)
				c := at(x, y)
				r += int(c.R) * int(c.A)
				g += int(c.G) * int(c.A)
				b += int(c.B) * int(c.A)
				a += int(c.A)
			}
			if a > 0 {
				m.SetNRGBA(px, py, color.NRGBA{uint8(r / a), uint8(g / a), uint8(b / a), uint8(a / (fine * fine))})
			}
		}
	}
	return m
}
