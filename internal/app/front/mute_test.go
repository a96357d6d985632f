package front

import (
	"strings"
	"testing"
	"time"

	"vestibule/internal/app"
	"vestibule/internal/config"
	"vestibule/internal/consent"
)

// askMuted asks about a meeting with the box as the configuration has it, and
// waits for Join.
func askMuted(t *testing.T, on bool) (*world, *waiter) {
	t.Helper()
	w := newWorld(t)
	w.snap.Microphone.SystemMute = on
	a := w.open(zoom)
	w.focus()
	w.pass(time.Second)
	if c := w.page.Microphone.Check; c == nil || c.On != on || c.Locked {
		t.Fatalf("the box: %+v", c)
	}
	return w, a
}

func TestBoxDecides(t *testing.T) {
	for _, on := range []bool{false, true} {
		w, _ := askMuted(t, on)
		w.press(consent.ButtonJoin)
		if len(w.joins) != 1 || w.joins[0].SystemMute != on || w.joins[0].MuteOrNot {
			t.Errorf("configured %v: decided %+v", on, w.joins)
		}

		w, _ = askMuted(t, on)
		w.press(consent.ButtonSystemMute)
		if w.page.Microphone.Check.On == on {
			t.Fatal("the box was not turned over")
		}
		w.press(consent.ButtonJoin)
		w.noJoin() // what is on the page changed: the delay starts again
		w.pass(time.Second)
		w.press(consent.ButtonJoin)
		if len(w.joins) != 1 || w.joins[0].SystemMute == on {
			t.Errorf("turned over from %v: decided %+v", on, w.joins)
		}
	}
}

// The box is pressed before anything is armed, and starts nothing.
func TestBoxNeedsNoDelay(t *testing.T) {
	w := newWorld(t)
	w.open(zoom)
	w.press(consent.ButtonSystemMute)
	if !w.page.Microphone.Check.On {
		t.Error("not turned over")
	}
	w.noJoin()
	w.toggle("microphone", true)
	if w.page.Microphone.Check != nil {
		t.Error("a meeting joined with the microphone on offers to mute it")
	}
	w.toggle("microphone", false)
	if c := w.page.Microphone.Check; c == nil || !c.On {
		t.Errorf("the box forgot: %+v", c)
	}
}

func TestLockedBox(t *testing.T) {
	w, _ := askMuted(t, false)
	w.snap.Microphone.SystemMute = true
	w.snap.Locks = map[string]config.Origin{"microphone.system_mute": {}}
	w.desk.Reload()
	w.run()
	for presses := range 3 {
		if c := w.page.Microphone.Check; c == nil || !c.On || !c.Locked || !strings.Contains(w.page.Microphone.Note, "set by your organisation") {
			t.Errorf("after %d presses: %+v, %q", presses, c, w.page.Microphone.Note)
		}
		w.press(consent.ButtonSystemMute)
	}
}

// A mute that fails joins nothing. The question stays, says why, and joins
// without only on another deliberate press.
func TestMuteThatFails(t *testing.T) {
	w, a := askMuted(t, true)
	w.failJoin = app.Reply{Error: "joining: …", MuteFailed: "no sound server is running"}
	w.press(consent.ButtonJoin)
	a.notTold(t)
	if !w.visible || !strings.Contains(w.page.Banner, "Not joined") || !strings.Contains(w.page.Banner, "no sound server is running") {
		t.Fatalf("says %q", w.page.Banner)
	}
	if b := w.page.Buttons; b[1].Label != "Join anyway" || !b[1].Armed || w.live {
		t.Errorf("%+v, live %v", b, w.live)
	}
	w.failJoin = app.Reply{}
	w.press(consent.ButtonJoin)
	if len(w.joins) != 1 {
		t.Error("joined before the delay")
	}
	w.pass(time.Second)
	w.press(consent.ButtonJoin)
	if len(w.joins) != 2 || !w.joins[1].MuteOrNot || !w.joins[1].SystemMute || a.status(t) != app.Joined {
		t.Errorf("%+v", w.joins)
	}
	for _, n := range w.notes {
		if strings.Contains(n, "muted now") {
			t.Errorf("claims %q", n)
		}
	}
}

