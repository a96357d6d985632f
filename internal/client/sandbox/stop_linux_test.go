package sandbox

import (
	"context"
	"errors"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// hand is a clock that a test moves.
type hand struct {
	tick  chan time.Time
	asked chan time.Duration
}

func newHand() *hand { return &hand{make(chan time.Time), make(chan time.Duration, 1)} }

func (h *hand) After(d time.Duration) <-chan time.Time {
	h.asked <- d
	return h.tick
}

func alive(pid int) bool {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	_, rest, _ := strings.Cut(string(b), ") ")
	return err == nil && !strings.HasPrefix(rest, "Z")
}

func TestStopAsksFirst(t *testing.T) {
	r := newRoom(t)
	g := r.guard()
	h := newHand() // never ticks: nothing may be killed
	g.Clock, g.Patience = h, time.Minute
	s := r.start(g)
	r.ask(ask{About: true})
	r.must(g.Stop(t.Context(), s.PID))
	if d := <-h.asked; d != time.Minute {
		t.Errorf("it waits %v", d)
	}
	if _, err := os.Stat(r.vars["HOME"] + "/closed"); err != nil {
		t.Error("the client was not asked to close")
	}
	if alive(s.PID) {
		t.Error("it is still there")
	}
	r.must(g.Stop(t.Context(), s.PID)) // ended already
}

// A client that does not close, and a process of it that left its session, are
// ended when the time is over and not before.
func TestStopEndsInTime(t *testing.T) {
	r := newRoom(t)
	g := r.guard()
	h := newHand()
	g.Clock = h
	s := r.start(g)
	child := r.ask(ask{Stubborn: true, Child: true}).Child
	if !alive(child) {
		t.Fatal("no child")
	}
	stopped := make(chan error, 1)
	go func() { stopped <- g.Stop(context.Background(), s.PID) }()
	if d := <-h.asked; d != patience {
		t.Errorf("it waits %v", d)
	}
	r.ask(ask{About: true}) // it got the signal and goes on
	if !alive(s.PID) || !alive(child) {
		t.Error("ended before its time")
	}
	h.tick <- time.Time{}
	r.must(<-stopped)
	r.waitFor("the end of the client and its child", func() bool { return !alive(s.PID) && !alive(child) })
}

// Whatever led there, the processes of the whole machine are never a client's.
func TestOwnNamespaceIsNoClient(t *testing.T) {
	our, err := mountNamespace("self")
	if err != nil {
		t.Fatal(err)
	}
	for _, space := range []string{our, ""} {
		if got := processesIn(space); len(got) != 0 {
			t.Errorf("%q: %d processes", space, len(got))
		}
	}
}

// A process that is in no guard is left alone.
func TestStopLeavesOthersAlone(t *testing.T) {
	r := newRoom(t)
	cmd := r.serve(nil, "sleep", "1000")
	for _, pid := range []int{cmd.Process.Pid, os.Getpid(), 1, 0, -1} {
		if err := r.guard().Stop(t.Context(), pid); !errors.Is(err, errNotGuarded) {
			t.Errorf("%d: %v", pid, err)
		}
	}
	// Neither is one in another's sandbox.
	other := r.serve(nil, "bwrap", "--unshare-user", "--bind", "/", "/", "sleep", "1000")
	r.waitFor("the other sandbox", func() bool {
		n := strconv.Itoa(other.Process.Pid)
		out, _ := os.ReadFile("/proc/" + n + "/task/" + n + "/children")
		pid, err := strconv.Atoi(strings.TrimSpace(string(out)))
		exe, _ := os.Readlink("/proc/" + strconv.Itoa(pid) + "/exe")
		if err != nil || !strings.HasSuffix(exe, "/sleep") {
			return false
		}
		if err := r.guard().Stop(t.Context(), pid); !errors.Is(err, errNotGuarded) {
			t.Errorf("another's sandbox: %v", err)
		}
		return true
	})
	if !alive(cmd.Process.Pid) {
		t.Error("a stranger was ended")
	}
}
