package tray

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

var usual = State{Line: "Camera starts off, microphone muted"}

// usualMenu is what the menu reads in that state.
var usualMenu = []string{
	"(Camera starts off, microphone muted)",
	"Join link from clipboard",
	"---",
	"[ ] Camera on when joining",
	"[ ] Microphone on when joining",
	"Pause for an hour",
	"Pause until tomorrow",
	"---",
	"Open configuration",
	"Status",
	"Quit",
}

func TestMenuOnTheBus(t *testing.T) {
	d := startDesktop(t)
	h := startHost(t, d)
	c := startChild(t, d)
	h.attach(c)
	c.set(usual)
	h.awaitLayout(usualMenu)

	everything := State{
		Line: "Paused until 15:40", Unmute: "Microphone muted by Vestibule (unmute)", Rejoin: "Weekly_Sync & more", AskAgain: "Zoom 812 3456 7890",
		Camera: true, MicrophoneLocked: true, Paused: true,
	}
	c.set(everything)
	h.awaitLayout([]string{
		"(Paused until 15:40)",
		"Microphone muted by Vestibule (unmute)",
		"Join link from clipboard",
		"Rejoin Weekly__Sync & more", // an underline is written twice on the bus
		"Ask again: Zoom 812 3456 7890",
		"---",
		"[x] Camera on when joining",
		"([ ] Microphone on when joining (set by your organisation))",
		"Resume",
		"---",
		"Open configuration",
		"Status",
		"Quit",
	})
	c.set(usual)
	h.awaitLayout(usualMenu)
}

// TestEachClickArrivesOnce clicks every item, some of them in quick
// succession.
func TestEachClickArrivesOnce(t *testing.T) {
	d := startDesktop(t)
	h := startHost(t, d)
	c := startChild(t, d)
	h.attach(c)
	c.set(State{Line: "x", Unmute: "Muted", Rejoin: "A", RejoinCamera: "C", AskAgain: "B"})
	for _, click := range []struct {
		label string
		want  Item
	}{
		{"Muted", Unmute},
		{"Join link from clipboard", JoinFromClipboard},
		{"Rejoin A", Rejoin},
		{"Rejoin with camera: C", RejoinCamera},
		{"Ask again: B", AskAgain},
		{"Camera on when joining", Camera},
		{"Microphone on when joining", Microphone},
		{"Pause for an hour", PauseHour},
		{"Pause until tomorrow", PauseTomorrow},
		{"Open configuration", OpenConfiguration},
		{"Status", ShowStatus},
		{"Quit", QuitItem},
	} {
		h.awaitLayout(withRejoin)
		h.click(click.label)
		c.expect(string(click.want))
		h.awaitLayout(withRejoin) // a click changes nothing by itself
	}
	for range 40 {
		h.click("Status")
	}
	h.click("Quit")
	counted := map[string]int{}
	for range 41 {
		counted[c.next()]++
	}
	if counted["status"] != 40 || counted["quit"] != 1 {
		t.Errorf("40 clicks on Status and one on Quit arrived as %v", counted)
	}
	c.in.Close() // ends the child, which says so next: no click was left over
	c.expect("ended")
}

var withRejoin = append([]string{
	"(x)", "Muted", "Join link from clipboard", "Rejoin A", "Rejoin with camera: C", "Ask again: B",
}, usualMenu[2:]...)

