//go:build linux && gnustep

package mac

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

const weekly = "https://meet.jit.si/WeeklySync?x=1#config.startWithVideoMuted=false"

// asked starts the program with a link, and waits until the panel can be
// answered.
func asked(t *testing.T) *daemon {
	t.Helper()
	d := start(t, newHome(t), "run")
	d.send("0 " + weekly)
	if line := d.until("show "); line != "show Join this Jitsi Meet meeting? | Opened by an unknown program" {
		t.Errorf("%q", line)
	}
	d.until("live")
	return d
}

// TestALinkIsJoined: the link, the real panel, a press of its button, and the
// browser, which gets exactly one argument.
func TestALinkIsJoined(t *testing.T) {
	d := asked(t)
	d.answer(func() { d.click(joinLeft) }, "hidden")
	for late := time.Now().Add(30 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		b, err := os.ReadFile(d.started)
		if err == nil {
			if want := "1\nhttps://meet.jit.si/WeeklySync#config.startWithVideoMuted=true&config.startWithAudioMuted=true&config.disableInitialGUM=true&config.prejoinConfig.enabled=true\n"; string(b) != want {
				t.Errorf("started with %q, not %q", b, want)
			}
			break
		}
		if time.Now().After(late) {
			t.Fatal("the browser was not started")
		}
	}
	if err := d.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if said := d.end(); !strings.HasSuffix(said, "ended") {
		t.Errorf("%v: %s\n%s", d.cmd.ProcessState, said, d.errors.String())
	}
	d.leftNothing()
}

// TestOtherEndingsAreNotJoined: whatever else ends the question starts nothing.
func TestOtherEndingsAreNotJoined(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(d *daemon)
		ends bool // the program too
	}{
		"the other button":     {func(d *daemon) { d.click(noLeft) }, false},
		"Escape":               {func(d *daemon) { d.press("Escape") }, false},
		"the window closed":    {func(d *daemon) { d.press("alt+F4") }, false},
		"killed":               {func(d *daemon) { _ = d.cmd.Process.Kill() }, true},
		"ended by a signal":    {func(d *daemon) { _ = d.cmd.Process.Signal(syscall.SIGHUP) }, true},
		"Quit, or logging out": {func(d *daemon) { d.send("terminate now") }, true},
	} {
		t.Run(name, func(t *testing.T) {
			d := asked(t)
			if c.ends {
				c.do(d)
			} else {
				d.answer(func() { c.do(d) }, "hidden")
				d.nothingStarted()
				if err := d.cmd.Process.Signal(syscall.SIGTERM); err != nil {
					t.Fatal(err)
				}
			}
			d.end()
			d.nothingStarted()
			if name != "killed" {
				d.leftNothing()
				return
			}
			// What a killed one left keeps nobody out.
			again := start(t, d.home, "run")
			again.send("0 " + weekly)
			again.until("show Join this")
			again.nothingStarted()
		})
	}
}

// TestSeveralAtOnceAreAskedInTurn: links that come together become one question
// each, in their order.
func TestSeveralAtOnceAreAskedInTurn(t *testing.T) {
	d := start(t, newHome(t), "run")
	for _, link := range []string{weekly, weekly, "https://whereby.com/team", "https://zoom.us.example.net/j/1"} {
		d.send("0 " + link)
	}
	d.until("show Join this Jitsi Meet meeting?")
	d.until("live")
	d.answer(func() { d.click(noLeft) }, "show Join this Whereby meeting?")
	d.until("live")
	d.answer(func() { d.press("Escape") }, "hidden")
	d.nothingStarted()
}

// TestOneProgramAtATime: a second one gives way to the first.
func TestOneProgramAtATime(t *testing.T) {
	d := asked(t)
	second := start(t, d.home, "run")
	second.until("another runs")
	second.end()
	if running, _ := filepath.Glob(filepath.Join(d.home, "Support", "Vestibule", "running.lock")); len(running) != 1 {
		t.Error("the second took the first one's place")
	}
	d.nothingStarted()
}

// TestPractice: a question of its own that ends in "nothing was opened".
func TestPractice(t *testing.T) {
	d := start(t, newHome(t), "try")
	id, _, _ := d.window()
	d.xdotool("windowfocus", "--sync", id)
	// One is no, and one more takes away what that came to. A key that comes as
	// soon as the panel has the keyboard was meant for another window.
	d.answer(func() { d.press("Escape") }, "ended")
	if said := d.end(); said != "ended 0 <nil>" {
		t.Errorf("%s\n%s", said, d.errors.String())
	}
	d.nothingStarted()
}
