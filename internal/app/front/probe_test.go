package front

import (
	"testing"
	"time"

	"vestibule/internal/consent"
)

// The window neither waits for what is being looked at, nor is Join held back
// by it; what comes in later is drawn.
func TestWindowWaitsForNoProbe(t *testing.T) {
	w := newWorld(t)
	w.probing = true
	w.open(zoom)
	if !w.visible || w.page.Camera.Now != "Looking…" || w.page.Microphone.Now != "Looking…" {
		t.Fatalf("visible %v: %+v, %+v", w.visible, w.page.Camera, w.page.Microphone)
	}
	w.focus()
	w.pass(time.Second)
	if !w.live {
		t.Error("Join waits for the probe")
	}
	w.probes[0]()
	w.run()
	if w.page.Camera.Now != "Logitech C920, not in use now" {
		t.Errorf("says %q", w.page.Camera.Now)
	}

	w = newWorld(t)
	w.probing = true
	w.open(zoom)
	w.focus()
	w.pass(time.Second)
	w.press(consent.ButtonJoin)
	if len(w.joins) != 1 {
		t.Error("not joined")
	}
}
