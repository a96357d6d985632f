//go:build linux && e2e

package e2e

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// noMute waits until the tray says nothing of a mute.
func noMute(tray *TrayItem) {
	tray.WaitMenu("no mute of Vestibule's", 10*time.Second, func(menu []MenuItem) bool {
		return !slices.ContainsFunc(menu, func(m MenuItem) bool { return m.Visible && strings.Contains(m.Label, "muted by Vestibule") })
	})
}

// waitFileWithout waits until a file names something no more.
func waitFileWithout(t *testing.T, file, name string) {
	t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for tick := time.NewTicker(20 * time.Millisecond); ; <-tick.C {
		data, err := os.ReadFile(file)
		if err == nil && !strings.Contains(string(data), name) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s still names %s: %s %v", file, name, data, err)
		}
	}
}

// crash ends both processes as a crash does, and starts Vestibule anew.
func crash(t *testing.T, s *Session, p *Product, host *TrayHost, meanwhile func()) *TrayItem {
	t.Helper()
	opener, front := p.Processes()
	for _, pid := range []int{opener, front} {
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		if !WaitGone(pid, 10*time.Second) {
			t.Fatalf("process %d goes on", pid)
		}
	}
	s.WaitNoName(BusName, 10*time.Second)
	meanwhile()
	s.Run(s.Command(p.Binary, "run"))
	return host.WaitItem(20 * time.Second)
}

// The system mute from the tick to the click that takes it off, with a real
// sound server: before the client starts, for what is plugged in later, over a
// crash; ended by the person's own key, and taken off by the tray.
func TestSystemMute(t *testing.T) {
	s := Start(t)
	s.StartSound()
	host := s.StartTrayHost()
	p, zoom := install(t, s)
	p.Configure(Quick)
	zoom.Listen()
	s.Run(s.Command(p.Binary, "run"))
	tray := host.WaitItem(20 * time.Second)
	join := func(tick bool) Started {
		t.Helper()
		p.Open(zoomLink)
		w := p.Window(AskZoom)
		if tick {
			w.Check(CheckMute)
			if s.Muted("microphone") {
				t.Error("ticking the box mutes, before Join")
			}
		}
		w.Press(ButtonJoin)
		start := zoom.WaitStart(20 * time.Second)
		w.WaitGone()
		return start
	}

	if start := join(false); start.Deaf != "" || start.Muted["microphone"] {
		t.Errorf("without the box the client sees %v %s", start.Muted, start.Deaf)
	}
	noMute(tray)
	file := filepath.Join(s.Home, ".local/state/vestibule/muted.json")
	if _, err := os.Stat(file); err == nil {
		t.Errorf("%s is there", file)
	}

	start := join(true)
	if want := map[string]bool{"microphone": true}; !maps.Equal(start.Muted, want) {
		t.Errorf("the client sees %v %s, want %v", start.Muted, start.Deaf, want)
	}
	tray.WaitLine(TrayMuted, 10*time.Second)
	if got := s.Output(p.Binary, "status"); !strings.Contains(got, file) {
		t.Errorf("status does not list %s:\n%s", file, got)
	}
	s.AddMicrophone("headset")
	s.WaitMuted("headset", true)

	// Over a crash it is known whose mute it is, and held on.
	tray = crash(t, s, p, host, func() {})
	tray.WaitLine(TrayMuted, 10*time.Second)
	s.AddMicrophone("webcam")
	s.WaitMuted("webcam", true)

	// The person unmutes one: what is muted still is said, nothing is muted any
	// more, and the one stays on.
	s.SetMuted("headset", false)
	waitFileWithout(t, file, "headset")
	s.AddMicrophone("phone")
	tray.WaitLine(TrayMuted, 10*time.Second)
	if s.Muted("phone") {
		t.Error("a microphone is muted after the person wanted to be heard")
	}
	tray.Click(TrayMuted)
	noMute(tray)
	for _, name := range []string{"microphone", "headset", "webcam", "phone"} {
		if s.Muted(name) {
			t.Errorf("%s is muted after the click", name)
		}
	}
	if _, err := os.Stat(file); err == nil {
		t.Errorf("%s is left", file)
	}

	// Unmuted by the person while Vestibule was not there: not claimed, and not
	// muted again.
	join(true)
	tray.WaitLine(TrayMuted, 10*time.Second)
	tray = crash(t, s, p, host, func() {
		for _, name := range []string{"microphone", "headset", "webcam", "phone"} {
			s.SetMuted(name, false)
		}
	})
	noMute(tray)
	if s.Muted("microphone") {
		t.Error("muted again after the person unmuted")
	}

	// One that the person muted is not Vestibule's to unmute.
	s.SetMuted("headset", true)
	join(true)
	tray.WaitLine(TrayMuted, 10*time.Second)
	tray.Click(TrayMuted)
	noMute(tray)
	if s.Muted("microphone") || !s.Muted("headset") {
		t.Errorf("after the click: microphone %v, headset %v", s.Muted("microphone"), s.Muted("headset"))
	}
	opener, _ := p.Processes()
	s.Terminate(opener)
}

// Without a sound server a wanted mute joins nothing; "Join anyway" is another
// press, after another delay, and claims no mute.
func TestSystemMuteThatFails(t *testing.T) {
	s := Start(t)
	host := s.StartTrayHost()
	p, zoom := install(t, s)
	p.Configure(Quick + "[microphone]\nsystem_mute = true\n")
	s.Run(s.Command(p.Binary, "run"))
	tray := host.WaitItem(20 * time.Second)
	asked := p.Ask(zoomLink)
	w := p.Window(AskZoom)
	s.Eyes().Wait(Query{PID: w.PID, Role: "check box", Name: CheckMute, States: []string{"checked"}}, 5*time.Second)
	w.Press(ButtonJoin)
	w.WaitArmed(ButtonAnyway)
	if n := len(zoom.Starts()); n != 0 {
		t.Fatalf("Zoom was started %d times", n)
	}
	if said := strings.Join(w.Words(), "\n"); !strings.Contains(said, "Not joined: this computer's microphones could not all be muted (no sound server is running)") {
		t.Errorf("the window says %q", said)
	}
	if _, ended := asked.Wait(0); ended {
		t.Error("whoever waits was told before the person decided")
	}
	w.Press(ButtonAnyway)
	checkStart(t, zoom.WaitStart(20*time.Second), zoom.Program, zoomClean)
	if status := s.MustWait(asked, 20*time.Second); status != 0 {
		t.Errorf("whoever waited was told %d", status)
	}
	noMute(tray)
}
