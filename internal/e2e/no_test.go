//go:build linux && e2e

package e2e

import (
	"testing"
	"time"
)

// Every way to a no: whoever waits is told 5, no client is started, and the
// next link works.

// refusal is one way.
type refusal struct {
	name string
	do   func(s *Session, p *Product, w *Window)
	// ends says that the daemon ends with it.
	ends bool
}

var refusals = []refusal{
	{name: "do not join", do: func(s *Session, p *Product, w *Window) { w.Press(ButtonNo) }},
	{name: "escape", do: func(s *Session, p *Product, w *Window) {
		w.WaitArmed(ButtonJoin) // a key at once is one that was meant for another window
		s.Hands().Key("Escape")
	}},
	{name: "return on the focused button", do: func(s *Session, p *Product, w *Window) {
		w.WaitArmed(ButtonJoin)
		s.Hands().Key("Return")
	}},
	{name: "window closed", do: func(s *Session, p *Product, w *Window) { s.Hands().CloseWindow(Title) }},
	{name: "front killed", ends: true, do: func(s *Session, p *Product, w *Window) {
		_, front := p.Processes()
		s.Kill(front)
	}},
	{name: "opener killed", ends: true, do: func(s *Session, p *Product, w *Window) {
		opener, _ := p.Processes()
		s.Kill(opener)
	}},
}

func TestNoStartsNothing(t *testing.T) {
	for _, c := range refusals {
		t.Run(c.name, func(t *testing.T) {
			s := Start(t)
			p, zoom := install(t, s)
			p.Configure(Quick)
			asked := p.Ask(zoomLink)
			w := p.Window(AskZoom)
			w.WaitFocused(ButtonNo)
			opener, front := p.Processes()
			c.do(s, p, w)
			if status := s.MustWait(asked, 20*time.Second); status != 5 {
				t.Errorf("whoever waited was told %d, want 5: %s", status, asked.Output())
			}
			w.WaitGone()
			if c.ends {
				for _, pid := range []int{opener, front} {
					if !WaitGone(pid, 10*time.Second) {
						t.Errorf("process %d (%s) goes on alone", pid, Executable(pid))
					}
				}
			}
			nextWorks(t, s, p, zoom)
		})
	}
}

// nextWorks opens another link and joins, and checks that this was the only
// start: had the refused one started anything, it would be in the record.
func nextWorks(t *testing.T, s *Session, p *Product, zoom *Standin) {
	t.Helper()
	const next = "zoommtg://zoom.us/join?confno=99988877766"
	asked := p.Ask(next)
	p.Window(AskZoom).Press(ButtonJoin)
	checkStart(t, zoom.WaitStart(20*time.Second), zoom.Program, next)
	if status := s.MustWait(asked, 20*time.Second); status != 0 {
		t.Errorf("after the next link whoever waited was told %d: %s", status, asked.Output())
	}
	if n := len(zoom.Starts()); n != 1 {
		t.Errorf("Zoom was started %d times", n)
	}
}

// The same by real clicks in one Chromium, one after the other.
func TestNoToChromiumStartsNothing(t *testing.T) {
	s := Start(t)
	p, zoom := install(t, s)
	p.Configure(Quick)
	b := s.Browse(s.Page(pageTitle, zoomLink), pageTitle)
	for i, c := range refusals {
		if i > 0 && i%2 == 0 {
			// Twice refused is not asked again, in this run of the daemon.
			_, front := p.Processes()
			s.Terminate(front)
			s.WaitNoName(BusName, 20*time.Second)
		}
		b.ClickLink(pageTitle)
		b.Accept(b.Offer())
		w := p.Window(AskZoom)
		w.WaitFocused(ButtonNo)
		opener, front := p.Processes()
		c.do(s, p, w)
		w.WaitGone()
		if c.ends {
			for _, pid := range []int{opener, front} {
				if !WaitGone(pid, 10*time.Second) {
					t.Errorf("%s: process %d (%s) goes on alone", c.name, pid, Executable(pid))
				}
			}
		}
		if n := len(zoom.Starts()); n > 0 {
			t.Fatalf("%s: Zoom was started", c.name)
		}
	}
	nextWorks(t, s, p, zoom)
}

// A page calls a thousand links. Whatever of it Chromium lets through is one
// question, and none of it joins.
func TestFloodOfAPage(t *testing.T) {
	s := Start(t)
	p, zoom := install(t, s)
	p.Configure(Quick)
	b := s.Browse(s.FloodPage(pageTitle, "zoommtg://zoom.us/join?confno=8123456"), pageTitle)
	b.ClickLink(pageTitle)
	accepted := 0
	for range 5 {
		b.Accept(b.Offer())
		accepted++
		if s.Eyes().Gone(Query{App: "Chromium", Role: "dialog", Prefix: "Open "}, 2*time.Second) {
			break
		}
	}
	w := p.Window(AskZoom)
	if windows := s.Eyes().Find(Query{App: BusName, Name: Title, Role: "dialog"}); len(windows) != 1 {
		t.Errorf("%d windows", len(windows))
	}
	t.Logf("Chromium asked %d times; it says %q", accepted, w.Words())
	for s.Eyes().Find(w.button(ButtonNo)) != nil { // and what waits behind it
		s.Eyes().TryPress(w.button(ButtonNo))
		if s.Eyes().Gone(Query{App: BusName, Role: "heading", Name: AskZoom}, time.Second) {
			break
		}
	}
	if n := len(zoom.Starts()); n > 0 {
		t.Fatalf("Zoom was started %d times", n)
	}
	nextWorks(t, s, p, zoom)
}

// Cancel in Chromium's own question: Vestibule is not even started.
func TestCancelInChromiumReachesNobody(t *testing.T) {
	s := Start(t)
	p, zoom := install(t, s)
	p.Configure(Quick)
	b := s.Browse(s.Page(pageTitle, zoomLink), pageTitle)
	b.ClickLink(pageTitle)
	b.Cancel(b.Offer())
	if s.NameOwned(BusName) {
		t.Error("Vestibule was started")
	}
	nextWorks(t, s, p, zoom)
}

// A question that nobody answers ends by itself, and can be asked again from
// the tray.
func TestTimeoutThenAskAgain(t *testing.T) {
	s := Start(t)
	host := s.StartTrayHost()
	p, zoom := install(t, s)
	p.Configure(Quick + "timeout = \"15.5s\"\n")
	asked := p.Ask(zoomLink)
	w := p.Window(AskZoom)
	item := host.WaitItem(10 * time.Second)
	if status := s.MustWait(asked, 30*time.Second); status != 5 {
		t.Errorf("whoever waited was told %d, want 5: %s", status, asked.Output())
	}
	w.WaitGone()
	if n := len(zoom.Starts()); n > 0 {
		t.Fatalf("Zoom was started %d times", n)
	}
	item.Click(TrayAskAgain)
	p.Window(AskZoom).Press(ButtonJoin)
	checkStart(t, zoom.WaitStart(20*time.Second), zoom.Program, zoomClean)
}
