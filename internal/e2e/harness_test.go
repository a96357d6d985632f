//go:build linux && e2e

package e2e

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// The harness is proved on a window of its own before it judges the product.

const practice = "Join this practice meeting?"

func startPractice(t *testing.T) (*Session, *Running) {
	t.Helper()
	s := Start(t)
	s.Eyes()
	r := s.Run(s.Command("/usr/bin/python3", mustAbs(t, "testdata/window.py")))
	s.Eyes().Wait(Query{Role: "frame", Name: practice}, 20*time.Second)
	return s, r
}

func mustAbs(t *testing.T, path string) string {
	t.Helper()
	wd, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	return wd + "/" + path
}

func TestHarnessSeesAndPresses(t *testing.T) {
	s, r := startPractice(t)
	eyes := s.Eyes()

	join := eyes.Wait(Query{Role: "push button", Prefix: "Join"}, time.Second)
	if join.Is("sensitive") && join.Name == "Join in 1 s" {
		t.Errorf("the dead button counts as live: %+v", join)
	}
	if words := eyes.Words(Query{Role: "frame", Name: practice}); !slices.Contains(words, "Opened by nobody") {
		t.Errorf("the label is not read: %q", words)
	}
	camera := Query{Role: "toggle button", Name: "Camera on when joining"}
	if eyes.Wait(camera, time.Second).Is("checked") {
		t.Error("the switch starts on")
	}
	if !eyes.Press(camera) {
		t.Error("the switch cannot be toggled")
	}
	camera.States = []string{"checked"}
	eyes.Wait(camera, 5*time.Second)
	eyes.Wait(Query{Role: "push button", Name: "Join", States: []string{"sensitive"}}, 5*time.Second)
	if !eyes.Press(Query{Role: "push button", Name: "Join"}) {
		t.Error("the live button cannot be pressed")
	}
	if status := s.MustWait(r, 10*time.Second); status != 0 || r.Output() != "camera True\npressed Join\n" {
		t.Errorf("the window ended with %d and said %q", status, r.Output())
	}
	eyes.WaitGone(Query{Role: "frame", Name: practice}, 10*time.Second)
	if events := eyes.Events(); len(events) == 0 {
		t.Error("the client was told of no event")
	}
}

func TestHarnessHands(t *testing.T) {
	cases := []struct {
		name string
		do   func(s *Session)
		want string
	}{
		{"key", func(s *Session) { s.Hands().Key("Escape") }, "escape\n"},
		{"focused button", func(s *Session) { s.Hands().Key("Return") }, "pressed Don’t join\n"},
		{"click", func(s *Session) {
			s.Hands().Click(s.Eyes().Wait(Query{Role: "push button", Name: "Don't join"}, time.Second))
		}, "pressed Don’t join\n"},
		{"close", func(s *Session) { s.Hands().CloseWindow(practice) }, "closed\n"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s, r := startPractice(t)
			s.Eyes().Wait(Query{Role: "push button", Name: "Don't join", States: []string{"focused"}}, 5*time.Second)
			c.do(s)
			s.MustWait(r, 10*time.Second)
			if r.Output() != c.want {
				t.Errorf("the window said %q, want %q", r.Output(), c.want)
			}
		})
	}
}

func TestHarnessLeavesNothing(t *testing.T) {
	var dir string
	t.Run("session", func(t *testing.T) {
		s := Start(t)
		dir = s.Dir
		// An orphan in a session of its own, as a launcher leaves one.
		s.Output("setsid", "--fork", "sleep", "1000")
		found := slices.ContainsFunc(Descendants(os.Getpid()), func(p Process) bool {
			return strings.Join(Arguments(p.PID), " ") == "sleep 1000"
		})
		if !found {
			t.Error("the orphan is not seen")
		}
	})
	if dir == "" {
		t.Fatal("the session did not start")
	}
	if left := marked(dir); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("the directory is left: %v", err)
	}
}

func TestHarnessChromium(t *testing.T) {
	const link = "zoommtg://zoom.us/join?confno=81234567890&pwd=a%20b"
	s := Start(t)
	zoom := s.Install(standin, "Zoom", "zoommtg")
	s.SetDefault(zoom.Entry, "zoommtg")
	b := s.Browse(s.Page("Weekly call", link), "Weekly call")
	b.ClickLink("Weekly call")
	offer := b.Offer()
	if offer != "Open Zoom?" {
		t.Errorf("Chromium asks %q", offer)
	}
	if starts := zoom.Starts(); len(starts) > 0 {
		t.Errorf("started before the offer was accepted: %+v", starts)
	}
	b.Accept(offer)
	start := zoom.WaitStart(20 * time.Second)
	if want := []string{zoom.Program, link}; !slices.Equal(start.Argv, want) {
		t.Errorf("started with %q, want %q", start.Argv, want)
	}
	if !slices.Contains(start.EnvKeys, "DISPLAY") || start.SID == 0 || start.Cwd == "" {
		t.Errorf("the record is not whole: %+v", start)
	}
}
