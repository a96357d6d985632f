//go:build linux && e2e

package e2e

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// The whole way of a link with real parts: a click in Chromium, Chromium's own
// question, xdg-open, the forwarder, the bus, the window, Join, the client.
// With -demo it is also the demonstration.

const (
	pageTitle = "Weekly call"
	// What a page may send: a passcode and more than Vestibule passes on.
	zoomLink = "zoommtg://zoom.us/join?action=join&confno=81234567890&pwd=a1B2c3&uname=You&browser=chrome"
	// What is left of it.
	zoomClean = "zoommtg://zoom.us/join?confno=81234567890&pwd=a1B2c3"
)

// install gives a session in which Zoom had its scheme and Vestibule took it.
func install(t *testing.T, s *Session) (*Product, *Standin) {
	t.Helper()
	zoom := s.Install(standin, "Zoom", "zoommtg", "zoomus")
	s.SetDefault(zoom.Entry, "zoommtg", "zoomus")
	return s.Register(product), zoom
}

func TestClickReachesTheMeeting(t *testing.T) {
	s := Start(t)
	s.StartSound()
	p, zoom := install(t, s)
	zoom.Stay()
	st := newStory(t, s)

	b := s.Browse(s.Page(pageTitle, zoomLink), pageTitle)
	st.tells("A page in Chromium has this link, and it is clicked with the mouse:")
	st.quotes(zoomLink)
	st.still("1-page.png")
	b.ClickLink(pageTitle)

	offer := b.Offer()
	if offer != OfferOfChromium {
		t.Errorf("Chromium asks %q, want %q", offer, OfferOfChromium)
	}
	st.tells("Chromium itself asks %q. It is accepted with Tab and Return.", offer)
	st.still("2-chromium-asks.png")
	if s.NameOwned(BusName) {
		t.Error("Vestibule runs before Chromium's question was answered")
	}
	b.Accept(offer)

	w := p.Window(AskZoom)
	watched := watchSockets(t, p)
	if len(zoom.Starts()) > 0 {
		t.Fatal("Zoom was started before the question was answered")
	}
	st.tells("Vestibule's window comes. For the first second Join cannot be pressed.")
	st.picture("3-vestibule-asks.png")
	w.WaitFocused(ButtonNo)
	w.WaitArmed(ButtonJoin)
	words := w.Words()
	st.tells("Then it can. The window says:")
	st.quotes(w.Picture()...)
	for _, want := range []string{AskZoom, "zoom.us", "812 3456 7890", "Opened by Chromium", "Built-in Microphone, not muted"} {
		if !slices.ContainsFunc(words, func(said string) bool { return strings.Contains(said, want) }) {
			t.Errorf("the window does not say %q; it says %q", want, words)
		}
	}
	if strings.Contains(strings.Join(words, "\n"), "a1B2c3") {
		t.Error("the window shows the passcode")
	}
	if w.On(SwitchCamera) || w.On(SwitchMicrophone) {
		t.Error("a switch starts on")
	}
	st.still("4-join-can-be-pressed.png")
	w.Press(ButtonJoin)

	start := zoom.WaitStart(20 * time.Second)
	w.WaitGone()
	st.tells("Join is pressed. What was started, with one argument:")
	st.quotes(start.Argv...)
	st.still("5-joined.png")
	checkStart(t, start, zoom.Program, zoomClean)

	opener, front := p.Processes()
	watched.check(opener, front)
	st.tells("All the while Vestibule did not listen: %s.", watched.summary())
	s.Terminate(start.PID)
	waitNoZombie(t, opener)
	if n := len(zoom.Starts()); n != 1 {
		t.Errorf("Zoom was started %d times", n)
	}

	s.Output(p.Binary, "unregister")
	if got := strings.TrimSpace(s.Output("xdg-mime", "query", "default", "x-scheme-handler/zoommtg")); got != zoom.Entry {
		t.Errorf("after unregister zoommtg belongs to %q, want %q", got, zoom.Entry)
	}
	st.tells("`vestibule unregister` gives zoommtg: back to %s.", zoom.Entry)
}

