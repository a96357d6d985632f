//go:build linux && e2e

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// A native client without a camera, with the real bubblewrap and bus proxy,
// the real window and a stand-in for Zoom that records what it sees.

const zoomSays = "✓ Zoom is started without a camera and cannot open one."

// zoomProduct is Vestibule, registered, with Zoom as the only client. Zoom goes
// on once it is started.
func zoomProduct(t *testing.T) (*Session, *Product, *Standin) {
	t.Helper()
	s := Start(t)
	s.StartSound()
	p, zoom := install(t, s)
	zoom.Stay()
	p.Configure(Quick)
	return s, p, zoom
}

// camera plugs one in: a node in the machine's own /dev, since that is what
// the product hides. It opens as /dev/null does.
func camera(t *testing.T, number int) string {
	t.Helper()
	name := fmt.Sprintf("video%d%d", os.Getpid(), number)
	path := filepath.Join("/dev", name)
	if err := unix.Mknod(path, unix.S_IFCHR|0o600, int(unix.Mkdev(1, 3))); err != nil {
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatalf("making a camera: %v", err)
		}
	}
	t.Cleanup(func() { os.Remove(path) })
	return name
}

// dev is what the process has in its /dev now.
func dev(t *testing.T, pid int) []string {
	t.Helper()
	list, err := os.ReadDir(fmt.Sprintf("/proc/%d/root/dev", pid))
	if err != nil {
		t.Fatalf("looking with the eyes of process %d: %v", pid, err)
	}
	var out []string
	for _, item := range list {
		out = append(out, item.Name())
	}
	return out
}

func cameras(names []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		return !strings.HasPrefix(name, "video") && !strings.HasPrefix(name, "media") && name != "v4l" && name != "bus"
	})
}

// checkGuarded checks a start in the guard: no camera, not even one that comes
// while it runs, and all that a meeting needs.
func checkGuarded(t *testing.T, start Started, plugged string) {
	t.Helper()
	if !start.Guarded {
		t.Error("Zoom was started outside the guard")
	}
	if got := cameras(start.Dev); len(got) > 0 {
		t.Errorf("Zoom saw %v", got)
	}
	later := camera(t, 9)
	if got := cameras(dev(t, start.PID)); len(got) > 0 {
		t.Errorf("after one was plugged in Zoom sees %v", got)
	}
	if here := dev(t, os.Getpid()); !slices.Contains(here, plugged) || !slices.Contains(here, later) {
		t.Errorf("there are no cameras, so that this proves nothing: %v", cameras(here))
	}
	for what, said := range start.Reach {
		if said != "ok" {
			t.Errorf("Zoom cannot reach the %s: %s", what, said)
		}
	}
}

