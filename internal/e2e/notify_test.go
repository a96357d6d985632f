//go:build linux && e2e

package e2e

import (
	"strings"
	"testing"
	"time"
)

// Notifications tell, ask nothing, and give no passcode and no number away.
func TestNotificationsTell(t *testing.T) {
	s := Start(t)
	shown := s.StartNotifications(false)
	p, zoom := install(t, s)
	p.Configure(Quick)

	tell := func(want string) {
		t.Helper()
		n := shown.Wait(15 * time.Second)
		text := n.Summary + "\n" + n.Body
		if !strings.Contains(text, want) {
			t.Errorf("told %q, want %q in it", text, want)
		}
		for _, secret := range []string{"a1B2c3", "81234567890", "812 3456"} {
			if strings.Contains(text, secret) {
				t.Errorf("the notification gives %q away: %q", secret, text)
			}
		}
		if len(n.Actions) > 0 {
			t.Errorf("the notification asks: %q", n.Actions)
		}
	}
	p.Open(zoomLink)
	p.Window(AskZoom).Press(ButtonJoin)
	zoom.WaitStart(20 * time.Second)
	tell("Zoom")

	p.Open("zoommtg://zoom.us.evil.example/join?confno=81234567890&pwd=a1B2c3")
	tell("not opened")
}

// A notification service that takes calls and never answers holds nothing up.
func TestHungNotificationsHoldNothingUp(t *testing.T) {
	s := Start(t)
	hung := s.StartNotifications(true)
	p, zoom := install(t, s)
	p.Configure(Quick)
	for range 2 {
		asked := p.Ask(zoomLink)
		p.Window(AskZoom).Press(ButtonJoin)
		zoom.WaitStart(20 * time.Second)
		if status := s.MustWait(asked, 10*time.Second); status != 0 {
			t.Errorf("whoever waited was told %d: %s", status, asked.Output())
		}
	}
	hung.WaitAsked(10 * time.Second) // or the test proved nothing
}
