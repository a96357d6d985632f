package main

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestIconsAreCurrent compares the drawn pixels with those of the files, not
// the bytes: the PNG encoder may change from one Go to the next.
func TestIconsAreCurrent(t *testing.T) {
	for name, data := range files() {
		t.Run(name, func(t *testing.T) {
			kept, err := os.ReadFile(filepath.Join("..", "icons", name))
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(name, ".ico") {
				if !bytes.Equal(kept, data) {
					t.Error("differs: run go generate ./internal/tray")
				}
				return
			}
			if !bytes.Equal(pixels(t, kept), pixels(t, data)) {
				t.Error("differs: run go generate ./internal/tray")
			}
		})
	}
}

func pixels(t *testing.T, data []byte) []byte {
	t.Helper()
	m, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return m.(*image.NRGBA).Pix
}

// TestStatesDifferInShape sees that the two states can be told apart without
// colour: by the template, which has none.
func TestStatesDifferInShape(t *testing.T) {
	a, b := template(22, false), template(22, true)
	differ := 0
	for i := 3; i < len(a.Pix); i += 4 {
		if d := int(a.Pix[i]) - int(b.Pix[i]); d > 128 || d < -128 {
			differ++
		}
	}
	if differ < 16 {
		t.Errorf("%d of 484 points differ at 22 pixels, want at least 16", differ)
	}
}
