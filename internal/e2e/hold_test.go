//go:build linux && e2e

package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func zoomRoom(i int) string {
	return fmt.Sprintf("zoommtg://zoom.us/join?confno=%d", 80000000000+i)
}

func zoomRooms(from, to int) (links []string) {
	for i := from; i < to; i++ {
		links = append(links, zoomRoom(i))
	}
	return links
}

// Who opens more than ten meetings in a minute is held off, by what it is and
// not by what it says; others are asked about; one click lets it in again.
func TestHoldOff(t *testing.T) {
	s := Start(t)
	host := s.StartTrayHost()
	shown := s.StartNotifications(false)
	p, zoom := install(t, s)
	p.Configure(Quick)
	script := mustAbs(t, "testdata/opener.py")
	pest := s.InstallOpener("pest", "Pest", "pest", script, "")
	other := s.InstallOpener("other", "Other", "other", script, "")

	pest.Open(zoomRooms(0, 10)...)
	w := p.Window(AskZoom)
	tray := host.WaitItem(20 * time.Second)
	for _, m := range tray.Menu() {
		if m.Visible && strings.Contains(m.Label, "held off") {
			t.Errorf("held off after ten: %q", m.Label)
		}
	}
	pest.Open(zoomRoom(10))
	line := tray.WaitLine("Pest is held off until ", 20*time.Second)
	if !line.Enabled || !strings.HasSuffix(line.Label, " – let in again") {
		t.Errorf("the tray says %+v", line)
	}
	if n := shown.Wait(15 * time.Second); !strings.HasPrefix(n.Summary, "Pest is held off until ") || len(n.Actions) > 0 {
		t.Errorf("notified %+v", n)
	}
	letIn := Query{PID: w.PID, Role: "push button", Name: "Let in again: Pest"}
	s.Eyes().Wait(letIn, 10*time.Second)

	// What waited of it is gone: another's link is the next.
	other.Open(zoomRoom(500))
	w.Press(ButtonNo)
	s.Eyes().Wait(Query{PID: w.PID, Role: "label", Name: "Opened by Other"}, 10*time.Second)
	s.Eyes().Wait(letIn, 10*time.Second)
	w = p.Window(AskZoom)
	w.Press(ButtonNo)
	w.WaitGone()

	// Its next link shows no question but says why, once.
	pest.Open(zoomRoom(11))
	held := s.Eyes().Wait(Query{PID: w.PID, Role: "heading", Prefix: "Pest is held off until "}, 10*time.Second)
	s.Hands().Key("Escape")
	s.Eyes().WaitGone(Query{Role: "heading", Name: held.Name}, 10*time.Second)
	pest.Open(zoomRooms(12, 40)...)
	other.Open(zoomRoom(501))
	if w = p.Window(AskZoom); !strings.Contains(strings.Join(w.Words(), "\n"), "Opened by Other") {
		t.Errorf("asks %q", w.Words())
	}
	w.Press(ButtonNo)
	w.WaitGone()

	tray.Click("Pest is held off until ")
	tray.WaitMenu("nobody held off", 10*time.Second, func(menu []MenuItem) bool {
		for _, m := range menu {
			if m.Visible && strings.Contains(m.Label, "held off") {
				return false
			}
		}
		return true
	})
	pest.Open(zoomRoom(50))
	w = p.Window(AskZoom)
	w.Press(ButtonJoin)
	checkStart(t, zoom.WaitStart(20*time.Second), zoom.Program, zoomRoom(50))
	w.WaitGone()
	if n := len(zoom.Starts()); n != 1 {
		t.Errorf("Zoom was started %d times", n)
	}
}

// A meeting that was refused twice is not asked about for a minute; whoever
// waits is told; the person can be asked at once, in window and tray.
func TestRefusedTwice(t *testing.T) {
	s := Start(t)
	host := s.StartTrayHost()
	p, zoom := install(t, s)
	p.Configure(Quick)
	for _, refuse := range []func(*Window){
		func(w *Window) { w.Press(ButtonNo) },
		func(w *Window) {
			w.WaitArmed(ButtonJoin) // a key at once is one that was meant for another window
			s.Hands().Key("Escape")
		},
	} {
		asked := p.Ask(zoomLink)
		w := p.Window(AskZoom)
		w.WaitFocused(ButtonNo)
		refuse(w)
		w.WaitGone()
		if status := s.MustWait(asked, 10*time.Second); status != 5 {
			t.Errorf("whoever waited was told %d: %s", status, asked.Output())
		}
	}
	asked := p.Ask(zoomLink)
	if status := s.MustWait(asked, 20*time.Second); status != 5 || !strings.Contains(asked.Output(), "refused it twice") {
		t.Errorf("whoever waited was told %d: %s", status, asked.Output())
	}
	w := p.Window("You said no to this Zoom link twice")
	tray := host.WaitItem(20 * time.Second)
	tray.WaitLine("Ask me again: Zoom", 10*time.Second)
	w.Press("Ask me again")
	w = p.Window(AskZoom)
	w.Press(ButtonNo)
	w.WaitGone()

	// The person was asked after all: from here two more count.
	for range 2 {
		p.Open(zoomLink)
		w = p.Window(AskZoom)
		w.Press(ButtonNo)
		w.WaitGone()
	}
	p.Open(zoomLink)
	w = p.Window("You said no to this Zoom link twice")
	s.Hands().Key("Escape")
	w.WaitGone()
	tray.Click("Ask me again: Zoom")
	p.Window(AskZoom).Press(ButtonJoin)
	checkStart(t, zoom.WaitStart(20*time.Second), zoom.Program, zoomClean)
	if n := len(zoom.Starts()); n != 1 {
		t.Errorf("Zoom was started %d times", n)
	}
}
