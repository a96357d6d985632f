//go:build linux && cgo

package gtk

import (
	"bufio"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vestibule/internal/consent"
)

// The tests bring their own display, window manager and bus: the window is a
// real one, driven by real keys and by the accessibility bus.
var (
	window *View
	events = make(chan consent.Event, 4096)
)

func TestMain(m *testing.M) {
	room, err := os.MkdirTemp("", "vestibule-gtk")
	if err != nil {
		log.Fatal(err)
	}
	var started []*exec.Cmd
	finish := func() {
		for _, c := range started {
			c.Process.Kill()
			c.Wait()
		}
		os.RemoveAll(room)
	}
	fail := func(err error) {
		finish()
		log.Fatal(err)
	}
	for _, k := range []string{"GTK_THEME", "WAYLAND_DISPLAY", "NO_AT_BRIDGE", "GDK_DPI_SCALE", "GDK_SCALE"} {
		os.Unsetenv(k)
	}
	for _, e := range [][2]string{{"HOME", room}, {"XDG_RUNTIME_DIR", room}, {"XDG_CONFIG_HOME", filepath.Join(room, "config")}, {"GDK_BACKEND", "x11"}, {"LC_ALL", "C.UTF-8"}} {
		os.Setenv(e[0], e[1])
	}
	if err := drawPNG(filepath.Join(room, ".local/share/icons/hicolor/48x48/apps/org.example.Mail.png"), 48); err != nil {
		fail(err)
	}
	os.Setenv("XDG_DATA_HOME", filepath.Join(room, ".local/share"))
	start := func(extra *os.File, name string, args ...string) {
		c := exec.Command(name, args...)
		if extra != nil {
			c.ExtraFiles = []*os.File{extra}
		}
		if err := c.Start(); err != nil {
			fail(fmt.Errorf("starting %s: %w", name, err))
		}
		started = append(started, c)
		extra.Close()
	}
	// said starts a program that says on descriptor 3 where it is.
	said := func(name string, args ...string) string {
		r, w, err := os.Pipe()
		if err != nil {
			fail(err)
		}
		start(w, name, args...)
		line, err := bufio.NewReader(r).ReadString('\n')
		if err != nil {
			fail(fmt.Errorf("reading what %s says: %w", name, err))
		}
		return strings.TrimSpace(line)
	}
	// Without -noreset the display starts over whenever its last client goes.
	os.Setenv("DISPLAY", ":"+said("Xvfb", "-displayfd", "3", "-noreset", "-screen", "0", "1280x1000x24", "-nolisten", "tcp"))
	os.Setenv("DBUS_SESSION_BUS_ADDRESS", said("dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=3"))
	start(nil, "openbox")
	for late := time.Now().Add(30 * time.Second); !managed(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(late) {
			fail(errors.New("waiting for openbox: it does not manage the display"))
		}
	}
	if err := Init(); err != nil {
		fail(err)
	}
	window = New(func(e consent.Event) { events <- e })
	code := 1
	go func() {
		code = m.Run()
		Quit()
	}()
	Loop()
	finish()
	os.Exit(code)
}

// managed tells whether a window manager owns the display.
func managed() bool {
	out, _ := exec.Command("xprop", "-root", "_NET_SUPPORTING_WM_CHECK").Output()
	return strings.Contains(string(out), "window id")
}

// pageNumber is of the page that was shown last.
var pageNumber uint64

// show shows a page and waits until it has the focus. The window is hidden
// when the test ends.
func show(t *testing.T, p consent.Page) uint64 {
	t.Helper()
	pageNumber++
	number := pageNumber
	window.Show(number, p, "")
	t.Cleanup(window.Hide)
	wait(t, number, consent.Mapped)
	wait(t, number, consent.Focused)
	return number
}

// arm makes the armed buttons live or dead, and returns once they are.
func arm(number uint64, ready bool, suffix string) {
	window.Arm(number, ready, suffix)
	onLoop(func() {})
}

// wait reads events until the kind of the page comes, and gives those before
// it. Events of other pages are none.
func wait(t *testing.T, number uint64, kind consent.EventKind) (before []consent.Event) {
	t.Helper()
	e, before := await(t, number, kind)
	_ = e
	return before
}

func await(t *testing.T, number uint64, kind consent.EventKind) (e consent.Event, before []consent.Event) {
	t.Helper()
	late := time.After(30 * time.Second)
	for {
		select {
		case e := <-events:
			if e.Page != number {
				continue
			}
			if e.Kind == kind {
				return e, before
			}
			before = append(before, e)
		case <-late:
			t.Fatalf("no event of kind %d came; before: %+v", kind, before)
		}
	}
}

// onLoop runs f on the main loop, after all that was asked of it before.
func onLoop(f func()) {
	done := make(chan struct{})
	post(func() { f(); close(done) })
	<-done
}

// untilEscape presses Escape and gives the events before its Dismissed: the
// display delivers keys in order, so all that was caused before has come.
func untilEscape(t *testing.T, number uint64) []consent.Event {
	t.Helper()
	xdotool(t, "key", "Escape")
	return wait(t, number, consent.Dismissed)
}

func of(kind consent.EventKind, list []consent.Event) (some []consent.Event) {
	for _, e := range list {
		if e.Kind == kind {
			some = append(some, e)
		}
	}
	return some
}

func xdotool(t *testing.T, args ...string) string {
	t.Helper()
	return output(t, exec.Command("xdotool", args...))
}

// atspi works the window as a screen reader does.
func atspi(t *testing.T, args ...string) string {
	t.Helper()
	args = append([]string{"testdata/atspi.py", fmt.Sprint(os.Getpid())}, args...)
	return output(t, exec.Command("/usr/bin/python3", args...))
}

func output(t *testing.T, c *exec.Cmd) string {
	t.Helper()
	var stderr strings.Builder
	c.Stderr = &stderr
	out, err := c.Output()
	if err != nil {
		t.Fatalf("running %v: %v\n%s", c.Args, err, stderr.String())
	}
	return strings.TrimRight(string(out), "\n")
}

// click moves the pointer to the middle of the named object and clicks.
func click(t *testing.T, name string) {
	t.Helper()
	at := strings.Fields(atspi(t, "middle", name))
	xdotool(t, "mousemove", at[0], at[1], "click", "1")
}

func question() consent.Page {
	return consent.Page{
		Badge: "J", Title: "Join this Jitsi meeting?", Host: consent.Host("meet.jit.si"), Meeting: "WeeklySync", Opener: "Opened by Chromium",
		Camera: &consent.Row{
			Title: "Camera", Icon: consent.CameraOff, Now: "Logitech C920.", NowStrong: "OBS Studio uses it now.", Label: "Camera on when joining",
			Assurance: "Starts off. The link asks Jitsi not to open it.", Tone: consent.Neutral, Why: "Jitsi documents the switch.", Ask: "Why?", AskName: "Why? Camera",
		},
		Microphone: &consent.Row{
			Title: "Microphone", Icon: consent.MicOff, Now: "Built-in Audio, not muted", Label: "Microphone on when joining",
			Assurance: "⚠ Nobody vouches for it.", Tone: consent.Warn, Locked: true, Note: "Off is set by your organisation.",
		},
		Open:    &consent.OpenRow{Title: "Open with", Note: "Camera later: the meeting’s own button", Choices: []string{"Firefox", "Chromium"}, Label: "What opens it"},
		Buttons: []consent.Button{{ID: "no", Label: "Don’t join", Safe: true}, {ID: "yes", Label: "Join", Suggested: true, Armed: true}},
	}
}