// A click, the window, Join: Zoom runs, and there is no camera for it.
// "Rejoin with camera" asks, closes it and starts it with one.
func TestNativeWithoutACamera(t *testing.T) {
	s, p, zoom := zoomProduct(t)
	host := s.StartTrayHost()
	plugged := camera(t, 0)
	b := s.Browse(s.Page(pageTitle, zoomLink), pageTitle)
	b.ClickLink(pageTitle)
	b.Accept(b.Offer())
	w := p.Window(AskZoom)
	watched := watchSockets(t, p)
	w.WaitArmed(ButtonJoin)
	for _, want := range []string{zoomSays, "Camera later: “Rejoin with camera” in the tray"} {
		if !w.says(want) {
			t.Errorf("the window does not say %q; it says %q", want, w.Words())
		}
	}
	w.Press(ButtonJoin)
	first := zoom.WaitStart(20 * time.Second)
	w.WaitGone()
	checkStart(t, first, zoom.Program, zoomClean)
	checkGuarded(t, first, plugged)
	opener, front := p.Processes()
	watched.check(opener, front)
	if _, err := os.Lstat(filepath.Join(s.Runtime, "vestibule-guard")); err == nil {
		t.Error("the socket of the guard's bus has a name outside")
	}

	tray := host.WaitItem(20 * time.Second)
	tray.Click(TrayRejoinCamera)
	w = p.Window(AskZoom)
	w.WaitArmed(ButtonJoin)
	if !w.On(SwitchCamera) || !w.says("You asked to rejoin with the camera") || !w.says("It is closed first, by force if it stays") {
		t.Errorf("camera %v; it says %q", w.On(SwitchCamera), w.Words())
	}
	if n := len(zoom.Starts()); n != 1 || !Alive(first.PID) {
		t.Fatalf("before the answer Zoom was started %d times, alive %v", n, Alive(first.PID))
	}
	w.Press(ButtonJoin)
	second := zoom.WaitStart(20 * time.Second)
	w.WaitGone()
	checkStart(t, second, zoom.Program, zoomClean)
	if second.Guarded || !slices.Contains(second.Dev, plugged) {
		t.Errorf("with the camera: guarded %v, it sees %v", second.Guarded, cameras(second.Dev))
	}
	if !WaitGone(first.PID, 10*time.Second) {
		t.Error("the one without a camera goes on")
	}
	tray.WaitMenu("no more "+TrayRejoinCamera, 10*time.Second, func(menu []MenuItem) bool {
		return len(menu) > 0 && !slices.ContainsFunc(menu, func(m MenuItem) bool {
			return m.Visible && strings.HasPrefix(m.Label, TrayRejoinCamera)
		})
	})
	waitNoZombie(t, opener)
}

// The end of Vestibule, even by force, ends no meeting, and takes nothing from
// the one that goes on. What comes after knows that it is guarded.
func TestOurEndLeavesTheMeeting(t *testing.T) {
	s, p, zoom := zoomProduct(t)
	plugged := camera(t, 0)
	p.Open(zoomLink)
	p.Window(AskZoom).Press(ButtonJoin)
	start := zoom.WaitStart(20 * time.Second)
	opener, front := p.Processes()
	s.Kill(front)
	s.Kill(opener)
	for _, pid := range []int{opener, front} {
		if !WaitGone(pid, 10*time.Second) {
			t.Errorf("process %d goes on", pid)
		}
	}
	s.WaitNoName(BusName, 10*time.Second)
	if !Alive(start.PID) {
		t.Fatal("the meeting ended")
	}
	checkGuarded(t, start, plugged)
	if !slices.ContainsFunc(Descendants(os.Getpid()), func(q Process) bool {
		return q.State != "Z" && filepath.Base(Executable(q.PID)) == "xdg-dbus-proxy"
	}) {
		t.Error("its bus ended")
	}

	// The next link: it runs in the guard, so that this holds; with the camera
	// it is closed first.
	p.Open("zoommtg://zoom.us/join?confno=99988877766")
	w := p.Window(AskZoom)
	w.WaitArmed(ButtonJoin)
	if !w.says(zoomSays) {
		t.Errorf("it says %q", w.Words())
	}
	w.Toggle(SwitchCamera)
	w.WaitArmed(ButtonJoin)
	if !w.says("It is closed first, by force if it stays") {
		t.Errorf("with the camera it says %q", w.Words())
	}
	w.Press(ButtonJoin)
	next := zoom.WaitStart(20 * time.Second)
	if next.Guarded || !WaitGone(start.PID, 10*time.Second) {
		t.Errorf("guarded %v, the earlier one alive %v", next.Guarded, Alive(start.PID))
	}
}

