package front

import (
	"testing"
	"time"

	"vestibule/internal/consent"
)

// TestTheFirstWindowComesFirst: what can open the meeting is looked for once the
// first window of a start is on the screen, or does not come there; for every
// later one at once.
func TestTheFirstWindowComesFirst(t *testing.T) {
	const link, other = "https://meet.jit.si/First", "https://meet.jit.si/Second"
	sought := func(w *world, when string, want int) {
		t.Helper()
		if w.sought != want {
			t.Errorf("%s: clients were asked for %d times, want %d", when, w.sought, want)
		}
	}
	w := newWorld(t)
	w.desk.seen = false
	w.open(link)
	sought(w, "before it is mapped", 0)
	w.event(consent.Mapped)
	sought(w, "once it is mapped", 1)
	w.event(consent.Focused)
	w.pass(2 * time.Second)
	sought(w, "later", 1)
	if len(w.page.Open.Choices) == 0 {
		t.Error("nothing can be chosen")
	}
	w.open(other)
	w.event(consent.Dismissed)
	sought(w, "the second question", 2)

	w = newWorld(t)
	w.desk.seen = false
	w.open(link)
	w.pass(lateLook - time.Millisecond)
	sought(w, "just before the limit", 0)
	w.pass(time.Millisecond)
	sought(w, "on a screen that never tells", 1)
	w.event(consent.Mapped)
	sought(w, "when it tells after all", 1)

	// A question that went is not looked after.
	w = newWorld(t)
	w.desk.seen = false
	w.open(link)
	w.event(consent.Dismissed)
	w.pass(time.Second)
	sought(w, "after it went", 0)
}
