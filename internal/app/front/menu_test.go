package front

import (
	"strings"
	"testing"
	"time"

	"vestibule/internal/app"
	"vestibule/internal/config"
	"vestibule/internal/consent"
)

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