// Zoom runs already, outside the guard: nothing is claimed. Picked, it is
// asked to close, and starts without a camera.
func TestRunningOutsideIsNotClaimed(t *testing.T) {
	s, p, zoom := zoomProduct(t)
	plugged := camera(t, 0)
	outside := s.Run(s.Command(zoom.Program, "already"))
	zoom.WaitStart(20 * time.Second)
	p.Open(zoomLink)
	w := p.Window(AskZoom)
	w.WaitArmed(ButtonJoin)
	if w.says("cannot open") || !w.says("Zoom cannot be guarded now: it runs already, and can use the camera") {
		t.Errorf("it says %q", w.Words())
	}
	if out := s.Output(p.Binary, "explain", zoomLink); !strings.Contains(out, "Zoom: it runs already, and can use the camera") ||
		!strings.Contains(out, "closed and started again") || strings.Contains(out, "off: blocked") {
		t.Errorf("explain says:\n%s", out)
	}
	w.Choose(1) // "Restart Zoom without camera"
	s.Eyes().Wait(Query{PID: w.PID, Role: "label", Prefix: "Zoom runs now. It is asked to close first"}, 10*time.Second)
	if !w.says("✓ Once restarted, Zoom has no camera and cannot open one.") {
		t.Errorf("picked, it says %q", w.Words())
	}
	w.WaitArmed(ButtonJoin)
	if !Alive(outside.PID) {
		t.Fatal("it was closed before the answer")
	}
	w.Press(ButtonJoin)
	start := zoom.WaitStart(20 * time.Second)
	if Alive(outside.PID) {
		t.Error("two run")
	}
	checkStart(t, start, zoom.Program, zoomClean)
	checkGuarded(t, start, plugged)
}

// One that is started between the question and the answer: nothing opens.
func TestNativeGuardIsLookedAtOnceMore(t *testing.T) {
	s, p, zoom := zoomProduct(t)
	asked := p.Ask(zoomLink)
	w := p.Window(AskZoom)
	w.WaitArmed(ButtonJoin)
	if !w.says(zoomSays) {
		t.Fatalf("it says %q", w.Words())
	}
	outside := s.Run(s.Command(zoom.Program, "already"))
	zoom.WaitStart(20 * time.Second)
	w.Press(ButtonJoin)
	w = p.Window("The Zoom meeting did not open")
	if !w.says("it runs already") {
		t.Errorf("it says %q", w.Words())
	}
	if status := s.MustWait(asked, 20*time.Second); status != 1 {
		t.Errorf("whoever waited was told %d", status)
	}
	if n := len(zoom.Starts()); n != 1 || !Alive(outside.PID) {
		t.Errorf("%d starts, the person's own alive %v", n, Alive(outside.PID))
	}
}

// Where bubblewrap is forbidden, nothing is claimed and the reason is there.
func TestGuardThatDoesNotWork(t *testing.T) {
	s, p, _ := zoomProduct(t)
	s.WriteFile(filepath.Join(s.Bin, "bwrap"), "#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n", 0o700)
	p.Open(zoomLink)
	w := p.Window(AskZoom)
	w.WaitArmed(ButtonJoin)
	if w.says("cannot open") || !w.says("Zoom cannot be guarded now: bubblewrap cannot start: bwrap: No permissions to create new namespace") {
		t.Errorf("it says %q", w.Words())
	}
}

// TestGuardedClientThatCannotRun: bubblewrap starts, and what it is to run does
// not. Whoever waits is told that nothing opened.
func TestGuardedClientThatCannotRun(t *testing.T) {
	s, p, zoom := zoomProduct(t)
	asked := p.Ask(zoomLink)
	w := p.Window(AskZoom)
	w.WaitArmed(ButtonJoin)
	if !w.says(zoomSays) {
		t.Fatalf("it says %q", w.Words())
	}
	program, err := os.ReadFile("/usr/bin/true")
	if err != nil {
		t.Fatal(err)
	}
	// The loader it names is not there.
	s.WriteFile(zoom.Program, strings.Replace(string(program), "/ld-linux", "/no-linux", 1), 0o700)
	w.Press(ButtonJoin)
	w = p.Window("The Zoom meeting did not open")
	if !w.says("it ended at once") {
		t.Errorf("it says %q", w.Words())
	}
	if status := s.MustWait(asked, 20*time.Second); status != 1 {
		t.Errorf("whoever waited was told %d", status)
	}
	if n := len(zoom.Starts()); n != 0 {
		t.Errorf("%d starts", n)
	}
}
