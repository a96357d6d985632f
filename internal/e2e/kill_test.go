//go:build linux && e2e

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"golang.org/x/sys/unix"
)

// Each process that a question needs, killed at each step of it. Whatever
// dies: nothing is joined without the yes, at most once after it, whoever
// waits is told, nothing goes on alone or is left behind, and the next click
// works.

// step is how far the question has come when the kill comes.
type step int

const (
	beforeMap step = iota // the link is handed over, no window yet
	asking                // the window is there, Join is dead
	armed                 // Join is live
	afterYes              // Join was pressed, the client is not started
)

func TestKilledAtEachStep(t *testing.T) {
	for victim, name := range map[string]string{
		"front": "the window's program", "opener": "the opener", "forwarder": "vestibule open",
		"bus": "the session bus", "display": "the X server",
	} {
		for at, when := range map[step]string{beforeMap: "before the window", asking: "while asking", armed: "while armed", afterYes: "after the yes"} {
			t.Run(name+" "+when, func(t *testing.T) { killAt(t, victim, at) })
		}
	}
}

func killAt(t *testing.T, victim string, at step) {
	s := Start(t)
	p, zoom := install(t, s)
	p.Configure(map[step]string{beforeMap: Quick, asking: slow, armed: Quick, afterYes: Quick}[at])
	s.Run(s.Command(p.Binary, "run"))
	opener, front := p.Processes()
	if at == beforeMap {
		s.signal(front, unix.SIGSTOP)
	}
	handedOver := s.watchCalls(BusName)
	asked := p.Ask(zoomLink)
	// A call that came after a death would start Vestibule anew, and be asked.
	handedOver()
	if at != beforeMap {
		w := p.Window(AskZoom)
		w.WaitFocused(ButtonNo)
		if at >= armed {
			w.WaitArmed(ButtonJoin)
		}
		if at == afterYes {
			// The decision waits in the opener's socket.
			s.signal(opener, unix.SIGSTOP)
			w.Press(ButtonJoin)
			s.Eyes().Wait(Query{PID: w.PID, Role: "push button", Prefix: ButtonJoin, Not: []string{"sensitive"}}, 10*time.Second)
		}
	}
	pid := map[string]int{
		"front": front, "opener": opener, "forwarder": asked.PID,
		"display": s.first[0].PID, "bus": s.first[1].PID,
	}[victim]
	s.Kill(pid)
	if !WaitGone(pid, 10*time.Second) {
		t.Fatal("it is not gone")
	}
	switch {
	case at == beforeMap && victim != "front":
		s.signal(front, unix.SIGCONT)
	case at == afterYes && victim != "opener":
		s.signal(opener, unix.SIGCONT)
	}

	status := s.MustWait(asked, 30*time.Second)
	goesOn := victim == "forwarder"
	switch {
	case goesOn && at == afterYes:
		checkStart(t, zoom.WaitStart(20*time.Second), zoom.Program, zoomClean)
		p.s.Eyes().WaitGone(Query{Role: "heading", Name: AskZoom}, 10*time.Second)
	case goesOn && at == beforeMap:
		// Its call may have gone out before it died, or not.
		if len(s.Eyes().Find(Query{Role: "heading", Name: AskZoom})) > 0 {
			p.Window(AskZoom).Press(ButtonNo)
		}
	case goesOn:
		p.Window(AskZoom).Press(ButtonNo)
	default:
		for name, pid := range map[string]int{"opener": opener, "front": front} {
			if !WaitGone(pid, 15*time.Second) {
				t.Errorf("the %s goes on alone", name)
			}
		}
	}
	starts := len(zoom.Starts())
	if starts > 1 || starts == 1 && at != afterYes {
		t.Errorf("Zoom was started %d times", starts)
	}
	if starts == 0 && status == 0 && at != afterYes {
		t.Error("whoever waited was told of a meeting that is none")
	}
	if !goesOn && starts == 0 && status != 5 && status != 1 {
		t.Errorf("whoever waited was told %d: %s", status, asked.Output())
	}

	// What the desktop itself lost it gets again.
	s.restore(victim)
	p.Configure(Quick)
	const next = "zoommtg://zoom.us/join?confno=99988877766"
	asked = p.Ask(next)
	w := p.Window(AskZoom)
	if goesOn && at == beforeMap && !w.says("999 8887 7766") {
		w.Press(ButtonNo) // the first one came after all
		until(t, "the next meeting is asked about", func() bool { return w.says("999 8887 7766") })
	}
	w = p.Window(AskZoom)
	w.Press(ButtonJoin)
	start := zoom.WaitStart(20 * time.Second)
	if at == afterYes && start.Argv[len(start.Argv)-1] == zoomClean {
		// The yes that was given: its client may have been starting still.
		start = zoom.WaitStart(20 * time.Second)
		starts = 1
	}
	checkStart(t, start, zoom.Program, next)
	if n := len(zoom.Starts()); n != starts+1 {
		t.Errorf("in the end Zoom was started %d times, want %d", n, starts+1)
	}
	if status := s.MustWait(asked, 20*time.Second); status != 0 {
		t.Errorf("at the next click whoever waited was told %d: %s", status, asked.Output())
	}
	opener, front = p.Processes()
	s.Terminate(opener)
	for _, pid := range []int{opener, front} {
		if !WaitGone(pid, 10*time.Second) {
			t.Errorf("process %d (%s) does not end", pid, Executable(pid))
		}
	}
	left, _ := filepath.Glob(s.Runtime + "/vestibule*")
	for _, name := range append(left, s.Leftovers()...) {
		t.Errorf("left behind: %s", name)
	}
}

// watchCalls gives a function that waits until the bus has handed a call to the
// owner of a name.
func (s *Session) watchCalls(name string) (wait func()) {
	s.t.Helper()
	conn := s.Dial()
	rules := []string{"type='method_call',destination='" + name + "'"}
	if err := conn.BusObject().Call("org.freedesktop.DBus.Monitoring.BecomeMonitor", 0, rules, uint32(0)).Err; err != nil {
		s.t.Fatalf("watching the bus: %v", err)
	}
	calls := make(chan *dbus.Message, 16)
	conn.Eavesdrop(calls)
	return func() {
		s.t.Helper()
		defer conn.Close()
		for limit := time.After(20 * time.Second); ; {
			select {
			case m := <-calls:
				if m.Type == dbus.TypeMethodCall {
					return
				}
			case <-limit:
				s.t.Fatalf("nobody called %s", name)
			}
		}
	}
}

// restore gives the desktop again what was killed of it.
func (s *Session) restore(victim string) {
	s.t.Helper()
	if victim != "bus" && victim != "display" {
		return
	}
	// What goes on of the old desktop, and the eyes that looked at it.
	old := s.first
	s.first = nil
	if s.eyes != nil {
		end([]int{s.eyes.running.PID}, 3*time.Second)
		s.eyes = nil
	}
	if s.bus != nil {
		_ = s.bus.Close()
		s.bus = nil
	}
	for _, r := range old {
		end([]int{r.PID}, 3*time.Second)
		r.Wait(3 * time.Second)
	}
	number := strings.TrimPrefix(s.Display, ":")
	for _, path := range []string{"/tmp/.X" + number + "-lock", "/tmp/.X11-unix/X" + number, s.Dir + "/openbox-ready", s.Runtime + "/bus"} {
		_ = os.Remove(path)
	}
	s.startDisplay("1280x1024")
	s.startBus()
	s.startWindowManager("")
}
