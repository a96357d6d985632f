package front

import (
	"strings"
	"testing"
	"time"

	"vestibule/internal/app"
	"vestibule/internal/client"
	"vestibule/internal/config"
	"vestibule/internal/consent"
	"vestibule/internal/meeting"
)

// joinWithoutCamera joins Zoom in its own program, in a guard.
func joinWithoutCamera(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.guards = []client.Guard{{Client: zoomApp.ID}, {Client: chromium.ID}}
	w.open(zoom)
	if got := w.page.Open.Choices[w.page.Open.Chosen]; got != "Zoom, guarded · camera blocked" {
		t.Fatalf("chosen: %q", got)
	}
	w.yes()
	if len(w.joins) != 1 || w.joins[0].Guard != "sandbox" || w.joins[0].Way != meeting.Native || w.joins[0].Restart || w.visible {
		t.Fatalf("decision: %+v", w.joins)
	}
	return w
}

// yes waits until Join is live and presses it.
func (w *world) yes() {
	w.focus()
	w.pass(time.Second)
	w.press(consent.ButtonJoin)
}

func (w *world) act(a Action) {
	w.desk.Act(a)
	w.run()
}

func (w *world) tell(r app.Reply) {
	w.desk.Told(r)
	w.run()
}

func TestRejoinWithCamera(t *testing.T) {
	w := joinWithoutCamera(t)
	join := w.joinID
	if w.menu.RejoinCamera != "Zoom" {
		t.Fatalf("the tray offers %q", w.menu.RejoinCamera)
	}
	w.guards[0].Inside = true
	w.act(RejoinCamera)
	if !w.visible || len(w.joins) != 1 {
		t.Fatalf("a click is no answer: %+v", w.joins)
	}
	if !w.page.Camera.On || w.page.Open.Choices[w.page.Open.Chosen] != "Zoom" || w.page.Opener != "You asked to rejoin with the camera" {
		t.Errorf("asks with camera %v, %q, %q", w.page.Camera.On, w.page.Open.Choices[w.page.Open.Chosen], w.page.Opener)
	}
	if !strings.Contains(w.page.Open.Note, "It is closed first, by force if it stays") {
		t.Errorf("does not say what is closed: %q", w.page.Open.Note)
	}
	w.press(consent.ButtonJoin) // before the delay
	if len(w.joins) != 1 {
		t.Fatal("joined before the delay")
	}
	w.hold = true
	w.yes()
	j := w.joins[len(w.joins)-1]
	if len(w.joins) != 2 || j.Guard != "" || !j.Restart || !j.Wish.Camera || j.Client != zoomApp.ID || j.Way != meeting.Native {
		t.Fatalf("decision: %+v", w.joins)
	}
	if !strings.Contains(w.page.Banner, "Waiting for Zoom to close") {
		t.Errorf("while it closes the window says %q", w.page.Banner)
	}
	w.held[0]()
	w.run()
	w.tell(app.Reply{Ended: join})
	if w.menu.RejoinCamera != "" || w.visible {
		t.Errorf("still offered: %q", w.menu.RejoinCamera)
	}
}

// The item is there for as long as the client runs, and never where a policy
// keeps the camera off.
func TestRejoinWithCameraEnds(t *testing.T) {
	w := joinWithoutCamera(t)
	w.tell(app.Reply{Ended: w.joinID + 7})
	if w.menu.RejoinCamera == "" {
		t.Error("another client's end took it away")
	}
	w.snap.Locks = map[string]config.Origin{"join.camera": {}}
	w.desk.Reload()
	w.run()
	if w.menu.RejoinCamera != "" {
		t.Error("offered against the policy")
	}
	w.act(RejoinCamera)
	if w.visible {
		t.Error("asks against the policy")
	}
	w.snap.Locks = nil
	w.desk.Reload()
	w.run()
	w.tell(app.Reply{Ended: w.joinID})
	if w.menu.RejoinCamera != "" {
		t.Error("offered after its end")
	}
	w.act(RejoinCamera)
	if w.visible {
		t.Error("asks after its end")
	}
}

