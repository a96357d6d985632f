package front

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"vestibule/internal/app"
	"vestibule/internal/consent"
)

func room(i int) string { return fmt.Sprintf("https://meet.jit.si/Room%d", i) }

var firefox = consent.Asker{Name: "Firefox", ID: "flatpak:org.mozilla.firefox", Sandbox: "flatpak", App: "org.mozilla.firefox"}

const firefoxPID = 99

func TestTooManyMeetingsHoldTheOpenerOff(t *testing.T) {
	w := newWorld(t)
	w.askers[firefoxPID] = firefox
	w.refuseAll(mostQuestions)
	notes := len(w.notes)
	a := w.open(room(mostQuestions))
	if a.status(t) != app.NotJoined || a.outcomes[0].Message != "Thunderbird is held off until 09:10" {
		t.Errorf("told %+v", a.outcomes)
	}
	if w.menu.HeldOff != "Thunderbird is held off until 09:10 – let in again" || len(w.notes) != notes+1 || !strings.Contains(w.notes[notes], "Thunderbird is held off until 09:10") {
		t.Errorf("%q, %q", w.menu.HeldOff, w.notes)
	}
	if w.page.Title != "Thunderbird is held off until 09:10" || !w.visible {
		t.Errorf("page %q", w.page.Title)
	}
	// Told once: a flood of being told would be a flood.
	w.press(consent.ButtonClose)
	shows := w.shows
	for i := range 200 {
		w.open(room(1000 + i))
	}
	if w.visible || w.shows != shows || len(w.notes) != notes+1 {
		t.Errorf("visible %v, %d windows more, %q", w.visible, w.shows-shows, w.notes)
	}
	// Others are asked, and its banner and button tell of it.
	w.openFrom(firefoxPID, zoom)
	if w.page.Opener != "Opened by Firefox (Flatpak)" || !strings.Contains(w.page.Banner, "Thunderbird is held off until 09:10") || !has(w.page, "let-in-1", "Let in again: Thunderbird") {
		t.Errorf("%q %q %+v", w.page.Opener, w.page.Banner, w.page.Actions)
	}
	w.press(consent.ButtonNo)
	// Neither are its other links shown: they would take the window as well.
	if b := w.open("https://zoom.us.evil.example/j/1"); b.status(t) != app.RefusedUnsafe || w.visible {
		t.Errorf("%+v, visible %v", b.outcomes, w.visible)
	}
	w.pass(holdFor)
	if w.menu.HeldOff != "" {
		t.Errorf("still held: %q", w.menu.HeldOff)
	}
	w.open(room(5000))
	if w.page.Title != "Join this Jitsi Meet meeting?" || !w.visible {
		t.Errorf("after the time: %q", w.page.Title)
	}
	w.noJoin()
}

// refuseAll opens n distinct meetings and refuses each.
func (w *world) refuseAll(n int) {
	w.t.Helper()
	for i := range n {
		w.refuse(room(i))
	}
}

func TestLetInWithOneClick(t *testing.T) {
	for name, let := range map[string]func(*world){
		"in its own page":     func(w *world) { w.press(consent.ButtonLetIn) },
		"from the tray":       func(w *world) { w.desk.Act(LetIn); w.run() },
		"in the status":       func(w *world) { w.desk.Activate(""); w.run(); w.press("let-in-1") },
		"at another question": func(w *world) { w.openFrom(firefoxPID, zoom); w.press("let-in-1"); w.press(consent.ButtonNo) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.askers[firefoxPID] = firefox
			w.refuseAll(mostQuestions)
			w.open(room(100))
			let(w)
			if w.menu.HeldOff != "" {
				t.Errorf("menu: %q", w.menu.HeldOff)
			}
			if name == "in its own page" && (w.page.Title != "Join this Jitsi Meet meeting?" || w.page.Meeting != "Room100" || !w.visible) {
				t.Errorf("does not ask: %q %q", w.page.Title, w.page.Meeting)
			}
			w.press(consent.ButtonNo)
			w.open(room(101))
			if w.page.Title != "Join this Jitsi Meet meeting?" || w.page.Meeting != "Room101" || !w.visible {
				t.Errorf("%q %q", w.page.Title, w.page.Meeting)
			}
			w.noJoin()
		})
	}
}

// The queue is free for others as soon as an opener is held off.
func TestHeldOpenerLosesItsPlaceInTheQueue(t *testing.T) {
	w := newWorld(t)
	w.askers[firefoxPID] = firefox
	first := w.open(zoom)
	mine := w.openFrom(firefoxPID, room(500))
	both := w.open(room(0))
	w.openFrom(firefoxPID, room(0))
	waiting := w.open(room(1))
	for i := range mostQuestions {
		w.open(room(2 + i))
	}
	if waiting.status(t) != app.NotJoined {
		t.Error("what waited of it was not told")
	}
	first.notTold(t)
	mine.notTold(t)
	both.notTold(t) // another opener asks for it too
	if !strings.Contains(w.page.Banner, "2 more meetings wait") {
		t.Errorf("%q", w.page.Banner)
	}
	next := w.openFrom(firefoxPID, room(501))
	next.notTold(t)
}

