package front

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vestibule/internal/app"
	"vestibule/internal/client"
	"vestibule/internal/config"
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
	if !strings.Contains(w.page.Banner, "996 more links came. They were refused.") {
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

func TestRefusedLinksAreTold(t *testing.T) {
	for _, c := range []struct {
		link, title string
		status      int
	}{
		{"https://zoom.us.evil.example/j/81234567890", "This link is not what it seems", app.RefusedUnsafe},
		{"javascript:alert(1)", "This link was refused", app.RefusedUnsafe},
		{"https://example.com/", "This is not a meeting link", app.NotAMeeting},
		{"https://zoom.us/", "This is not a meeting link", app.NotAMeeting},
	} {
		w := newWorld(t)
		a := w.open(c.link)
		if w.page.Title != c.title || a.status(t) != c.status {
			t.Errorf("%s: %q, %+v", c.link, w.page.Title, a.outcomes)
		}
		if len(w.notes) != 1 || strings.Contains(w.notes[0], "81234567890") {
			t.Errorf("%s: notifications %q", c.link, w.notes)
		}
		w.press(consent.ButtonCopy)
		if w.clip != c.link {
			t.Errorf("copied %q", w.clip)
		}
		w.press(consent.ButtonClose)
		if w.visible {
			t.Error("the window stays")
		}
		w.noJoin()
	}
}

// TestRefusedLinkDoesNotReplaceAQuestion: nobody pushes a question away.
func TestRefusedLinkDoesNotReplaceAQuestion(t *testing.T) {
	w := newWorld(t)
	w.open(zoom)
	a := w.open("https://zoom.us.evil.example/j/1")
	if w.page.Title != "Join this Zoom meeting?" || !strings.Contains(w.page.Banner, "One more link came. It was refused.") {
		t.Errorf("%q %q", w.page.Title, w.page.Banner)
	}
	if a.status(t) != app.RefusedUnsafe {
		t.Error("not told")
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

func TestPause(t *testing.T) {
	w := newWorld(t)
	w.desk.Act(PauseHour)
	w.run()
	if !w.menu.Paused || w.menu.Line != "Paused until 10:00" {
		t.Errorf("menu: %+v", w.menu)
	}
	a := w.open(zoom)
	if w.page.Title != "Vestibule is paused" {
		t.Fatalf("%q", w.page.Title)
	}
	w.press(consent.ButtonResume)
	a.notTold(t)
	if w.page.Title != "Join this Zoom meeting?" || w.menu.Paused {
		t.Fatalf("%q", w.page.Title)
	}
	w.desk.Act(PauseTomorrow)
	w.run()
	w.press(consent.ButtonNo)
	b := w.open(zoom)
	w.press(consent.ButtonClose)
	if b.status(t) != app.NotJoined {
		t.Error("not told")
	}
	w.pass(16 * time.Hour)
	if w.menu.Paused {
		t.Error("still paused the next day")
	}
	w.noJoin()
}

func TestPassingOn(t *testing.T) {
	w := newWorld(t)
	a := w.open("zoommtg://zoom.us/start?confno=123456789&token=T&uid=U&stype=99")
	if w.page.Title != "Pass this link to Zoom?" {
		t.Fatalf("%q %+v", w.page.Title, w.page)
	}
	w.press(consent.ButtonPass)
	if len(w.passes) != 0 {
		t.Fatal("passed on unarmed")
	}
	w.focus()
	w.pass(2 * time.Second)
	w.press(consent.ButtonPass)
	if len(w.passes) != 1 || !w.passes[0].Asked || a.status(t) != app.Joined {
		t.Errorf("%+v %+v", w.passes, a.outcomes)
	}
}

func TestPractice(t *testing.T) {
	w := newWorld(t)
	a := &waiter{}
	w.practise(a)
	if !strings.HasPrefix(w.page.Title, "Practice") {
		t.Fatalf("%q", w.page.Title)
	}
	w.focus()
	w.pass(2 * time.Second)
	w.press(consent.ButtonJoin)
	if w.page.Title != "Nothing was opened" || a.status(t) != 0 {
		t.Errorf("%q %+v", w.page.Title, a.outcomes)
	}
	w.noJoin()
	if len(w.passes) != 0 {
		t.Error("passed something on")
	}
}

func TestBrokenConfigurationIsSeen(t *testing.T) {
	w := newWorld(t)
	w.snap.Problems = []config.Problem{{File: "/c", Line: 3, Column: 1, Text: "unknown key"}}
	w.desk.Reload()
	w.run()
	if !w.menu.Broken || len(w.notes) != 1 {
		t.Errorf("%+v %q", w.menu, w.notes)
	}
	w.open(zoom)
	if !strings.Contains(w.page.Banner, "configuration has an error") {
		t.Errorf("banner: %q", w.page.Banner)
	}
	w.press(consent.ButtonNo)
	w.desk.Activate("")
	w.run()
	found := false
	for _, p := range w.page.Text {
		found = found || strings.Contains(p.Text, "unknown key")
	}
	if !found {
		t.Errorf("status does not show it: %+v", w.page.Text)
	}
}

// TestLocksHold: a switch the organisation locked cannot be moved, and neither
// can the default.
func TestLocksHold(t *testing.T) {
	w := newWorld(t)
	w.snap.Locks = map[string]config.Origin{"join.camera": {File: "/etc/vestibule/policy.toml"}}
	w.open(zoom)
	if !w.page.Camera.Locked || w.page.Camera.Note != "Off is set by your organisation (/etc/vestibule/policy.toml)." || w.page.Microphone.Locked {
		t.Errorf("%+v", w.page.Camera)
	}
	w.toggle("camera", true)
	w.toggle("microphone", true)
	w.desk.Act(ToggleCamera)
	w.run()
	if len(w.defaults) != 0 {
		t.Error("the default was changed")
	}
	w.focus()
	w.pass(2 * time.Second)
	w.press(consent.ButtonJoin)
	if len(w.joins) != 1 || w.joins[0].Wish.Camera || !w.joins[0].Wish.Microphone {
		t.Errorf("%+v", w.joins)
	}
}

func TestStatusReachesEverything(t *testing.T) {
	w := newWorld(t)
	w.desk.Activate("")
	w.run()
	want := []Action{JoinClipboard, ToggleCamera, ToggleMic, PauseHour, PauseTomorrow, EditConfig}
	for _, a := range want {
		found := false
		for _, b := range w.page.Actions {
			found = found || b.ID == consent.ButtonID(a)
		}
		if !found {
			t.Errorf("status lacks %s", a)
		}
	}
	w.clip = "<https://meet.jit.si/WeeklySync>."
	w.press(consent.ButtonID(JoinClipboard))
	if !w.visible || w.page.Opener != "From the clipboard" || w.page.Meeting != "WeeklySync" {
		t.Errorf("%+v", w.page)
	}
	w.press(consent.ButtonNo)
	w.desk.Act(ToggleCamera)
	w.run()
	if len(w.defaults) != 1 || !w.defaults[0].On {
		t.Errorf("%+v", w.defaults)
	}
	w.desk.Act(QuitProgram)
	w.run()
	if w.quits != 1 {
		t.Error("did not quit")
	}
	w.noJoin()
}

func TestRejoinAsksAgain(t *testing.T) {
	w := newWorld(t)
	w.open(zoom)
	w.focus()
	w.pass(2 * time.Second)
	w.press(consent.ButtonJoin)
	if w.menu.Rejoin != "Zoom" {
		t.Errorf("%q", w.menu.Rejoin)
	}
	w.desk.Act(Rejoin)
	w.run()
	if !w.visible || len(w.joins) != 1 {
		t.Error("rejoin did not ask")
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
