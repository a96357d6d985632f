package front

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vestibule/internal/app"
	"vestibule/internal/consent"
	"vestibule/internal/meeting"
)

const zoom = "https://zoom.us/j/81234567890?pwd=sEcReT"

func TestJoinAfterTheDelay(t *testing.T) {
	w := newWorld(t)
	a := w.open(zoom)
	if !w.visible || w.page.Title != "Join this Zoom meeting?" {
		t.Fatalf("no question: %+v", w.page)
	}
	if w.page.Opener != "Opened by Thunderbird" {
		t.Errorf("opener: %q", w.page.Opener)
	}
	w.focus()
	if w.live || w.suffix != "in 1 s" {
		t.Errorf("live %v, suffix %q right after the focus", w.live, w.suffix)
	}
	w.pass(time.Second)
	if !w.live {
		t.Fatal("Join is dead after the delay")
	}
	w.press(consent.ButtonJoin)
	if len(w.joins) != 1 {
		t.Fatalf("joins: %+v", w.joins)
	}
	j := w.joins[0]
	if j.Client != zoomApp.ID || j.Way != meeting.Native || j.Wish.Camera || j.Wish.Microphone || j.Meeting.Parts["passcode"] != "sEcReT" {
		t.Errorf("decision: %+v", j)
	}
	if a.status(t) != app.Joined || w.visible {
		t.Errorf("status %v, visible %v", a.outcomes, w.visible)
	}
}

// TestEarlyPressNeverJoins: the view's dead button is a courtesy, the desk
// holds the rule.
func TestEarlyPressNeverJoins(t *testing.T) {
	for name, prepare := range map[string]func(*world){
		"before the window is mapped": func(*world) {},
		"without the focus":           func(w *world) { w.event(consent.Mapped); w.pass(5 * time.Second) },
		"before the delay":            func(w *world) { w.focus(); w.pass(990 * time.Millisecond) },
		"after losing the focus":      func(w *world) { w.focus(); w.pass(2 * time.Second); w.event(consent.Blurred) },
		"after moving":                func(w *world) { w.focus(); w.pass(2 * time.Second); w.event(consent.Moved) },
		"after a switch":              func(w *world) { w.focus(); w.pass(2 * time.Second); w.toggle("camera", true) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			a := w.open(zoom)
			prepare(w)
			w.press(consent.ButtonJoin)
			w.noJoin()
			a.notTold(t)
		})
	}
}

func (w *world) toggle(row string, on bool) {
	w.desk.Event(consent.Event{Kind: consent.Toggled, Page: w.number, Row: row, On: on})
	w.run()
}

func TestOneQuestionAtATime(t *testing.T) {
	w := newWorld(t)
	first := w.open(zoom)
	again := w.open("https://us02web.zoom.us/j/81234567890?pwd=sEcReT")
	second := w.open("https://meet.google.com/abc-defg-hij")
	var rest []*waiter
	for i := range 5 {
		rest = append(rest, w.open(fmt.Sprintf("https://meet.jit.si/Room%d", i)))
	}
	if w.shows != 1 {
		t.Fatalf("%d windows", w.shows)
	}
	for _, want := range []string{"Asked for 2 times.", "3 more meetings wait", "3 more links came. They were refused."} {
		if !strings.Contains(w.page.Banner, want) {
			t.Errorf("banner %q lacks %q", w.page.Banner, want)
		}
	}
	for _, a := range rest[2:] {
		if a.status(t) != app.NotJoined {
			t.Error("one link too many was not refused")
		}
	}
	w.press(consent.ButtonNo)
	if first.status(t) != app.NotJoined || again.status(t) != app.NotJoined {
		t.Error("the folded link was not told")
	}
	second.notTold(t)
	if w.page.Title != "Join this Google Meet meeting?" {
		t.Errorf("next: %q", w.page.Title)
	}
	w.noJoin()
}

// TestFloodIsDrawnSeldom: a thousand links cost a few drawings, the count is
// right in the end, and one program is looked up once.
func TestFloodIsDrawnSeldom(t *testing.T) {
	w := newWorld(t)
	for i := range 1000 {
		w.open(fmt.Sprintf("https://meet.jit.si/Room%d", i))
	}
	if w.updates > 2*drawsASpan || w.shows != 1 {
		t.Errorf("%d updates, %d windows", w.updates, w.shows)
	}
	w.pass(time.Second)
	if !strings.Contains(w.page.Banner, "999 more links came. They were refused.") {
		t.Errorf("%q", w.page.Banner)
	}
	if w.asked != 1 {
		t.Errorf("the sender was looked up %d times", w.asked)
	}
	w.noJoin()
}

// TestOldPressesDoNotCount: a press meant for one question never answers the
// next.
func TestOldPressesDoNotCount(t *testing.T) {
	w := newWorld(t)
	w.open(zoom)
	w.open("https://meet.google.com/abc-defg-hij")
	w.focus()
	w.pass(2 * time.Second)
	old := w.number
	w.press(consent.ButtonNo)
	w.desk.Event(consent.Event{Kind: consent.Pressed, Page: old, Button: consent.ButtonJoin})
	w.run()
	w.press(consent.ButtonJoin) // the new page is not armed
	w.noJoin()
}

func TestSwitchesAndChoice(t *testing.T) {
	w := newWorld(t)
	w.open("https://meet.jit.si/WeeklySync")
	w.toggle("camera", true)
	if !w.page.Camera.On {
		t.Error("the switch went back")
	}
	if len(w.page.Open.Choices) != 1 {
		t.Errorf("choices: %v", w.page.Open.Choices)
	}
	w = newWorld(t)
	w.open(zoom)
	w.desk.Event(consent.Event{Kind: consent.Picked, Page: w.number, Index: 1})
	w.run()
	w.focus()
	w.pass(2 * time.Second)
	w.press(consent.ButtonJoin)
	if len(w.joins) != 1 || w.joins[0].Client != chromium.ID || w.joins[0].Way != meeting.Web {
		t.Errorf("%+v", w.joins)
	}
}

// TestDevicesAreLiveWhileShown: a change shows, starts the delay again, and
// nothing watches once the window is gone.
func TestDevicesAreLiveWhileShown(t *testing.T) {
	w := newWorld(t)
	w.open(zoom)
	if !w.watched {
		t.Fatal("nothing watches")
	}
	w.focus()
	w.pass(2 * time.Second)
	w.camera = "OBS Studio"
	w.desk.Told(app.Reply{Changed: true})
	w.run()
	if w.page.Camera.NowStrong != "OBS Studio uses it now." {
		t.Errorf("%q", w.page.Camera.NowStrong)
	}
	w.press(consent.ButtonJoin)
	w.noJoin()
	w.press(consent.ButtonNo)
	if w.watched {
		t.Error("still watching with no window")
	}
}
