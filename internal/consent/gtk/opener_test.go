//go:build linux && cgo

package gtk

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"vestibule/internal/consent"
)

// drawPNG writes a square of one colour.
func drawPNG(file string, side int) error {
	img := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.RGBA{0xff, 0, 0xff, 0xff}})
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, b.Bytes(), 0o644)
}

// pictured shows a page with that icon, and tells whether a picture is drawn.
func pictured(t *testing.T, icon string) (drawn bool) {
	t.Helper()
	p := question()
	p.OpenerIcon, p.OpenerTheme = consent.SomeProgram, icon
	show(t, p)
	onLoop(func() { drawn = window.pictured })
	return drawn
}

func TestOpenersPicture(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := filepath.Join(dir, "good.png")
	wide := filepath.Join(dir, "wide.png")
	for path, side := range map[string]int{good: 64, wide: widestPNG + 1} {
		if err := drawPNG(path, side); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	fifo := filepath.Join(dir, "fifo.png")
	if err := syscall.Mkfifo(fifo, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/dev/zero", filepath.Join(dir, "zero.png")); err != nil {
		t.Fatal(err)
	}
	svg := `<svg xmlns="http://www.w3.org/2000/svg" width="48" height="48"><rect width="48" height="48"/></svg>`
	for _, c := range []struct {
		name, icon string
		want       bool
	}{
		{"of the icon theme", "org.example.Mail", true},
		{"a file", good, true},
		{"none", "", false},
		{"not in the theme", "org.example.Nothing", false},
		{"no file", filepath.Join(dir, "nothing.png"), false},
		{"a folder", dir, false},
		{"a FIFO", fifo, false},
		{"an endless device", filepath.Join(dir, "zero.png"), false},
		{"another kind called PNG", file("svg.png", svg), false},
		{"wider than any icon", wide, false},
		{"larger than any icon", file("large.png", string(data)+strings.Repeat("x", longestPNG)), false},
		{"cut short", file("short.png", string(data[:50])), false},
		{"nonsense after its head", file("head.png", string(data[:33])+strings.Repeat("\xff", 4000)), false},
		{"empty", file("empty.png", ""), false},
		{"a hostile name", "../../\x1b[31m\u202e\n", false},
		{"a long name", strings.Repeat("x", 100<<10), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := pictured(t, c.icon); got != c.want {
				t.Errorf("drawn: %v", got)
			}
		})
	}
	// The next page has its own.
	if pictured(t, good) != true || pictured(t, "") != false {
		t.Error("the picture of one opener is drawn for another")
	}
}

func TestDetailsOpenTheirSentence(t *testing.T) {
	p := question()
	p.OpenerMore, p.OpenerAsk = "Program: /usr/lib/chromium/chromium", "Details"
	show(t, p)
	said := func() bool {
		return slices.ContainsFunc(tree(t), func(l line) bool { return l.role == "label" && l.name == p.OpenerMore })
	}
	if said() {
		t.Error("it is there unasked")
	}
	if !slices.ContainsFunc(tree(t), func(l line) bool {
		return l.role == "toggle button" && l.name == "Details" && l.description == p.OpenerMore
	}) {
		t.Errorf("no button: %+v", tree(t))
	}
	atspi(t, "press", "Details")
	if !said() {
		t.Error("it did not open")
	}
	show(t, p)
	if said() {
		t.Error("the next page starts with it open")
	}
	p.OpenerMore = ""
	show(t, p)
	if slices.ContainsFunc(tree(t), func(l line) bool { return l.name == "Details" }) {
		t.Error("a button for nothing")
	}
}

// The first page with a text, after one without, shows all of it. Each run has
// a window that showed nothing yet.
func TestFirstTextHasItsHeight(t *testing.T) {
	text := consent.UnknownHostPage(consent.Told{Service: "Jitsi Meet", Host: "meet.example.org", Lines: "[[host]]\nname = \"x\""})
	actions := consent.Page{Title: "x", Buttons: question().Buttons}
	for i := range 20 {
		actions.Actions = append(actions.Actions, consent.Button{ID: "a", Label: fmt.Sprint("Action ", i)})
	}
	for name, p := range map[string]consent.Page{"text": text, "actions": actions} {
		t.Run(name, func(t *testing.T) {
			seen := make(chan consent.Event, 64)
			v := New(func(e consent.Event) { seen <- e })
			t.Cleanup(v.Hide)
			mapped := func() string {
				t.Helper()
				for e := range seen {
					if e.Kind == consent.Focused {
						break
					}
				}
				fields := strings.Split(xdotool(t, "search", "--onlyvisible", "--name", "^Vestibule$", "getwindowgeometry"), "Geometry: ")
				return fields[len(fields)-1]
			}
			heights := map[string]bool{}
			for number, page := range []consent.Page{question(), p, question(), p} {
				v.Show(uint64(number+1), page, "")
				size := mapped()
				if number%2 == 1 {
					heights[size] = true
				}
				v.Hide()
			}
			if len(heights) != 1 {
				t.Errorf("the same page has the sizes %v", heights)
			}
		})
	}
}
