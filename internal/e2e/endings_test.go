//go:build linux && e2e

package e2e

import (
	"os"
	"strings"
	"testing"
	"time"
)

// The ends of a session while a question is asked: logging out (SIGTERM to one
// process or the other), the display going away, the
// bus going away. Whoever waits is told 5, nothing is started, and neither
// process goes on alone.
func TestEndOfSessionIsNo(t *testing.T) {
	for _, c := range []struct {
		name string
		end  func(s *Session, opener, front int)
	}{
		{"the front is told to end", func(s *Session, _, front int) { s.Terminate(front) }},
		{"the opener is told to end", func(s *Session, opener, _ int) { s.Terminate(opener) }},
		{"the display goes away", func(s *Session, _, _ int) { s.Terminate(s.first[0].PID) }},
		{"the bus goes away", func(s *Session, _, _ int) { s.Terminate(s.first[1].PID) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := Start(t)
			p, zoom := install(t, s)
			p.Configure(Quick)
			asked := p.Ask(zoomLink)
			p.Window(AskZoom).WaitFocused(ButtonNo)
			opener, front := p.Processes()
			c.end(s, opener, front)
			if status := s.MustWait(asked, 30*time.Second); status != 5 || !strings.Contains(asked.Output(), "ended while asking") {
				t.Errorf("whoever waited was told %d, want 5: %s", status, asked.Output())
			}
			for _, pid := range []int{opener, front} {
				if !WaitGone(pid, 15*time.Second) {
					t.Errorf("process %d (%s) goes on alone", pid, Executable(pid))
				}
			}
			if n := len(zoom.Starts()); n > 0 {
				t.Errorf("Zoom was started %d times", n)
			}
		})
	}
}

// A client that does not start says so in the same window, with another way,
// the link to copy, and another try.
func TestClientThatDoesNotStart(t *testing.T) {
	s := Start(t)
	p, zoom := install(t, s)
	p.Configure(Quick)
	whole, err := os.ReadFile(zoom.Program)
	if err != nil {
		t.Fatal(err)
	}
	// The browser is a stand-in, too: what is looked at is the window.
	browser := s.Install(standin, "Browser", "http", "https")
	s.SetDefault(browser.Entry, "http", "https")

	asked := p.Ask(zoomLink)
	w := p.Window(AskZoom)
	w.Choose(1) // Zoom without its guard, whose start is known to fail before anybody is told
	w.WaitArmed(ButtonJoin)
	s.WriteFile(zoom.Program, "no program", 0o700)
	w.Press(ButtonJoin)
	if status := s.MustWait(asked, 20*time.Second); status != 1 {
		t.Errorf("whoever waited was told %d, want 1: %s", status, asked.Output())
	}
	const failed = "The Zoom meeting did not open"
	w = p.Window(failed)
	for _, name := range []string{"Copy link", "Open otherwise", ButtonClose, "Try again"} {
		s.Eyes().Wait(w.button(name), 5*time.Second)
	}

	s.WriteFile(zoom.Program, string(whole), 0o700)
	w.Press("Try again")
	checkStart(t, zoom.WaitStart(20*time.Second), zoom.Program, zoomClean)
	w.WaitGone()

	s.WriteFile(zoom.Program, "no program", 0o700)
	p.Open(zoomLink)
	w = p.Window(AskZoom)
	w.Choose(1)
	w.Press(ButtonJoin)
	w = p.Window(failed)
	w.Press("Open otherwise")
	w = p.Window(AskZoom)
	w.Press(ButtonJoin)
	if got := browser.WaitStart(20 * time.Second).Argv; !strings.HasPrefix(got[len(got)-1], "https://zoom.us/") {
		t.Errorf("the browser was started with %q", got)
	}
	w.WaitGone()
	if n := len(zoom.Starts()); n != 1 {
		t.Errorf("Zoom was started %d times", n)
	}
}
