package front

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"vestibule/internal/app"
	"vestibule/internal/consent"
)

// refuse opens a link, expects a question, and refuses it.
func (w *world) refuse(text string) {
	w.t.Helper()
	a := w.open(text)
	if !w.visible || !strings.HasPrefix(w.page.Title, "Join this ") {
		w.t.Fatalf("no question: %q", w.page.Title)
	}
	w.press(consent.ButtonNo)
	if a.status(w.t) != app.NotJoined {
		w.t.Fatal("told something else")
	}
}

func TestRefusedTwiceIsQuietForAMinute(t *testing.T) {
	w := newWorld(t)
	w.refuse(zoom)
	w.refuse(zoom)
	notes, shows := len(w.notes), w.shows
	a := w.open("https://us02web.zoom.us/j/81234567890?pwd=sEcReT") // the same room
	if a.status(t) != app.NotJoined || !strings.Contains(a.outcomes[0].Message, "refused it twice") {
		t.Errorf("told %+v", a.outcomes)
	}
	// The person is told once, in window, tray and notification.
	if !w.visible || w.page.Title != "You said no to this Zoom link twice" || w.menu.AskAnyway != "Zoom" || len(w.notes) != notes+1 {
		t.Errorf("%q, %+v, %q", w.page.Title, w.menu, w.notes)
	}
	w.press(consent.ButtonClose)
	b := w.open(zoom)
	if b.status(t) != app.NotJoined || w.visible || w.shows != shows+1 || len(w.notes) != notes+1 {
		t.Errorf("told again: %+v, visible %v, %d windows, %q", b.outcomes, w.visible, w.shows, w.notes)
	}
	// Another meeting is asked about.
	w.refuse("https://meet.google.com/abc-defg-hij")
	// The status window says so too.
	w.desk.Activate("")
	w.run()
	if !has(w.page, consent.ButtonAskAnyway, "Ask me again (Zoom)") {
		t.Errorf("status: %+v", w.page.Actions)
	}
	w.press(consent.ButtonClose)
	w.pass(time.Minute)
	w.open(zoom)
	if w.page.Title != "Join this Zoom meeting?" || w.menu.AskAnyway != "" {
		t.Errorf("after the minute: %q, %q", w.page.Title, w.menu.AskAnyway)
	}
	w.noJoin()
}

func has(p consent.Page, id consent.ButtonID, label string) bool {
	for _, list := range [][]consent.Button{p.Actions, p.Buttons} {
		for _, b := range list {
			if b.ID == id && b.Label == label {
				return true
			}
		}
	}
	return false
}

func TestQuietIsAskedAgainAtOnce(t *testing.T) {
	for name, again := range map[string]func(*world){
		"in the window":            func(w *world) { w.press(consent.ButtonAskAnyway) },
		"from the tray":            func(w *world) { w.press(consent.ButtonClose); w.desk.Act(AskAnyway); w.run() },
		"from the status window":   func(w *world) { w.desk.Activate(""); w.run(); w.press(consent.ButtonAskAnyway) },
		"tray, page still showing": func(w *world) { w.desk.Act(AskAnyway); w.run() },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.refuse(zoom)
			w.refuse(zoom)
			w.open(zoom)
			again(w)
			if !w.visible || w.page.Title != "Join this Zoom meeting?" || w.page.Opener != "You asked for it again" || w.menu.AskAnyway != "" {
				t.Fatalf("%q %q %+v", w.page.Title, w.page.Opener, w.menu)
			}
			w.press(consent.ButtonJoin)
			w.noJoin() // it is a question like any other
			// Refusing what one asked for oneself is no refusal of the link.
			w.press(consent.ButtonNo)
			w.open(zoom)
			if w.page.Title != "Join this Zoom meeting?" {
				t.Errorf("quiet still: %q", w.page.Title)
			}
		})
	}
}

// A person who is asked something else is told in the banner, and the answer
// stays one click away.
func TestQuietWhileAnotherIsAsked(t *testing.T) {
	w := newWorld(t)
	w.refuse(zoom)
	w.refuse(zoom)
	w.open("https://meet.google.com/abc-defg-hij")
	a := w.open(zoom)
	if a.status(t) != app.NotJoined || w.page.Title != "Join this Google Meet meeting?" ||
		!strings.Contains(w.page.Banner, "A Zoom link that you refused twice came again. It was not asked about.") {
		t.Fatalf("%q %q", w.page.Title, w.page.Banner)
	}
	w.press(consent.ButtonAskAnyway)
	if w.page.Title != "Join this Google Meet meeting?" || !strings.Contains(w.page.Banner, "One more meeting waits") {
		t.Errorf("%q %q", w.page.Title, w.page.Banner)
	}
	w.press(consent.ButtonNo)
	if w.page.Title != "Join this Zoom meeting?" {
		t.Errorf("next: %q", w.page.Title)
	}
}