// TestStateSetAgainSendsNoSignal counts what the menu sends until the child is
// gone from the bus. TestSetTouchesOnlyWhatChanged holds the same one floor
// higher, where libdbusmenu cannot hide an update that changes nothing.
func TestStateSetAgainSendsNoSignal(t *testing.T) {
	d := startDesktop(t)
	for _, c := range []struct {
		name  string
		then  State
		reads []string
		quiet bool
	}{
		{"the same", usual, usualMenu, true},
		{"another", State{Line: "x", Unmute: "Muted", Rejoin: "A", RejoinCamera: "C", AskAgain: "B"}, withRejoin, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := startHost(t, d)
			p := startChild(t, d)
			h.attach(p)
			p.set(usual)
			h.awaitLayout(usualMenu)
			h.settle()
			for range 200 {
				p.set(c.then)
			}
			h.awaitLayout(c.reads)
			p.in.Close()
			p.expect("ended")
			if names, signals := h.settle(); (signals == 0) != c.quiet {
				t.Errorf("%d signals: %v", signals, names)
			}
		})
	}
}

// settle takes the signals of the menu until none has come for a while. The
// while costs time, never a verdict: a signal that comes later counts for the
// next.
func (h *host) settle() (names []string, signals int) {
	for {
		select {
		case s := <-h.sigs:
			if strings.HasPrefix(s.Name, "com.canonical.dbusmenu.") {
				names = append(names, s.Name)
			}
		case <-time.After(300 * time.Millisecond):
			return names, len(names)
		}
	}
}

func TestTrayAttachesToALateHost(t *testing.T) {
	d := startDesktop(t)
	c := startChild(t, d)
	c.set(usual)
	h := startHost(t, d)
	h.attach(c)
	h.awaitLayout(usualMenu)
}

// TestIconFileIsTakenAway looks for what is left after each way to end.
func TestIconFileIsTakenAway(t *testing.T) {
	d := startDesktop(t)
	h := startHost(t, d)
	icons := func() []string {
		found, err := filepath.Glob(filepath.Join(d.runtimeDir, "vestibule-tray-*", "systray_*"))
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	run := func(end func(*child)) {
		t.Helper()
		c := startChild(t, d)
		h.attach(c)
		c.set(usual)
		h.awaitLayout(usualMenu)
		name, err := h.icon.GetProperty("org.kde.StatusNotifierItem.IconName")
		if err != nil {
			t.Fatal(err)
		}
		path := name.Value().(string)
		if found := icons(); len(found) != 1 || path != found[0] {
			t.Fatalf("icon on the bus %q, files %q", path, found)
		}
		if info, err := os.Stat(filepath.Dir(path)); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("folder of the icon: %v, %v", info, err)
		}
		end(c)
		c.cmd.Wait()
	}
	run(func(c *child) { c.in.Close(); c.expect("ended") })
	if left := icons(); len(left) != 0 {
		t.Errorf("after Quit: %q", left)
	}
	run(func(c *child) { c.cmd.Process.Signal(syscall.SIGTERM) })
	if left := icons(); len(left) != 0 {
		t.Errorf("after SIGTERM: %q", left)
	}
	run(func(c *child) { c.cmd.Process.Kill() })
	killed := icons()
	if len(killed) != 1 {
		t.Fatalf("after SIGKILL: %q", killed)
	}
	run(func(c *child) { c.in.Close(); c.expect("ended") }) // sees one file: its own
	entries, err := os.ReadDir(d.runtimeDir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), folderPrefix) {
			t.Errorf("left over: %s", e.Name())
		}
	}
}

func TestPausedIconIsAnother(t *testing.T) {
	d := startDesktop(t)
	h := startHost(t, d)
	c := startChild(t, d)
	h.attach(c)
	read := func() string {
		t.Helper()
		name, err := h.icon.GetProperty("org.kde.StatusNotifierItem.IconName")
		if err != nil {
			t.Fatal(err)
		}
		data, _ := os.ReadFile(name.Value().(string)) // between two icons there is none
		return string(data)
	}
	c.set(usual)
	h.awaitLayout(usualMenu)
	if !await(t, func() bool { return read() == string(normalIcon) }) {
		t.Error("icon is not the normal one")
	}
	c.set(State{Line: "Paused", Paused: true})
	if !await(t, func() bool { return read() == string(pausedIcon) }) {
		t.Error("icon is not the paused one")
	}
}
