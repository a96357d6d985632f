//go:build linux && e2e

package e2e

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// What becomes of links of several kinds, seen from outside.

func TestJitsiLeavesWithAFreshFragment(t *testing.T) {
	s := Start(t)
	browser := s.Install(standin, "Web Browser", "https", "http")
	s.SetDefault(browser.Entry, "https", "http")
	p := s.Register(product)
	p.Configure(Quick)
	const link = "https://meet.jit.si/WeeklySync?uname=Eve#config.startWithVideoMuted=false&config.prejoinConfig.enabled=false"

	asked := p.Ask(link)
	w := p.Window(AskJitsi)
	w.Press(ButtonJoin)
	start := browser.WaitStart(20 * time.Second)
	if status := s.MustWait(asked, 20*time.Second); status != 0 {
		t.Errorf("whoever waited was told %d: %s", status, asked.Output())
	}
	checkStart(t, start, browser.Program, explained(t, s, p, link))
	got := start.Argv[len(start.Argv)-1]
	for _, want := range []string{"https://meet.jit.si/WeeklySync#", "config.startWithVideoMuted=true", "config.startWithAudioMuted=true"} {
		if !strings.Contains(got, want) {
			t.Errorf("opened %q, which lacks %q", got, want)
		}
	}
	for _, bad := range []string{"uname", "Eve", "=false", "enabled=false"} {
		if strings.Contains(got, bad) {
			t.Errorf("opened %q, which has %q", got, bad)
		}
	}
}

// With the switch on, the link asks for the camera.
func TestJitsiSwitchedOn(t *testing.T) {
	s := Start(t)
	browser := s.Install(standin, "Web Browser", "https", "http")
	s.SetDefault(browser.Entry, "https", "http")
	p := s.Register(product)
	p.Configure(Quick)

	p.Open("https://meet.jit.si/WeeklySync")
	w := p.Window(AskJitsi)
	w.Toggle(SwitchCamera)
	s.Eyes().Wait(Query{PID: w.PID, Role: "toggle button", Name: SwitchCamera, States: []string{"checked"}}, 5*time.Second)
	w.Press(ButtonJoin)
	got := browser.WaitStart(20 * time.Second).Argv
	if link := got[len(got)-1]; !strings.Contains(link, "startWithVideoMuted=false") || !strings.Contains(link, "startWithAudioMuted=true") {
		t.Errorf("opened %q", link)
	}
}

// explained is the link that "vestibule explain" says would be opened.
func explained(t *testing.T, s *Session, p *Product, link string) string {
	t.Helper()
	var e struct {
		Open struct {
			Link string `json:"link"`
		} `json:"open"`
	}
	text := s.Output(p.Binary, "explain", "--json", "--show-secrets", "--", link)
	if err := json.Unmarshal([]byte(text), &e); err != nil {
		t.Fatalf("reading what explain says: %v in %s", err, text)
	}
	return e.Open.Link
}

func TestSignInPassesUnchanged(t *testing.T) {
	s := Start(t)
	p, zoom := install(t, s)
	p.Configure(Quick)
	const callback = "zoommtg://zoom.us/google?code=4%2F0AX4XfWh&state=%7B%22a%22%3A1%7D"
	p.Open(callback)
	checkStart(t, zoom.WaitStart(20*time.Second), zoom.Program, callback)
	if found := s.Eyes().Find(Query{Name: Title}); len(found) > 0 {
		t.Errorf("a window shows: %+v", found)
	}
}

func TestUnknownShapeAsks(t *testing.T) {
	s := Start(t)
	p, zoom := install(t, s)
	p.Configure(Quick)
	const odd = "zoommtg://zoom.us/whiteboard?id=abc"

	asked := p.Ask(odd)
	p.Window(AskPass("Zoom")).Press(ButtonNoPass)
	if status := s.MustWait(asked, 20*time.Second); status != 5 {
		t.Errorf("whoever waited was told %d, want 5: %s", status, asked.Output())
	}
	asked = p.Ask(odd)
	w := p.Window(AskPass("Zoom"))
	if n := len(zoom.Starts()); n > 0 {
		t.Fatalf("Zoom was started %d times before the answer", n)
	}
	w.Press(ButtonPass)
	checkStart(t, zoom.WaitStart(20*time.Second), zoom.Program, odd)
	if status := s.MustWait(asked, 20*time.Second); status != 0 {
		t.Errorf("whoever waited was told %d, want 0: %s", status, asked.Output())
	}
	if n := len(zoom.Starts()); n != 1 {
		t.Errorf("Zoom was started %d times", n)
	}
}

func TestForeignHostIsRefused(t *testing.T) {
	s := Start(t)
	p, zoom := install(t, s)
	asked := p.Ask("zoommtg://zoom.us.evil.example/join?confno=81234567890")
	w := p.Window("This link is not what it seems")
	if status := s.MustWait(asked, 20*time.Second); status != 4 {
		t.Errorf("whoever waited was told %d, want 4: %s", status, asked.Output())
	}
	s.Hands().Key("Escape")
	w.WaitGone()
	if n := len(zoom.Starts()); n > 0 {
		t.Errorf("Zoom was started %d times", n)
	}
}

func TestPracticeOpensNothing(t *testing.T) {
	s := Start(t)
	p, zoom := install(t, s)
	p.Configure(Quick)
	tried := s.Run(s.Command(p.Binary, "try"))
	p.Window(Practice).Press(ButtonJoin)
	w := p.Window(PracticeEnd)
	w.Press(ButtonClose)
	w.WaitGone()
	s.MustWait(tried, 10*time.Second)
	if n := len(zoom.Starts()); n > 0 {
		t.Errorf("Zoom was started %d times", n)
	}
}