// What is no refusal by the person does not count.
func TestOnlyRefusalsMakeQuiet(t *testing.T) {
	for name, c := range map[string]func(*world){
		"time-outs":       func(w *world) { w.open(zoom); w.pass(2 * time.Minute); w.open(zoom); w.pass(2 * time.Minute) },
		"folded links":    func(w *world) { w.open(zoom); w.open(zoom); w.open(zoom); w.press(consent.ButtonNo) },
		"one refusal":     func(w *world) { w.refuse(zoom) },
		"two of two":      func(w *world) { w.refuse(zoom); w.refuse("https://zoom.us/j/99999999999") },
		"one long ago":    func(w *world) { w.refuse(zoom); w.pass(refusalsLast); w.refuse(zoom) },
		"joined meantime": func(w *world) { w.refuse(zoom); w.join(zoom); w.refuse(zoom) },
		"clipboard": func(w *world) {
			w.clip = zoom
			w.desk.Act(JoinClipboard)
			w.run()
			w.press(consent.ButtonNo)
			w.refuse(zoom)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			c(w)
			w.open(zoom)
			if !w.visible || w.page.Title != "Join this Zoom meeting?" {
				t.Errorf("%q", w.page.Title)
			}
		})
	}
}

// join opens a link and joins it as a person does.
func (w *world) join(text string) {
	w.t.Helper()
	w.open(text)
	w.focus()
	w.pass(2 * time.Second)
	w.press(consent.ButtonJoin)
}

// Escape and closing are refusals too, and a link to be passed on is a
// question like others.
func TestEveryRefusalCounts(t *testing.T) {
	w := newWorld(t)
	const start = "zoommtg://zoom.us/start?confno=123456789&token=T&uid=U&stype=99"
	for range 2 {
		w.open(zoom)
		w.event(consent.Dismissed)
	}
	for range 2 {
		w.open(start)
		w.press(consent.ButtonNo)
	}
	for _, text := range []string{zoom, start} {
		a := w.open(text)
		if a.status(t) != app.NotJoined || !strings.HasPrefix(w.page.Title, "You said no to this ") {
			t.Errorf("%s: %q", text, w.page.Title)
		}
		w.press(consent.ButtonClose)
	}
	if len(w.passes) != 0 {
		t.Error("passed on")
	}
}

// Each further refusal after the minute makes it quiet again.
func TestThirdRefusalIsQuietAgain(t *testing.T) {
	w := newWorld(t)
	w.refuse(zoom)
	w.refuse(zoom)
	w.pass(time.Minute)
	w.refuse(zoom)
	if a := w.open(zoom); a.status(t) != app.NotJoined {
		t.Error("asked")
	}
}

func TestQuietLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var q quiet
		now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
		last := map[uint64][]time.Time{} // refusals since the last forget
		for range rapid.IntRange(1, 200).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 90).Draw(t, "seconds")) * time.Second)
			question := rapid.Uint64Range(1, 100).Draw(t, "question")
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0, 1:
				q.refuse(question, now)
				last[question] = append(last[question], now)
			case 2:
				q.forget(question)
				delete(last, question)
			}
			until, quiet := q.until(question, now)
			refused := last[question]
			if quiet && (len(refused) < 2 || !until.After(now) || until.After(refused[len(refused)-1].Add(time.Minute))) {
				t.Fatalf("quiet until %v after %v", until, refused)
			}
			if n := len(refused); !quiet && n >= 2 && now.Sub(refused[n-1]) < time.Minute && refused[n-1].Sub(refused[n-2]) < time.Minute && len(last) < mostRefused {
				t.Fatalf("asked again at %v after %v", now, refused)
			}
			if len(q.refused) > mostRefused {
				t.Fatalf("remembers %d", len(q.refused))
			}
		}
	})
}

func TestQuietRemembersFew(t *testing.T) {
	var q quiet
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	for i := range uint64(10_000) {
		q.refuse(i, now.Add(time.Duration(i)*time.Millisecond))
	}
	if len(q.refused) > mostRefused {
		t.Errorf("remembers %d", len(q.refused))
	}
}
