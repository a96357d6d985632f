package front

import (
	"strings"
	"testing"
	"time"

	"vestibule/internal/app"
	"vestibule/internal/client"
	"vestibule/internal/consent"
	"vestibule/internal/meeting"
)

func TestGuardedJoin(t *testing.T) {
	w := newWorld(t)
	w.guards = []client.Guard{{Client: chromium.ID}}
	w.open(zoom)
	if got := w.page.Open.Choices[w.page.Open.Chosen]; got != "Chromium, guarded · camera blocked" {
		t.Fatalf("chosen: %q", got)
	}
	if !strings.Contains(w.page.Camera.Assurance, "cannot open") || !strings.HasPrefix(w.page.Open.Note, "You may have to sign in here once.") {
		t.Errorf("says %q, %q", w.page.Camera.Assurance, w.page.Open.Note)
	}
	w.focus()
	w.pass(time.Second)
	w.press(consent.ButtonJoin)
	if len(w.joins) != 1 || w.joins[0].Guard != "closed" || w.joins[0].Way != meeting.Web || w.joins[0].Remember {
		t.Errorf("decision: %+v", w.joins)
	}
}

// The switch decides the profile: what was asked about is what is sent.
func TestGuardFollowsTheSwitch(t *testing.T) {
	w := newWorld(t)
	w.guards = []client.Guard{{Client: chromium.ID}}
	w.snap.Join.OpenWith = "guarded"
	w.open(zoom)
	w.toggle("camera", true)
	if strings.Contains(w.page.Camera.Assurance, "cannot") {
		t.Errorf("says %q", w.page.Camera.Assurance)
	}
	w.focus()
	w.pass(time.Second)
	w.press(consent.ButtonJoin)
	if len(w.joins) != 1 || w.joins[0].Guard != "open" || !w.joins[0].Wish.Camera {
		t.Errorf("decision: %+v", w.joins)
	}
}

func TestUsualBrowserIsOneClickAway(t *testing.T) {
	w := newWorld(t)
	w.guards = []client.Guard{{Client: chromium.ID}}
	w.open(zoom)
	w.press(consent.ButtonUsual)
	if got := w.page.Open.Choices[w.page.Open.Chosen]; got != "Chromium · nobody vouches" {
		t.Errorf("chosen: %q", got)
	}
	w.noJoin()
	w.focus()
	w.pass(time.Second)
	w.press(consent.ButtonRemember)
	w.press(consent.ButtonJoin)
	w.noJoin() // what is on the page changed: the delay starts again
	w.pass(time.Second)
	w.press(consent.ButtonJoin)
	if len(w.joins) != 1 || w.joins[0].Guard != "" || !w.joins[0].Remember || w.joins[0].Client != chromium.ID {
		t.Errorf("decision: %+v", w.joins)
	}
}

// joinInBrowser joins Zoom in a guarded browser.
func joinInBrowser(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.guards = []client.Guard{{Client: chromium.ID}}
	w.open(zoom)
	w.focus()
	w.pass(time.Second)
	w.press(consent.ButtonJoin)
	if len(w.joins) != 1 || w.visible {
		t.Fatalf("not joined: %+v", w.joins)
	}
	return w
}

const zoomCall = "zoommtg://zoom.us/join?confno=81234567890&pwd=sEcReT"

func TestPageThatCallsTheApp(t *testing.T) {
	w := joinInBrowser(t)
	a := w.open(zoomCall)
	if !strings.HasPrefix(w.page.Title, "You are already joining in ") {
		t.Fatalf("asks %q", w.page.Title)
	}
	if w.page.Open != nil || w.page.Camera == nil || !strings.Contains(w.page.Camera.Assurance, "Nobody vouches") {
		t.Errorf("the program's own camera sentence: %+v", w.page.Camera)
	}
	if b := w.page.Buttons; len(b) != 2 || b[0].Label != "Stay here" || !b[0].Safe || b[1].Label != "Switch to the Zoom app" || !b[1].Armed {
		t.Errorf("buttons: %+v", b)
	}
	w.press(consent.ButtonNo)
	if a.status(t) != app.NotJoined || w.visible || len(w.joins) != 1 {
		t.Errorf("stay: %+v", a.outcomes)
	}

	w.open(zoomCall)
	w.focus()
	w.press(consent.ButtonJoin)
	if len(w.joins) != 1 {
		t.Error("switched before the delay")
	}
	w.pass(time.Second)
	w.press(consent.ButtonJoin)
	if len(w.joins) != 2 || w.joins[1].Client != zoomApp.ID || w.joins[1].Way != meeting.Native || w.joins[1].Guard != "" {
		t.Errorf("switch: %+v", w.joins)
	}
}

func TestPageThatCallsNobody(t *testing.T) {
	w := joinInBrowser(t)
	w.clients = []client.Client{chromium}
	w.open(zoomCall)
	if b := w.page.Buttons; len(b) != 1 || b[0].Label != "Stay here" || w.page.Camera != nil {
		t.Errorf("%+v", w.page)
	}
	w.focus()
	w.pass(2 * time.Second)
	w.press(consent.ButtonJoin)
	if len(w.joins) != 1 {
		t.Errorf("joins: %+v", w.joins)
	}
}

// Another meeting, a link of the web, a later time: the usual question.
func TestNotEveryCallIsTheSameMeeting(t *testing.T) {
	for name, c := range map[string]struct {
		link  string
		later time.Duration
	}{
		"another meeting":  {"zoommtg://zoom.us/join?confno=99999999999", 0},
		"a link":           {zoom, 0},
		"after the minute": {zoomCall, 61 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			w := joinInBrowser(t)
			w.pass(c.later)
			w.open(c.link)
			if w.page.Title != "Join this Zoom meeting?" {
				t.Errorf("asks %q", w.page.Title)
			}
		})
	}
}
