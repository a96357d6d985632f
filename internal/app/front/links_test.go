package front

import (
	"strings"
	"testing"
	"time"

	"vestibule/internal/app"
	"vestibule/internal/consent"
)

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
