package front

import (
	"strings"
	"testing"
	"time"

	"vestibule/internal/client"
	"vestibule/internal/config"
	"vestibule/internal/consent"
)

// What a change of the configuration does to a question that is open.

func (w *world) change(f func(*config.Snapshot)) {
	next := w.snap
	next.Locks = map[string]config.Origin{}
	for k, o := range w.snap.Locks {
		next.Locks[k] = o
	}
	next.Providers = map[string]config.Provider{}
	f(&next)
	w.snap = next
	w.desk.Reload()
	w.run()
}

const policyFile = "/etc/vestibule/policy.toml"

// TestTighteningCountsAtOnce: a policy locks the camera off while a person has
// it on in the open window.
func TestTighteningCountsAtOnce(t *testing.T) {
	w := newWorld(t)
	w.snap.Join.Camera, w.snap.Join.Microphone = true, true
	w.open(zoom)
	w.focus()
	w.pass(2 * time.Second)
	if !w.page.Camera.On || !w.live {
		t.Fatalf("before: %+v, live %v", w.page.Camera, w.live)
	}
	w.change(func(s *config.Snapshot) {
		s.Join.Camera = false
		s.Locks["join.camera"] = config.Origin{Source: "locked", File: policyFile}
		s.Consent.ArmDelay = 3 * time.Second
	})
	if r := w.page.Camera; r.On || !r.Locked || r.Note != "Off is set by your organisation ("+policyFile+")." {
		t.Errorf("the camera's row: %+v", r)
	}
	if !w.page.Microphone.On || w.page.Microphone.Locked {
		t.Errorf("the microphone's row: %+v", w.page.Microphone)
	}
	if !w.menu.CameraLocked || w.menu.CameraBy != policyFile || w.menu.Camera {
		t.Errorf("the menu: %+v", w.menu)
	}
	if strings.Contains(w.page.Banner, "loosened") {
		t.Errorf("says it was loosened: %q", w.page.Banner)
	}
	w.press(consent.ButtonJoin)
	w.noJoin() // what is shown changed: the longer delay runs from here
	w.pass(2900 * time.Millisecond)
	if w.live {
		t.Error("live before the longer delay is over")
	}
	w.toggle("camera", true)
	w.pass(4 * time.Second)
	w.press(consent.ButtonJoin)
	if len(w.joins) != 1 || w.joins[0].Wish.Camera || !w.joins[0].Wish.Microphone {
		t.Errorf("joined with %+v", w.joins)
	}
}

// TestTighteningOfTheGuard: the way that was chosen goes, if a policy now has
// the service opened guarded only.
func TestTighteningOfTheGuard(t *testing.T) {
	w := newWorld(t)
	w.guards = []client.Guard{{Client: chromium.ID, ClosedKnown: true}}
	w.open(zoom)
	if len(w.page.Open.Choices) < 3 {
		t.Fatalf("choices: %q", w.page.Open.Choices)
	}
	w.change(func(s *config.Snapshot) {
		s.Join.OpenWith = "guarded"
		s.Locks["join.open_with"] = config.Origin{Source: "locked", File: policyFile}
	})
	if len(w.page.Open.Choices) != 1 || !strings.HasPrefix(w.page.Open.Note, "Guarded is set by your organisation ("+policyFile+").") {
		t.Errorf("choices %q, note %q", w.page.Open.Choices, w.page.Open.Note)
	}
}

// TestLooseningWaits: a change that loosens is for the next question, and
// says so.
func TestLooseningWaits(t *testing.T) {
	w := newWorld(t)
	w.snap.Locks = map[string]config.Origin{"join.camera": {Source: "locked", File: policyFile}}
	w.snap.Consent.ArmDelay = 3 * time.Second
	w.open(zoom)
	w.focus()
	w.change(func(s *config.Snapshot) {
		s.Join.Camera, s.Join.Microphone = true, true
		delete(s.Locks, "join.camera")
		s.Consent.ArmDelay = time.Second
	})
	if w.page.Camera.On || w.page.Microphone.On || !w.page.Camera.Locked {
		t.Errorf("the rows: %+v %+v", w.page.Camera, w.page.Microphone)
	}
	if want := "The configuration was loosened meanwhile. That counts from the next question on."; w.page.Banner != want {
		t.Errorf("banner %q", w.page.Banner)
	}
	if !w.menu.Camera || w.menu.CameraLocked {
		t.Errorf("the menu tells what holds next: %+v", w.menu)
	}
	w.toggle("camera", true)
	w.pass(2 * time.Second)
	w.press(consent.ButtonJoin)
	w.noJoin()
	w.pass(4 * time.Second)
	w.press(consent.ButtonJoin)
	if len(w.joins) != 1 || w.joins[0].Wish.Camera || w.joins[0].Wish.Microphone {
		t.Errorf("joined with %+v", w.joins)
	}
	w.open("https://zoom.us/j/99988877766")
	if !w.page.Camera.On || !w.page.Microphone.On || w.page.Camera.Locked || w.page.Banner != "" {
		t.Errorf("the next question: %+v, banner %q", w.page.Camera, w.page.Banner)
	}
}