// Of a guarded browser it is the profile that asks, and not the page about a
// browser that the meeting is in already.
func TestRejoinWithCameraInTheBrowser(t *testing.T) {
	w := newWorld(t)
	w.clients = []client.Client{chromium}
	w.guards = []client.Guard{{Client: chromium.ID}}
	w.open(zoomCall)
	w.yes()
	if len(w.joins) != 1 || w.joins[0].Guard != "closed" || w.menu.RejoinCamera != "Zoom" {
		t.Fatalf("%+v, %q", w.joins, w.menu.RejoinCamera)
	}
	w.act(RejoinCamera)
	if w.page.Title != "Join this Zoom meeting?" || !w.page.Camera.On {
		t.Fatalf("asks %q, camera %v", w.page.Title, w.page.Camera.On)
	}
	w.yes()
	if j := w.joins[len(w.joins)-1]; len(w.joins) != 2 || j.Guard != "open" || !j.Wish.Camera || j.Restart {
		t.Errorf("decision: %+v", w.joins)
	}
	// With the camera on there is nothing to get one by.
	if w.desk.guarded == nil || w.desk.guarded.id == w.joinID {
		t.Error("the meeting with the camera is taken for one without")
	}
}

// A question about the same meeting that is open already gets its switch
// turned on, and its delay again.
func TestRejoinWithCameraFolds(t *testing.T) {
	w := joinWithoutCamera(t)
	w.guards[0].Inside = true
	w.open(zoom)
	w.focus()
	w.pass(time.Second)
	w.act(RejoinCamera)
	if !w.page.Camera.On {
		t.Error("the switch is off")
	}
	w.press(consent.ButtonJoin)
	if len(w.joins) != 1 {
		t.Error("joined before the delay")
	}
}

// A client that runs outside the guard: nothing is claimed, and closing it is
// there to be picked.
func TestRestartIsPicked(t *testing.T) {
	w := newWorld(t)
	w.clients = []client.Client{zoomApp}
	w.guards = []client.Guard{{Client: zoomApp.ID, ClosedWhy: "it runs already, and can use the camera", Restart: true}}
	w.open(zoom)
	if got := w.page.Open.Choices; len(got) != 2 || got[w.page.Open.Chosen] != "Zoom · nobody vouches" || got[1] != "Restart Zoom without camera" {
		t.Fatalf("choices %q, %d", got, w.page.Open.Chosen)
	}
	if !strings.Contains(w.page.Open.Note, "it runs already") || strings.Contains(w.page.Camera.Assurance, "cannot") {
		t.Errorf("says %q, %q", w.page.Open.Note, w.page.Camera.Assurance)
	}
	w.desk.Event(consent.Event{Kind: consent.Picked, Page: w.number, Index: 1})
	w.run()
	if !strings.Contains(w.page.Open.Note, "It is asked to close first") {
		t.Errorf("does not say so: %q", w.page.Open.Note)
	}
	w.failJoin = app.Reply{Error: "closing Zoom first: it did not close"}
	w.yes()
	if len(w.joins) != 1 || !w.joins[0].Restart || w.joins[0].Guard != "sandbox" {
		t.Errorf("decision: %+v", w.joins)
	}
	if w.page.Title != "The Zoom meeting did not open" || w.menu.RejoinCamera != "" {
		t.Errorf("after a failure: %q, %q", w.page.Title, w.menu.RejoinCamera)
	}
}

// A page that calls the app: switching to it is without a camera where that
// can be, and closes nothing.
func TestSwitchToTheAppWithoutCamera(t *testing.T) {
	for name, c := range map[string]struct {
		guard client.Guard
		says  string
		want  string
	}{
		"guard holds":  {client.Guard{Client: zoomApp.ID}, "cannot open one", "sandbox"},
		"runs outside": {client.Guard{Client: zoomApp.ID, ClosedWhy: "it runs already", Restart: true}, "Nobody vouches", ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := joinInBrowser(t)
			w.guards = append(w.guards, c.guard)
			w.open(zoomCall)
			if !strings.Contains(w.page.Camera.Assurance, c.says) {
				t.Errorf("says %q", w.page.Camera.Assurance)
			}
			w.yes()
			if j := w.joins[len(w.joins)-1]; len(w.joins) != 2 || j.Guard != c.want || j.Restart || j.Way != meeting.Native {
				t.Errorf("decision: %+v", w.joins)
			}
		})
	}
}

// What a client's own setting keeps off is said, with where it stands.
func TestOwnSettingIsSaid(t *testing.T) {
	w := newWorld(t)
	w.clients = []client.Client{zoomApp}
	w.settings = []client.Setting{{Client: zoomApp.ID, Camera: client.Kept{Off: true, Source: "us.zoom.config.plist, zDisableVideo"}, Read: "2026-11-25"}}
	w.open(zoom)
	if w.page.Camera.Assurance != "Starts off: Zoom's own setting says so." ||
		!strings.HasSuffix(w.page.Camera.Why, "Source: us.zoom.config.plist, zDisableVideo, checked 2026-11-25.") {
		t.Errorf("says %q, why %q", w.page.Camera.Assurance, w.page.Camera.Why)
	}
}
