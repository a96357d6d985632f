//go:build linux && e2e

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const clipboardLink = "zoommtg://zoom.us/join?confno=55544433322"

// Every item of the tray, through a tray host of the test's own: the menu is
// read and clicked as a desktop does it.
func TestTray(t *testing.T) {
	s := Start(t)
	host := s.StartTrayHost()
	p, zoom := install(t, s)
	editor := s.InstallEditor(standin)
	p.Configure(Quick)
	s.Eyes()
	s.Run(s.Command(p.Binary, "run"))
	tray := host.WaitItem(20 * time.Second)
	opener, front := p.Processes()

	line := func(want string) {
		t.Helper()
		tray.WaitMenu("the state line "+want, 10*time.Second, func(menu []MenuItem) bool {
			return len(menu) > 0 && strings.HasPrefix(menu[0].Label, want) && !menu[0].Enabled
		})
	}
	joins := func(link string) {
		t.Helper()
		w := p.Window(AskZoom)
		w.Press(ButtonJoin)
		checkStart(t, zoom.WaitStart(20*time.Second), zoom.Program, link)
		w.WaitGone()
	}

	line("Camera starts off, microphone muted")
	for _, m := range tray.Menu() {
		if m.Visible && (strings.HasPrefix(m.Label, TrayRejoin) || strings.HasPrefix(m.Label, TrayAskAgain) || m.Label == TrayResume) {
			t.Errorf("the menu offers %q with nothing behind it", m.Label)
		}
	}

	// Status.
	tray.Click(TrayStatus)
	w := p.Window(Status)
	s.Hands().Key("Escape")
	w.WaitGone()

	// Join link from clipboard: read on that click, and on no other.
	clipboard := s.Run(s.Command("/usr/bin/python3", mustAbs(t, "testdata/clipboard.py"), "  "+clipboardLink+"\n"))
	waitOutput(t, clipboard, "ready\n")
	tray.Click(TrayStatus)
	w = p.Window(Status)
	if got := clipboard.Output(); got != "ready\n" {
		t.Errorf("the clipboard was read without a click on its item: %q", got)
	}
	tray.Click(TrayClipboard)
	waitOutput(t, clipboard, "ready\nread\n")
	joins(clipboardLink)

	// Rejoin last meeting.
	tray.Click(TrayRejoin)
	joins(clipboardLink)

	// Where the switches start.
	tray.Click(TrayCamera)
	line("Camera starts on, microphone muted")
	tray.Click(TrayMicrophone)
	line("Camera starts on, microphone on")
	waitConfig(t, s, `camera = "on"`, `microphone = "on"`, `arm_delay = "500ms"`)
	p.Open(zoomLink)
	w = p.Window(AskZoom)
	if !w.On(SwitchCamera) || !w.On(SwitchMicrophone) {
		t.Error("the switches do not start where the tray said")
	}
	w.Press(ButtonNo)
	w.WaitGone()
	tray.Click(TrayCamera)
	tray.Click(TrayMicrophone)
	line("Camera starts off, microphone muted")

	// Pause: a link is answered "paused", and can be asked after all.
	tray.Click(TrayHour)
	line("Paused until ")
	asked := p.Ask(zoomLink)
	w = p.Window(Paused)
	w.Press(ButtonResume)
	joins(zoomClean)
	if status := s.MustWait(asked, 10*time.Second); status != 0 {
		t.Errorf("whoever waited through the pause was told %d: %s", status, asked.Output())
	}
	line("Camera starts off, microphone muted")
	tray.Click(TrayTomorrow)
	line("Paused until tomorrow")
	asked = p.Ask(zoomLink)
	w = p.Window(Paused)
	s.Hands().Key("Escape")
	w.WaitGone()
	if status := s.MustWait(asked, 10*time.Second); status != 5 {
		t.Errorf("whoever was told of the pause was told %d, want 5: %s", status, asked.Output())
	}
	tray.Click(TrayResume)
	line("Camera starts off, microphone muted")

	// Open configuration, in the person's editor.
	tray.Click(TrayConfig)
	got := editor.WaitStart(20 * time.Second).Argv
	if want := filepath.Join(s.Config, "vestibule", "config.toml"); got[len(got)-1] != want && got[len(got)-1] != "file://"+want {
		t.Errorf("the editor was started with %q, want %q", got, want)
	}

	tray.Click(TrayQuit)
	s.WaitNoName(BusName, 10*time.Second)
	for _, pid := range []int{opener, front} {
		if !WaitGone(pid, 10*time.Second) {
			t.Errorf("process %d (%s) goes on after Quit", pid, Executable(pid))
		}
	}
	if n := len(zoom.Starts()); n != 3 {
		t.Errorf("Zoom was started %d times, want 3", n)
	}
}

// waitOutput waits until a program printed exactly that.
func waitOutput(t *testing.T, r *Running, want string) {
	t.Helper()
	// Its pipe is read elsewhere, so this looks.
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); <-time.After(10 * time.Millisecond) {
		if r.Output() == want {
			return
		}
	}
	t.Fatalf("the program printed %q, want %q", r.Output(), want)
}

// waitConfig checks what stands in the person's file.
func waitConfig(t *testing.T, s *Session, wants ...string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(s.Config, "vestibule", "config.toml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range wants {
		if !strings.Contains(string(text), want) {
			t.Errorf("the configuration lacks %s:\n%s", want, text)
		}
	}
}

// Without a tray everything stays reachable: starting Vestibule again shows
// the status window of the one that runs. A tray that comes later is used.
func TestWithoutTray(t *testing.T) {
	s := Start(t)
	p, _ := install(t, s)
	s.Eyes()
	s.Run(s.Command(p.Binary, "run"))
	_, front := p.Processes()
	again := s.Run(s.Command(p.Binary, "run"))
	w := p.Window(Status)
	if w.PID != front {
		t.Errorf("process %d shows the status, want the running front %d", w.PID, front)
	}
	if status := s.MustWait(again, 10*time.Second); status != 0 {
		t.Errorf("the second start ended with %d: %s", status, again.Output())
	}
	s.Eyes().Wait(Query{PID: front, Role: "push button", Name: TrayClipboard}, 5*time.Second)
	s.Hands().Key("Escape")
	w.WaitGone()

	s.StartTrayHost().WaitItem(20*time.Second).WaitLine(TrayStatus, 10*time.Second)
}

// Where the library for tray icons is missing or broken there is no tray, and
// all else is as it was: a link gets its window.
func TestWithoutTrayLibrary(t *testing.T) {
	broken := t.TempDir()
	if err := os.WriteFile(filepath.Join(broken, "libayatana-appindicator3.so.1"), []byte("no library"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := Start(t, WithEnv("LD_LIBRARY_PATH="+broken))
	s.StartTrayHost()
	p, zoom := install(t, s)
	p.Configure(Quick)
	s.Eyes()
	s.Run(s.Command(p.Binary, "open", "--", clipboardLink))
	w := p.Window(AskZoom)
	w.Press(ButtonJoin)
	checkStart(t, zoom.WaitStart(20*time.Second), zoom.Program, clipboardLink)
	w.WaitGone()
	// It goes on for the next one.
	s.Run(s.Command(p.Binary, "run"))
	w = p.Window(Status)
	s.Hands().Key("Escape")
	w.WaitGone()
}
