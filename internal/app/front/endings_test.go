package front

import (
	"strings"
	"testing"
	"time"

	"vestibule/internal/app"
	"vestibule/internal/client"
	"vestibule/internal/consent"
)

func TestEndingsAreNo(t *testing.T) {
	for name, end := range map[string]func(*world){
		"Don't join": func(w *world) { w.press(consent.ButtonNo) },
		"Escape":     func(w *world) { w.event(consent.Dismissed) },
		"time-out":   func(w *world) { w.pass(3 * time.Minute) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			a := w.open(zoom)
			w.focus()
			w.pass(2 * time.Second)
			end(w)
			w.noJoin()
			if a.status(t) != app.NotJoined || w.visible {
				t.Errorf("status %+v, visible %v", a.outcomes, w.visible)
			}
		})
	}
}

func TestEndOfTheProgramIsNo(t *testing.T) {
	w := newWorld(t)
	a := w.open(zoom)
	b := w.open("https://meet.google.com/abc-defg-hij")
	stop := make(chan struct{})
	close(stop)
	w.desk.Run(stop)
	w.noJoin()
	if a.status(t) != app.NotJoined || b.status(t) != app.NotJoined {
		t.Error("somebody was told something else")
	}
}

// TestUseRestartsTheTimeout: a person who is reading is not cut off.
func TestUseRestartsTheTimeout(t *testing.T) {
	w := newWorld(t)
	a := w.open(zoom)
	w.focus()
	w.pass(100 * time.Second)
	w.event(consent.Touched)
	w.pass(100 * time.Second)
	a.notTold(t)
	w.pass(30 * time.Second)
	if a.status(t) != app.NotJoined {
		t.Error("did not time out")
	}
	if w.menu.AskAgain != "Zoom" {
		t.Errorf("ask again: %q", w.menu.AskAgain)
	}
	w.desk.Act(AskAgain)
	w.run()
	if !w.visible || w.menu.AskAgain != "" {
		t.Error("did not ask again")
	}
}

func TestNothingInstalled(t *testing.T) {
	w := newWorld(t)
	w.clients = nil
	a := w.open(zoom)
	if w.page.Title != "The Zoom meeting did not open" || a.status(t) != app.NotJoined {
		t.Fatalf("%q %+v", w.page.Title, a.outcomes)
	}
	if !strings.Contains(w.page.Text[1].Text, "nstall") {
		t.Errorf("does not say what to install: %+v", w.page.Text)
	}
	w.press(consent.ButtonCopy)
	if !strings.HasPrefix(w.clip, "https://") || !w.visible {
		t.Errorf("copied %q, visible %v", w.clip, w.visible)
	}
}

func TestClientThatDoesNotStart(t *testing.T) {
	w := newWorld(t)
	w.failJoin = app.Reply{Error: "starting Zoom: no such file", Hint: "install Zoom"}
	a := w.open(zoom)
	w.toggle("camera", true)
	w.focus()
	w.pass(2 * time.Second)
	w.press(consent.ButtonJoin)
	if a.status(t) != app.Failed || w.page.Title != "The Zoom meeting did not open" {
		t.Fatalf("%+v %q", a.outcomes, w.page.Title)
	}
	w.failJoin = app.Reply{}
	w.press(consent.ButtonRetry) // not armed yet
	if len(w.joins) != 1 {
		t.Fatal("retried at once")
	}
	w.focus()
	w.pass(2 * time.Second)
	w.press(consent.ButtonRetry)
	if len(w.joins) != 2 || !w.joins[1].Wish.Camera {
		t.Fatalf("retry: %+v", w.joins)
	}
}

// TestClosingWhileStartingTellsTheTruth: the answer was yes.
func TestClosingWhileStartingTellsTheTruth(t *testing.T) {
	w := newWorld(t)
	w.hold = true
	a := w.open(zoom)
	w.focus()
	w.pass(2 * time.Second)
	w.press(consent.ButtonJoin)
	w.event(consent.Dismissed)
	a.notTold(t)
	for _, f := range w.held {
		f()
	}
	w.run()
	if a.status(t) != app.Joined {
		t.Error("told something else than what happened")
	}
}

func TestClientThatEndsAtOnceIsTold(t *testing.T) {
	w := newWorld(t)
	w.open(zoom)
	w.focus()
	w.pass(2 * time.Second)
	w.press(consent.ButtonJoin)
	w.desk.Told(app.Reply{Exited: w.joinID, Error: "Zoom ended at once"})
	w.run()
	if !w.visible || w.page.Title != "The Zoom meeting did not open" {
		t.Errorf("%v %q", w.visible, w.page.Title)
	}
}

func TestNoChoiceMeansNoJoin(t *testing.T) {
	w := newWorld(t)
	w.clients = []client.Client{{ID: "x.desktop", Name: "X", Kind: client.App, Schemes: []string{"other"}}}
	w.open(zoom)
	w.focus()
	w.pass(2 * time.Second)
	w.press(consent.ButtonJoin)
	w.noJoin()
}

// A client that does not start: the same window, and another way in it.
func TestOpenOtherwise(t *testing.T) {
	w := newWorld(t)
	w.failJoin = app.Reply{Error: "starting Zoom: no such file"}
	a := w.open(zoom)
	w.toggle("microphone", true)
	w.focus()
	w.pass(2 * time.Second)
	w.press(consent.ButtonJoin)
	if a.status(t) != app.Failed || !has(w.page, consent.ButtonOtherwise, "Open otherwise") || !has(w.page, consent.ButtonCopy, "Copy link") || !has(w.page, consent.ButtonRetry, "Try again") {
		t.Fatalf("%+v %+v", a.outcomes, w.page.Buttons)
	}
	w.failJoin = app.Reply{}
	w.press(consent.ButtonOtherwise)
	if w.page.Title != "Join this Zoom meeting?" || w.page.Open.Choices[w.page.Open.Chosen] != "Chromium · nobody vouches" || !w.page.Microphone.On {
		t.Fatalf("%q %+v", w.page.Title, w.page.Open)
	}
	w.press(consent.ButtonJoin)
	if len(w.joins) != 1 {
		t.Fatal("opened before the delay")
	}
	w.focus()
	w.pass(2 * time.Second)
	w.press(consent.ButtonJoin)
	if len(w.joins) != 2 || w.joins[1].Client != chromium.ID || !w.joins[1].Wish.Microphone || w.visible {
		t.Errorf("%+v", w.joins)
	}
}

// With one way there is no other.
func TestNoOtherWay(t *testing.T) {
	w := newWorld(t)
	w.clients = []client.Client{zoomApp}
	w.failJoin = app.Reply{Error: "starting Zoom: no such file"}
	w.join(zoom)
	if has(w.page, consent.ButtonOtherwise, "Open otherwise") {
		t.Error("offers another")
	}
	w.press(consent.ButtonOtherwise)
	if w.page.Title != "The Zoom meeting did not open" {
		t.Errorf("%q", w.page.Title)
	}
}