// TestLooseningTakenBack: what waits no longer is no longer told.
func TestLooseningTakenBack(t *testing.T) {
	w := newWorld(t)
	w.open(zoom)
	before := w.snap
	w.change(func(s *config.Snapshot) { s.Join.Camera = true })
	if w.page.Banner == "" {
		t.Fatal("a loosening is not told")
	}
	w.change(func(s *config.Snapshot) { *s = before })
	if w.page.Banner != "" {
		t.Errorf("banner %q", w.page.Banner)
	}
}

// TestPersonsSwitchStays: a switch that the person moved is theirs, whatever
// else changes.
func TestPersonsSwitchStays(t *testing.T) {
	w := newWorld(t)
	w.open(zoom)
	w.toggle("camera", true)
	w.change(func(s *config.Snapshot) { s.Consent.ArmDelay = 2 * time.Second })
	if !w.page.Camera.On {
		t.Error("the camera's switch went off")
	}
}

// TestBlockedLockedNamesWho: where nothing here can block, Join stays, and the
// reason names whose wish it is.
func TestBlockedLockedNamesWho(t *testing.T) {
	w := newWorld(t)
	w.open(zoom)
	w.change(func(s *config.Snapshot) {
		s.Join.Assurance = "blocked"
		s.Locks["join.assurance"] = config.Origin{Source: "locked", File: policyFile}
	})
	want := "Your organisation wants the camera blocked (" + policyFile + "). Nothing on this computer can do that for this meeting."
	if w.page.Banner != want {
		t.Errorf("banner %q", w.page.Banner)
	}
	w.focus()
	w.pass(2 * time.Second)
	if got := w.page.Buttons[1]; got.Label != "Join anyway" || !w.live {
		t.Errorf("button %+v, live %v", got, w.live)
	}
	w.press(consent.ButtonJoin)
	if len(w.joins) != 1 {
		t.Errorf("joins: %+v", w.joins)
	}
}

// TestSystemMuteFollowsThePolicy: a lock on the mute ticks the box at once, and
// what the page shows is what is decided, though the lock is gone by then.
func TestSystemMuteFollowsThePolicy(t *testing.T) {
	lock := func(s *config.Snapshot) {
		s.Microphone.SystemMute = true
		s.Locks["microphone.system_mute"] = config.Origin{Source: "locked", File: policyFile}
	}
	for _, c := range []struct {
		name string
		make func(w *world)
	}{
		{"locked meanwhile", func(w *world) { w.change(lock) }},
		{"wanted meanwhile", func(w *world) { w.change(func(s *config.Snapshot) { s.Microphone.SystemMute = true }) }},
		{"locked and loosened again", func(w *world) {
			w.change(lock)
			w.change(func(s *config.Snapshot) {
				s.Microphone.SystemMute = false
				delete(s.Locks, "microphone.system_mute")
			})
		}},
		{"pressed though locked, and loosened", func(w *world) {
			w.change(lock)
			w.press(consent.ButtonSystemMute)
			w.change(func(s *config.Snapshot) {
				s.Microphone.SystemMute = false
				delete(s.Locks, "microphone.system_mute")
			})
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, _ := askMuted(t, false)
			c.make(w)
			if box := w.page.Microphone.Check; box == nil || !box.On {
				t.Errorf("the box: %+v", box)
			}
			w.pass(2 * time.Second)
			w.press(consent.ButtonJoin)
			if len(w.joins) != 1 || !w.joins[0].SystemMute {
				t.Errorf("decided %+v", w.joins)
			}
		})
	}
}

// TestRejoinKeepsTheLockOfTheQuestion: who asks for the camera while the same
// meeting is asked about gets none past a lock that still holds for it.
func TestRejoinKeepsTheLockOfTheQuestion(t *testing.T) {
	w := newWorld(t)
	w.snap.Locks = map[string]config.Origin{"join.camera": {Source: "locked", File: policyFile}}
	w.open(zoom)
	w.change(func(s *config.Snapshot) { delete(s.Locks, "join.camera") })
	w.desk.do(func() {
		again := w.desk.current.again("You asked to rejoin with the camera")
		again.withCamera = true
		w.desk.take(again)
	})
	w.run()
	if r := w.page.Camera; r.On || !r.Locked {
		t.Errorf("the camera's row: %+v", r)
	}
}
