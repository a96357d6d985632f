//go:build linux && gnustep

package appkit

import (
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vestibule/internal/consent"
	"vestibule/internal/consent/drawn"
	"vestibule/internal/device"
	"vestibule/internal/meeting"
	"vestibule/internal/objc"
)

// screen is what is on the screen: three bytes a pixel.
type screen []byte

func screenshot(t *testing.T) screen {
	t.Helper()
	file := filepath.Join(t.TempDir(), "screen.rgb")
	output(t, exec.Command("import", "-silent", "-window", "root", "-depth", "8", "rgb:"+file))
	data, err := os.ReadFile(file)
	if err != nil || len(data) != screenWidth*screenHeight*3 {
		t.Fatalf("reading the screen: %d bytes, %v", len(data), err)
	}
	return screen(data)
}

// share is how much of a place has a colour, from 0 to 1.
func (s screen) share(r objc.Rect, c drawn.Colour) float64 {
	hit, all := 0, 0
	for y := int(r.Origin.Y); y < int(r.Origin.Y+r.Size.Height); y++ {
		for x := int(r.Origin.X); x < int(r.Origin.X+r.Size.Width); x++ {
			if x < 0 || y < 0 || x >= screenWidth || y >= screenHeight {
				continue
			}
			at := (y*screenWidth + x) * 3
			all++
			near := true
			for i := range 3 {
				near = near && math.Abs(float64(s[at+i])-255*c[i]) <= 12
			}
			if near {
				hit++
			}
		}
	}
	if all == 0 {
		return 0
	}
	return float64(hit) / float64(all)
}

// untilDrawn waits until the screen shows what a test looks for.
func untilDrawn(t *testing.T, wrong func(s screen) []string) {
	t.Helper()
	var list []string
	for range 50 {
		if list = wrong(screenshot(t)); len(list) == 0 {
			return
		}
	}
	t.Error(strings.Join(list, "\n"))
}

// Every text is on the screen in its colour on its ground, every icon and
// plate too, in the light and the dark appearance, from the left and from the
// right, and large.
func TestEverythingIsDrawn(t *testing.T) {
	for name, c := range map[string]struct {
		dark, rtl bool
		size      float64
	}{
		"light": {size: usualText}, "dark": {dark: true, size: usualText}, "right to left": {rtl: true, size: usualText},
		"large": {size: 20}, "dark and large, right to left": {dark: true, rtl: true, size: 20},
	} {
		t.Run(name, func(t *testing.T) {
			window.PreferDark(c.dark)
			window.RightToLeft(c.rtl)
			window.TextSize(c.size)
			t.Cleanup(func() {
				window.PreferDark(false)
				window.RightToLeft(false)
				window.TextSize(usualText)
			})
			number := showUntried(t, question())
			window.Arm(number, true, "")
			xdotool(t, "mousemove", "0", "0")
			untilDrawn(t, func(s screen) []string { return undrawn(t, s) })
		})
	}
}

// undrawn are the parts that are not on the screen as they are to be.
func undrawn(t *testing.T, s screen) (list []string) {
	onLoop(func() {
		shade := shadesFor(window.dark)
		for key, c := range window.controls {
			r := frameOf(c.view)
			switch c.part.kind {
			case label, more:
				colour, toned := shade.tones[c.part.tone]
				switch {
				case c.part.kind == more:
					colour = shade.tones[consent.Neutral]
				case !toned && c.part.style == dim:
					colour = shade.faint
				case !toned:
					colour = shade.words
				}
				// Thin letters have their colour in few of their pixels.
				if ink := s.share(r, colour); ink < 0.004 || ink > 0.5 {
					list = append(list, key+" has no text to be read")
				}
			case plate:
				if s.share(r, c.paint().fill) < 0.3 {
					list = append(list, key+" is not there")
				}
			case icon:
				line := shade.words
				if c.part.style == dim {
					line = shade.faint
				}
				if s.share(r, line) < 0.02 {
					list = append(list, key+" is not there")
				}
			case rule:
				if s.share(r, c.paint().fill) < 0.9 {
					list = append(list, key+" is not there")
				}
			}
		}
		if whole := objc.Get[objc.Rect](window.panel.Send("contentView"), "bounds"); s.share(frameOf(window.panel.Send("contentView")), shade.window) < 0.2 || whole.Size.Width == 0 {
			list = append(list, "the panel's ground has another colour")
		}
	})
	return list
}

// Each assurance is said in the panel in its words and colour, and Why? beside
// it opens one more sentence.
func TestEveryAssurance(t *testing.T) {
	tones := map[meeting.Assurance]consent.Tone{
		meeting.Blocked: consent.Good, meeting.Asked: consent.Neutral, meeting.Setting: consent.Neutral,
		meeting.Preview: consent.Warn, meeting.Unknown: consent.Warn,
	}
	var all []string
	for assured, tone := range tones {
		t.Run(string(assured), func(t *testing.T) {
			j := meeting.Judge("https://zoom.us/j/81234567890", nil)
			claim := meeting.Claim{Assurance: assured, Why: "It was tried.", Source: "zoom.us", Checked: "2026-11-25"}
			p := consent.AskPage(consent.Question{
				Service: j.Name, Host: j.Host, Meeting: j.Meeting.Label(), Asker: consent.Asker{Name: "Mail"},
				Devices: &device.Snapshot{CamerasState: device.Idle, Cameras: []device.Camera{{Name: "FaceTime HD Camera", State: device.Idle}}, Microphone: device.Microphone{Name: "Microphone", State: device.Idle}},
				Ways:    []consent.WayName{{Name: "Safari", Web: true, Camera: assured}}, Camera: claim, Microphone: claim,
			})
			number := show(t, p)
			xdotool(t, "mousemove", "0", "0")
			untilDrawn(t, func(s screen) []string { return undrawn(t, s) })
			click(t, number, "camera.why")
			until(t, "the reason is there", func() bool { return window.controls["camera.more"] != nil })
			onLoop(func() {
				said := window.controls["camera.assurance"].part
				if said.tone != tone || said.text != drawn.Line(p.Camera.Assurance) {
					t.Errorf("it is said as %+v", said)
				}
				if more := window.controls["camera.more"].part.text; !strings.Contains(more, "It was tried.") {
					t.Errorf("the reason is %q", more)
				}
				all = append(all, said.text)
			})
		})
	}
	slices.Sort(all)
	if len(slices.Compact(all)) != len(tones) {
		t.Errorf("two assurances are said in the same words: %q", all)
	}
}
