//go:build linux && e2e

package e2e

import (
	"fmt"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// socketWatch looks at the daemon's sockets again and again while a test goes
// on, so that one that listens for a moment is seen too.
type socketWatch struct {
	t    *testing.T
	p    *Product
	stop chan struct{}
	done chan struct{}

	looks, sockets int
	bad, guards    map[string]Socket
	pids           map[int]bool
}

func watchSockets(t *testing.T, p *Product) *socketWatch {
	t.Helper()
	w := &socketWatch{
		t: t, p: p, stop: make(chan struct{}), done: make(chan struct{}),
		bad: map[string]Socket{}, guards: map[string]Socket{}, pids: map[int]bool{},
	}
	opener, front := p.Processes()
	go func() {
		defer close(w.done)
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			w.look(opener, front)
			select {
			case <-w.stop:
				return
			case <-tick.C:
			}
		}
	}()
	return w
}

func (w *socketWatch) look(opener, front int) {
	for _, pid := range WithDescendants(opener, front) {
		found, err := Sockets(pid)
		if err != nil {
			continue // it ended meanwhile
		}
		w.pids[pid] = true
		w.sockets += len(found)
		for _, s := range found {
			// Anything but a UNIX socket that cannot be connected to. Those
			// that no table lists, netlink and the like, have no listeners.
			if w.ofGuard(s) {
				w.guards[s.Inode] = s
				continue
			}
			if s.Listening || s.Table != "unix" && s.Table != "" {
				w.bad[s.Inode] = s
			}
		}
	}
	w.looks++
}

// ofGuard says whether a socket is the one that may listen: the session bus of
// a guarded client, in a folder that only the person can enter.
func (w *socketWatch) ofGuard(s Socket) bool {
	return s.Listening && s.Table == "unix" && filepath.Base(Executable(s.PID)) == "xdg-dbus-proxy" &&
		strings.HasPrefix(s.Name, filepath.Join(w.p.s.Runtime, "vestibule-guard")+"/")
}

// check ends the watch and fails the test for each bad socket, and if the
// watch saw nothing at all.
func (w *socketWatch) check(pids ...int) {
	w.t.Helper()
	for _, bad := range w.end() {
		w.t.Errorf("a socket that it may not have: %s", bad)
	}
	// Its name went when the client had it.
	for _, s := range w.guards {
		if conn, err := net.Dial("unix", s.Name); err == nil {
			conn.Close()
			w.t.Errorf("the bus of the guard can be reached from outside: %s", s)
		}
	}
	for _, pid := range pids {
		if !w.pids[pid] {
			w.t.Errorf("the sockets of process %d were never looked at", pid)
		}
	}
	if w.sockets == 0 {
		w.t.Error("not one socket was seen: there must be those of the bus and the display")
	}
}

func (w *socketWatch) end() map[string]Socket {
	select {
	case <-w.done:
	default:
		close(w.stop)
		<-w.done
	}
	return w.bad
}

func (w *socketWatch) summary() string {
	but := ""
	if len(w.guards) > 0 {
		but = " but the guarded client's own way to the session bus, whose name nobody else can see"
	}
	return fmt.Sprintf("%d looks at %d processes found no listening socket%s, no TCP and no UDP",
		w.looks, len(w.pids), but)
}

// TestSealIsWhatKeepsItQuiet takes the seal out: then GTK's accessibility
// bridge listens as soon as a screen reader is there, and the watch above must
// see it. This is what makes its silence elsewhere mean something.
func TestSealIsWhatKeepsItQuiet(t *testing.T) {
	unsealed, err := BuildProduct(t.TempDir(), "unsealed_for_test")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, binary string
		listens      bool
	}{{"sealed", product, false}, {"unsealed", unsealed, true}} {
		t.Run(c.name, func(t *testing.T) {
			s := Start(t)
			s.Eyes()
			zoom := s.Install(standin, "Zoom", "zoommtg")
			s.SetDefault(zoom.Entry, "zoommtg")
			p := s.Register(c.binary)
			p.Configure(Quick)
			p.Open(zoomLink)
			w := p.Window(AskZoom)
			watched := watchSockets(t, p)
			w.Words()
			w.WaitArmed(ButtonJoin)
			w.Press(ButtonNo)
			w.WaitGone()
			opener, front := p.Processes()
			if !c.listens {
				watched.check(opener, front)
				return
			}
			for _, bad := range watched.end() {
				if bad.Listening && bad.PID == front && strings.Contains(bad.Name, "/at-spi2-") {
					return
				}
			}
			t.Errorf("the unsealed front does not listen, or is not seen to: %v", watched.bad)
		})
	}
}
