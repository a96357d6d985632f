//go:build linux && gnustep

package appkit

import (
	"fmt"
	"math"
	"os/exec"
	"strings"
	"testing"
	"time"

	"vestibule/internal/consent"
	"vestibule/internal/objc"
)

// onScreen gives the frame of a part in pixels of the screen, y downwards.
func onScreen(t *testing.T, key string) (r objc.Rect) {
	t.Helper()
	found := false
	onLoop(func() {
		c := window.controls[key]
		if c == nil {
			return
		}
		found = true
		r = frameOf(c.view)
	})
	if !found {
		t.Fatalf("no part %s is on the panel", key)
	}
	return r
}

// frameOf is where a view is on the screen, y downwards.
func frameOf(view objc.ID) objc.Rect {
	r := objc.Get[objc.Rect](view, "convertRect:toView:", objc.Get[objc.Rect](view, "bounds"), objc.ID(0))
	panel := view.Send("window")
	at := objc.Get[objc.Point](panel, "convertBaseToScreen:", r.Origin)
	height := objc.Get[objc.Rect](objc.Class("NSScreen").Send("mainScreen"), "frame").Size.Height
	return objc.Rect{Origin: objc.Point{X: at.X, Y: height - at.Y - r.Size.Height}, Size: r.Size}
}

// point moves the pointer to the middle of a part, once GNUstep knows where the
// window manager put the panel.
func point(t *testing.T, key string) {
	t.Helper()
	for late := time.Now().Add(30 * time.Second); !inPlace(t); {
		if time.Now().After(late) {
			t.Fatal("the panel is elsewhere than GNUstep has it")
		}
	}
	r := onScreen(t, key)
	xdotool(t, "mousemove", fmt.Sprint(int(r.Origin.X+r.Size.Width/2)), fmt.Sprint(int(r.Origin.Y+r.Size.Height/2)))
}

// inPlace says whether the display has the panel where GNUstep has it.
func inPlace(t *testing.T) bool {
	t.Helper()
	var x, y, width, height float64
	for line := range strings.Lines(output(t, exec.Command("xwininfo", "-id", id(t)))) {
		line = strings.TrimSpace(line)
		fmt.Sscanf(line, "Absolute upper-left X: %g", &x)
		fmt.Sscanf(line, "Absolute upper-left Y: %g", &y)
		fmt.Sscanf(line, "Width: %g", &width)
		fmt.Sscanf(line, "Height: %g", &height)
	}
	var r objc.Rect
	onLoop(func() { r = frameOf(window.panel.Send("contentView")) })
	near := func(a, b float64) bool { return math.Abs(a-b) <= 1 }
	return near(r.Origin.X, x) && near(r.Origin.Y, y) && near(r.Size.Width, width) && near(r.Size.Height, height)
}

// click presses the mouse on a part, and lets go once AppKit has seen it: a
// button here follows the pointer in an event loop of its own. What came before
// is forgotten.
func click(t *testing.T, number uint64, key string) {
	t.Helper()
	point(t, key)
	forget()
	xdotool(t, "mousedown", "1")
	wait(t, number, consent.Touched)
	// GNUstep loses a release that comes before that loop does, and nothing
	// tells when it does. See clickFor.
	time.Sleep(150 * time.Millisecond)
	xdotool(t, "mouseup", "1")
}

// clickFor clicks on a live part until an event of the kind comes of it.
func clickFor(t *testing.T, number uint64, key string, kind consent.EventKind) consent.Event {
	t.Helper()
	for range 5 {
		click(t, number, key)
		for late := time.After(5 * time.Second); late != nil; {
			select {
			case e := <-events:
				if e.Page == number && e.Kind == kind {
					return e
				}
			case <-late:
				late = nil
			}
		}
	}
	t.Fatalf("a click on %s gives nothing", key)
	return consent.Event{}
}
