package sandbox

import (
	"context"
	"errors"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vestibule/internal/client"
)

// A client of the person's own is asked to close, and never ended by force.
func TestCloseAsksAndNoMore(t *testing.T) {
	r := newRoom(t)
	g := r.guard()
	h := newHand()
	g.Clock = h
	r.serve(nil, r.program(), "probe-client", link)
	r.ask(ask{About: true})
	r.must(g.Close(t.Context(), r.target()))
	<-h.asked
	if _, err := os.Stat(r.vars["HOME"] + "/closed"); err != nil {
		t.Error("it was not asked to close")
	}

	stays := r.serve(nil, r.program(), "probe-client", "stay")
	r.waitFor("the one that stays", func() bool { return ignoresTerm(stays.Process.Pid) })
	closed := make(chan error, 1)
	go func() { closed <- g.Close(context.Background(), r.target()) }()
	<-h.asked
	h.tick <- time.Time{}
	if err := <-closed; !errors.Is(err, errStays) {
		t.Errorf("%v", err)
	}
	if !alive(stays.Process.Pid) {
		t.Error("it was ended by force")
	}
	stays.Process.Kill() // it takes no SIGTERM
}

// ignoresTerm says whether a process has come so far that it ignores SIGTERM.
func ignoresTerm(pid int) bool {
	status, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	_, rest, _ := strings.Cut(string(status), "SigIgn:")
	mask, err := strconv.ParseUint(strings.Fields(rest + " x")[0], 16, 64)
	return err == nil && mask&(1<<(syscall.SIGTERM-1)) != 0
}

// Close leaves what is guarded alone, StopAll what is not.
func TestCloseAndStopAllTellApart(t *testing.T) {
	r := newRoom(t)
	g := r.guard()
	s := r.start(g)
	r.ask(ask{About: true})
	outside := r.serve(nil, r.program(), "probe-client", "stay")
	r.waitFor("both", func() bool {
		l, _ := g.Running(r.target())
		return len(l.Outside) == 1 && len(l.Guarded) == 1
	})
	r.must(g.StopAll(t.Context(), r.target()))
	if alive(s.PID) || !alive(outside.Process.Pid) {
		t.Errorf("guarded alive %v, outside alive %v", alive(s.PID), alive(outside.Process.Pid))
	}
	outside.Process.Kill()
	r.waitFor("its end", func() bool { l, _ := g.Running(r.target()); return len(l.Outside) == 0 })
	s = r.again()
	r.must(g.Close(t.Context(), r.target()))
	if !alive(s.PID) {
		t.Error("Close ended the guarded one")
	}
}

// Wait lasts as long as the client, also when the first process was only a
// way to one that runs.
func TestWait(t *testing.T) {
	r := newRoom(t)
	g := r.guard()
	over := func(pid int) chan struct{} {
		done := make(chan struct{})
		go func() {
			defer close(done)
			g.Wait(context.Background(), r.target(), pid)
		}()
		return done
	}
	open := func(done chan struct{}, when string) {
		t.Helper()
		select {
		case <-done:
			t.Errorf("over %s", when)
		default:
		}
	}
	<-over(0) // nothing runs
	s := r.start(g)
	first := over(s.PID) // maybe before the client's program runs
	child := r.ask(ask{Child: true}).Child
	second := over(1 << 22) // whose first process has gone
	open(first, "while it runs")
	r.ask(ask{Exit: true})
	r.waitFor("the end of the first process", func() bool { return !alive(s.PID) })
	open(first, "while a process of it runs")
	open(second, "while a process of it runs")
	p, err := os.FindProcess(child)
	r.must(err)
	r.must(p.Kill())
	<-first
	<-second
}

// What the window is told of a client, in each state that it can be in.
func TestLook(t *testing.T) {
	r := newRoom(t)
	g := r.guard()
	fine := func() string { return "" }
	want := func(when string, target Target, works func() string, want client.Guard) {
		t.Helper()
		if diff := cmp.Diff(want, g.Look(t.Context(), target, works)); diff != "" {
			t.Errorf("%s: %s", when, diff)
		}
	}
	want("nothing runs", r.target(), fine, client.Guard{Client: "probe.desktop"})
	want("forbidden", r.target(), func() string { return "no namespaces" }, client.Guard{Client: "probe.desktop", ClosedWhy: "no namespaces"})
	want("a Flatpak has its own", Target{ID: "f", Argv: []string{"/usr/bin/flatpak", "run", "us.zoom.Zoom", link}},
		func() string { return "no namespaces" }, client.Guard{Client: "f", Flatpak: true})
	want("not known", Target{ID: "x", Argv: []string{"zoom"}}, fine, client.Guard{Client: "x", ClosedWhy: "how it is started is not known"})

	s := r.start(g)
	r.ask(ask{About: true})
	want("guarded", r.target(), fine, client.Guard{Client: "probe.desktop", Inside: true})
	outside := r.serve(nil, r.program(), "probe-client", "stay")
	r.waitFor("both", func() bool { l, _ := g.Running(r.target()); return len(l.Outside) == 1 })
	want("outside too", r.target(), fine, client.Guard{Client: "probe.desktop", Inside: true, Restart: true, ClosedWhy: whyOutside})
	// Where it could not be started in the guard anyway, closing it is no help.
	want("outside and forbidden", r.target(), func() string { return "no namespaces" },
		client.Guard{Client: "probe.desktop", Inside: true, ClosedWhy: "no namespaces"})
	outside.Process.Kill()
	r.must(g.Stop(t.Context(), s.PID))
}

// The try is made once, and waited for no longer than one may.
func TestTrial(t *testing.T) {
	r := newRoom(t)
	var works Trial
	if why := works.Why(t.Context(), r.guard()); why != "" {
		t.Errorf("here: %s", why)
	}
	r.vars["PATH"] = "/nowhere"
	if why := works.Why(t.Context(), r.guard()); why != "" {
		t.Errorf("tried again: %s", why)
	}
	var missing Trial
	if why := missing.Why(t.Context(), r.guard()); why != "looking for bwrap: it is not installed" {
		t.Errorf("without bubblewrap: %q", why)
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	slow := Trial{done: make(chan struct{})}
	slow.once.Do(func() {})
	if why := slow.Why(over, r.guard()); why != "bubblewrap has not answered yet" {
		t.Errorf("while it is tried: %q", why)
	}
}