// Without the box it is a plain join again.
func TestMuteThatFailsAndIsNotWanted(t *testing.T) {
	for name, change := range map[string]func(*world){
		"the box":    func(w *world) { w.press(consent.ButtonSystemMute) },
		"the switch": func(w *world) { w.toggle("microphone", true) },
	} {
		t.Run(name, func(t *testing.T) {
			w, _ := askMuted(t, true)
			w.failJoin = app.Reply{Error: "joining: …", MuteFailed: "x"}
			w.press(consent.ButtonJoin)
			change(w)
			if w.page.Banner != "" || w.page.Buttons[1].Label != "Join" {
				t.Errorf("%q, %q", w.page.Banner, w.page.Buttons[1].Label)
			}
			w.pass(time.Second)
			w.press(consent.ButtonJoin)
			if len(w.joins) != 2 || w.joins[1].MuteOrNot {
				t.Errorf("%+v", w.joins)
			}
		})
	}
}

// Closed meanwhile: the person is asked, not told after the fact, and the
// answer that waits is still no.
func TestMuteThatFailsAfterTheWindowWasClosed(t *testing.T) {
	w, a := askMuted(t, true)
	w.failJoin = app.Reply{Error: "joining: …", MuteFailed: "x"}
	w.hold = true
	w.press(consent.ButtonJoin)
	w.event(consent.Dismissed)
	w.held[0]()
	w.run()
	if !w.visible || w.page.Buttons[1].Label != "Join anyway" {
		t.Fatalf("visible %v: %+v", w.visible, w.page.Buttons)
	}
	w.press(consent.ButtonNo)
	if a.status(t) != app.NotJoined || len(w.joins) != 1 {
		t.Errorf("%+v, %+v", a.outcomes, w.joins)
	}

	// Behind another question it is told.
	w, a = askMuted(t, true)
	w.failJoin = app.Reply{Error: "joining: …", MuteFailed: "x"}
	w.hold = true
	w.press(consent.ButtonJoin)
	w.event(consent.Dismissed)
	w.open("https://zoom.us/j/99999999999")
	w.held[0]()
	w.run()
	if a.status(t) != app.Failed || len(w.notes) == 0 || w.page.Buttons[1].Label != "Join" {
		t.Errorf("%+v, %q, %+v", a.outcomes, w.notes, w.page.Buttons)
	}
}

func TestMuteIsToldAndTakenOff(t *testing.T) {
	w, _ := askMuted(t, true)
	w.muted = true
	w.press(consent.ButtonJoin)
	if len(w.notes) != 1 || !strings.Contains(w.notes[0], "muted now") || strings.Contains(w.notes[0], "stay") {
		t.Errorf("said %q", w.notes)
	}
	for _, c := range []struct {
		is   consent.Mute
		says string
	}{
		{consent.Mute{Holds: true, Sure: true}, "Microphone muted by Vestibule (unmute)"},
		{consent.Mute{Holds: true}, "Microphone may be muted by Vestibule (unmute)"},
		{consent.Mute{Sure: true}, ""},
	} {
		w.desk.Told(app.Reply{Mute: &c.is})
		w.run()
		if w.menu.Unmute != c.says {
			t.Errorf("%+v: the tray says %q", c.is, w.menu.Unmute)
		}
		w.desk.Activate("")
		w.run()
		if got := w.page.Actions[0].Label; (got == c.says) != (c.says != "") {
			t.Errorf("%+v: the status window offers %q first", c.is, got)
		}
		if w.unmutes != 0 {
			t.Fatal("unmuted without a click")
		}
	}
	w.desk.Act(Unmute)
	w.run()
	if w.unmutes != 1 {
		t.Errorf("unmuted %d times", w.unmutes)
	}
	w.failUnmute = "unmuting the microphones: no sound server is running"
	w.desk.Act(Unmute)
	w.run()
	if last := w.notes[len(w.notes)-1]; !strings.Contains(last, "not unmuted") {
		t.Errorf("said %q", last)
	}
}

// Practice mutes nothing.
func TestPracticeMutesNothing(t *testing.T) {
	w := newWorld(t)
	w.snap.Microphone.SystemMute = true
	a := &waiter{}
	w.practise(a)
	w.focus()
	w.pass(time.Second)
	w.press(consent.ButtonJoin)
	w.noJoin()
}
