package front

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vestibule/internal/app"
	"vestibule/internal/consent"
	"vestibule/internal/urlscheme"
)

// type presses a key in the window and then does what it does, as the view
// tells of it.
func (w *world) types(e consent.Event) {
	e.Page, e.Typed = w.number, true
	w.desk.Event(consent.Event{Kind: consent.Touched, Page: w.number, Typed: true})
	w.desk.Event(e)
	w.run()
}

// TestKeysForAnotherWindowDoNotAnswer: the window comes under the fingers of a
// person who is writing. Neither no nor yes is what they wrote.
func TestKeysForAnotherWindowDoNotAnswer(t *testing.T) {
	for name, e := range map[string]consent.Event{
		"Escape":                {Kind: consent.Dismissed},
		"Return on Don't join":  {Kind: consent.Pressed, Button: consent.ButtonNo},
		"Return on Join":        {Kind: consent.Pressed, Button: consent.ButtonJoin},
		"a button nobody knows": {Kind: consent.Pressed, Button: "other"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			a := w.open(zoom)
			w.focus()
			for range 20 { // three seconds of writing, Join is armed by then
				w.types(e)
				w.pass(150 * time.Millisecond)
			}
			w.noJoin()
			a.notTold(t)
			if !w.visible {
				t.Fatal("the window was taken away")
			}
			w.pass(time.Second)
			w.types(e)
			want := app.NotJoined
			if e.Button == consent.ButtonJoin {
				want = app.Joined
			}
			if e.Button != "other" && a.status(t) != want {
				t.Errorf("after a pause: %+v", a.outcomes)
			}
		})
	}
}

// TestKeysForAnotherWindowChangeNothing: a Tab and a Return of a letter being
// written must not turn the camera on; the screen shows what is so.
func TestKeysForAnotherWindowChangeNothing(t *testing.T) {
	for name, e := range map[string]consent.Event{
		"camera":     {Kind: consent.Toggled, Row: "camera", On: true},
		"microphone": {Kind: consent.Toggled, Row: "microphone", On: true},
		"open with":  {Kind: consent.Picked, Index: 1},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.open(zoom)
			w.focus()
			before, updates := w.page, w.updates
			w.types(e)
			if !cmp.Equal(w.page, before) {
				t.Errorf("a key for another window changed the page:\n%s", cmp.Diff(before, w.page))
			}
			if w.updates == updates {
				t.Error("what the key did to the screen stays there")
			}
			w.pass(time.Second)
			w.types(e)
			if cmp.Equal(w.page, before) {
				t.Error("after a pause it changes nothing either")
			}
		})
	}
}

// TestPointerNeedsNoPause: what is clicked is meant for this window.
func TestPointerNeedsNoPause(t *testing.T) {
	w := newWorld(t)
	a := w.open(zoom)
	w.focus()
	w.types(consent.Event{Kind: consent.Touched})
	w.press(consent.ButtonNo)
	if a.status(t) != app.NotJoined {
		t.Error("a click did not count")
	}
}

// TestANewClickRaises: somebody who clicks a link again may not see the window
// that asks already.
func TestANewClickRaises(t *testing.T) {
	w := newWorld(t)
	click := func(n int, token string) {
		w.desk.Open(urlscheme.Arrival{Text: fmt.Sprintf("https://zoom.us/j/8123456%04d", n), Startup: token, Looked: func() {}})
		w.run()
	}
	click(0, "first")
	w.focus()
	click(0, "")     // nobody's click
	click(0, "same") // folded
	w.pass(time.Second)
	click(1, "queued")
	click(2, "")
	click(3, "")
	click(4, "refused")
	if want := []string{"same", "queued", "refused"}; !slices.Equal(w.raised, want) {
		t.Errorf("raised by %q, want %q", w.raised, want)
	}
	for range 1000 {
		click(0, "made up")
	}
	if n := len(w.raised); n > 6 {
		t.Errorf("a flood raised it %d times", n)
	}
	w.pass(time.Second)
	click(0, "true")
	if w.raised[len(w.raised)-1] != "true" {
		t.Error("after the flood a click raises nothing")
	}
	if w.shows != 1 {
		t.Errorf("shown %d times", w.shows)
	}
}