// Openers are told apart by what was looked up; all unknown ones are one.
func TestUnknownProgramsAreOne(t *testing.T) {
	w := newWorld(t)
	w.asker = consent.Asker{}
	for i := range mostQuestions {
		w.openFrom(100+i, room(i))
	}
	a := w.openFrom(500, room(100))
	if a.status(t) != app.NotJoined || w.menu.HeldOff != "An unknown program is held off until 09:10 – let in again" {
		t.Errorf("%+v %q", a.outcomes, w.menu.HeldOff)
	}
	w.askers[600] = thunderbird
	w.press(consent.ButtonNo)
	w.openFrom(600, zoom)
	if w.page.Opener != "Opened by Thunderbird" {
		t.Errorf("%q", w.page.Opener)
	}
}

// A name tells nobody apart: one program under many names is one, and two that
// are called the same are two.
func TestOpenersAreNotToldApartByName(t *testing.T) {
	w := newWorld(t)
	for i := range mostQuestions {
		w.askers[100+i] = consent.Asker{Name: fmt.Sprint("Name ", i), ID: "file:/pest"}
		w.openFrom(100+i, room(i))
	}
	w.askers[200] = consent.Asker{Name: "Chromium", ID: "file:/pest"}
	w.askers[201] = consent.Asker{Name: "Chromium", ID: "file:/usr/bin/chromium"}
	if a := w.openFrom(200, room(100)); a.status(t) != app.NotJoined {
		t.Error("another name is another opener")
	}
	w.openFrom(201, zoom).notTold(t)
}

// However many programs take part, few are counted on their own.
func TestSwarmOfPrograms(t *testing.T) {
	var h holdOff
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	asked := 0
	for i := range 10_000 {
		if _, allowed, _ := h.ask(consent.Asker{ID: fmt.Sprint("file:/", i)}, uint64(i+1), now); allowed {
			asked++
		}
	}
	if len(h.openers) > mostOpeners+1 || asked > mostOpeners+mostQuestions {
		t.Errorf("%d openers are kept, %d questions let through", len(h.openers), asked)
	}
	if list := h.heldNow(now); len(list) != 1 || list[0].who.Who() != "A swarm of programs" {
		t.Errorf("held off: %+v", list)
	}
	// Who was counted before is counted still.
	if _, allowed, _ := h.ask(consent.Asker{ID: "file:/1"}, 1, now); !allowed {
		t.Error("one of the first is held off")
	}
}

// While it is not known who sends, no more is asked than one opener may ask.
func TestSlowLookUpIsNoWayRound(t *testing.T) {
	w := newWorld(t)
	w.slowWho = true
	for i := range 100 {
		w.openFrom(100+i, room(i))
		w.press(consent.ButtonNo)
	}
	if w.shows != mostQuestions {
		t.Errorf("%d questions", w.shows)
	}
	for _, f := range w.held {
		f()
	}
	w.run()
	w.press(consent.ButtonNo)
	if w.shows > mostQuestions+1 || w.menu.HeldOff == "" { // and the page that tells of it
		t.Errorf("%d pages, %q", w.shows, w.menu.HeldOff)
	}
	w.noJoin()
}

// A look-up that never ends counts as one that found nobody.
func TestEndlessLookUp(t *testing.T) {
	w := newWorld(t)
	w.slowWho = true
	w.open(zoom)
	if w.page.Opener != "Looking who opened it…" {
		t.Errorf("%q", w.page.Opener)
	}
	w.pass(patience)
	if w.page.Opener != "Opened by an unknown program" {
		t.Errorf("%q", w.page.Opener)
	}
	w.held[0]()
	w.run()
	if w.page.Opener != "Opened by an unknown program" {
		t.Errorf("changed its mind: %q", w.page.Opener)
	}
}

// The person's own wishes are never counted.
func TestThePersonIsNeverHeldOff(t *testing.T) {
	w := newWorld(t)
	for i := range 3 * mostQuestions {
		w.clip = room(i)
		w.desk.Act(JoinClipboard)
		w.run()
		if w.page.Title != "Join this Jitsi Meet meeting?" || !w.visible {
			t.Fatalf("after %d: %q", i, w.page.Title)
		}
		w.press(consent.ButtonNo)
	}
}

// A paused Vestibule tells of links, but not of a flood of them.
func TestPauseIsNoWayRound(t *testing.T) {
	w := newWorld(t)
	w.desk.Act(PauseHour)
	w.run()
	for i := range 100 {
		w.open(room(i))
	}
	if w.shows > mostQuestions+1 || w.menu.HeldOff == "" {
		t.Errorf("%d windows, %q", w.shows, w.menu.HeldOff)
	}
}

func TestHoldOffLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var h holdOff
		now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
		openers := rapid.SampledFrom([]int{2, 5, 3 * mostOpeners}).Draw(t, "openers")
		type event struct {
			question uint64
			at       time.Time
			allowed  bool
		}
		seen := map[string][]event{}
		began := map[string]time.Time{}
		for range rapid.IntRange(1, 400).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 4000).Draw(t, "ms")) * time.Millisecond)
			id := fmt.Sprint("file:/", rapid.IntRange(1, openers).Draw(t, "opener"))
			if rapid.IntRange(0, 200).Draw(t, "lets in") == 0 {
				h.letIn(0)
				clear(seen)
				clear(began)
			}
			question := rapid.Uint64Range(1, 40).Draw(t, "question")
			_, allowed, beginning := h.ask(consent.Asker{ID: id}, question, now)
			seen[id] = append(seen[id], event{question, now, allowed})
			distinct, came := map[uint64]bool{}, map[uint64]bool{}
			for _, e := range seen[id] {
				if now.Sub(e.at) < span {
					came[e.question] = true
					if e.allowed {
						distinct[e.question] = true
					}
				}
			}
			if len(distinct) > mostQuestions {
				t.Fatalf("%s was let ask %d things in a minute", id, len(distinct))
			}
			at, was := began[id]
			if was && now.Sub(at) < holdFor && allowed {
				t.Fatalf("%s was let in after %v", id, now.Sub(at))
			}
			if beginning {
				began[id] = now
			}
			// Who keeps to the bound is never held off, whatever others do.
			if openers < mostOpeners && !was && len(came) <= mostQuestions && !allowed {
				t.Fatalf("%s asked %d things and is held off", id, len(came))
			}
			if len(h.openers) > mostOpeners+1 {
				t.Fatalf("%d openers are kept", len(h.openers))
			}
			for _, o := range h.openers {
				if cap(o.asked) > 2*mostQuestions {
					t.Fatalf("room for %d questions", cap(o.asked))
				}
			}
		}
	})
}

// Whatever is sent and pressed: nothing is joined without an armed press,
// nobody is asked more than ten things a minute by one opener, whoever waits
// is told exactly once.
func TestDeskLaws(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t)
		for i := range 4 {
			w.askers[100+i] = consent.Asker{Name: fmt.Sprint("Program ", i), ID: fmt.Sprint("file:/", i)}
		}
		var waiters []*waiter
		shown := map[string]map[string]time.Time{}
		seen := uint64(0)
		armed := 0
		for range rapid.IntRange(1, 120).Draw(rt, "steps") {
			switch rapid.IntRange(0, 9).Draw(rt, "what") {
			case 0, 1, 2, 3:
				waiters = append(waiters, w.openFrom(100+rapid.IntRange(0, 3).Draw(rt, "opener"), room(rapid.IntRange(0, 30).Draw(rt, "room"))))
			case 4:
				w.press(consent.ButtonNo)
			case 5:
				w.event(consent.Dismissed)
			case 6:
				w.focus()
			case 7:
				if w.live && w.visible && strings.HasPrefix(w.page.Title, "Join this ") {
					armed++
				}
				w.press(consent.ButtonJoin)
			case 8:
				w.pass(time.Duration(rapid.IntRange(1, 5000).Draw(rt, "ms")) * time.Millisecond)
			case 9:
				w.press(rapid.SampledFrom([]consent.ButtonID{consent.ButtonLetIn, consent.ButtonAskAnyway, consent.ButtonClose, "let-in-1", "let-in-x", "let-in-99999999999999999999"}).Draw(rt, "button"))
				if w.menu.HeldOff == "" {
					clear(shown) // it was let in again
				}
			}
			if w.number != seen && w.visible && strings.HasPrefix(w.page.Title, "Join this ") && strings.HasPrefix(w.page.Opener, "Opened by ") {
				if shown[w.page.Opener] == nil {
					shown[w.page.Opener] = map[string]time.Time{}
				}
				shown[w.page.Opener][w.page.Meeting] = w.now
			}
			seen = w.number
			for who, at := range shown {
				// What waited may be of the minute before.
				if len(at) > mostQuestions+mostWaiting {
					rt.Fatalf("%s asked about %d meetings in a minute", who, len(at))
				}
				maps.DeleteFunc(at, func(_ string, t time.Time) bool { return w.now.Sub(t) >= span })
			}
			if len(w.joins) > armed {
				rt.Fatal("joined without an armed press")
			}
		}
		stop := make(chan struct{})
		close(stop)
		w.desk.Run(stop)
		for _, a := range waiters {
			if len(a.outcomes) != 1 {
				rt.Fatalf("somebody was told %d times", len(a.outcomes))
			}
		}
	})
}