// checkStart checks that a client got one argument and nothing else of ours.
func checkStart(t *testing.T, start Started, argv ...string) {
	t.Helper()
	if !slices.Equal(start.Argv, argv) {
		t.Errorf("started with %q, want %q", start.Argv, argv)
	}
	pipes := 0
	for fd, what := range start.FDs {
		if start.Guarded && fd > 2 && strings.HasPrefix(what, "pipe:") {
			pipes++ // one keeps the guard's bus while the client runs
		}
		if fd > 2 && (!start.Guarded || pipes > 1 || !strings.HasPrefix(what, "pipe:")) {
			t.Errorf("it inherited descriptor %d: %s", fd, what)
		}
		if strings.HasPrefix(what, "socket:") {
			t.Errorf("its descriptor %d is a socket", fd)
		}
	}
	if !slices.Contains(start.EnvKeys, "DISPLAY") && !slices.Contains(start.EnvKeys, "WAYLAND_DISPLAY") {
		t.Errorf("it has no display; it has %q", start.EnvKeys)
	}
	// That of a guarded one is the guard's.
	if start.SID != start.PID && !start.Guarded {
		t.Errorf("it has no session of its own: process %d, session %d", start.PID, start.SID)
	}
}

// waitNoZombie waits until no child of the process is a zombie.
func waitNoZombie(t *testing.T, pid int) {
	t.Helper()
	var found []Process
	// The kernel tells the parent alone, so there is nothing to wait on.
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); <-time.After(20 * time.Millisecond) {
		found = slices.DeleteFunc(Descendants(pid), func(p Process) bool { return p.State != "Z" })
		if len(found) == 0 {
			return
		}
	}
	t.Errorf("zombies of process %d: %v", pid, found)
}

// While Join is dead nothing presses it: not a program, not the mouse, not a
// key. The delay is long enough that all of this happens within it.
func TestNothingPressesADeadButton(t *testing.T) {
	s := Start(t)
	p, zoom := install(t, s)
	p.Configure("[consent]\narm_delay = \"10s\"\n")
	asked := p.Ask(zoomLink)
	w := p.Window(AskZoom)
	w.WaitFocused(ButtonNo)
	dead := Query{PID: w.PID, Role: "push button", Prefix: ButtonJoin, Not: []string{"sensitive"}}
	join := s.Eyes().Wait(dead, 5*time.Second)
	s.Eyes().TryPress(dead)
	s.Hands().Click(join)
	s.Hands().Key("Tab", "Tab", "Tab") // never to the dead button
	s.Eyes().TryPress(dead)
	if len(s.Eyes().Find(dead)) == 0 {
		t.Error("the button came alive, so that the presses prove nothing")
	}
	if n := len(zoom.Starts()); n > 0 {
		t.Fatalf("Zoom was started %d times", n)
	}
	w.Press(ButtonJoin)
	checkStart(t, zoom.WaitStart(20*time.Second), zoom.Program, zoomClean)
	if status := s.MustWait(asked, 20*time.Second); status != 0 {
		t.Errorf("whoever waited was told %d: %s", status, asked.Output())
	}
	if n := len(zoom.Starts()); n != 1 {
		t.Errorf("Zoom was started %d times", n)
	}
}

// What Vestibule and its tray leave in the temporary directory must go with
// them, also when a session ends them.
func TestEndLeavesNoFile(t *testing.T) {
	s := Start(t)
	p, _ := install(t, s)
	s.StartTrayHost()
	s.Run(s.Command(p.Binary, "run"))
	opener, front := p.Processes()
	s.Terminate(opener)
	for _, pid := range []int{opener, front} {
		if !WaitGone(pid, 10*time.Second) {
			t.Errorf("process %d (%s) goes on", pid, Executable(pid))
		}
	}
	if left := s.Leftovers(); len(left) > 0 {
		t.Errorf("left in TMPDIR: %q", left)
	}
	for _, dir := range []string{s.Runtime} {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			if strings.Contains(entry.Name(), "vestibule") {
				t.Errorf("left in %s: %s", dir, entry.Name())
			}
		}
	}
}
