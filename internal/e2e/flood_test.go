//go:build linux && e2e

package e2e

import (
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// TestFloodOverTheBus: ten thousand links of distinct meetings from one
// program, none of them with a person behind it. There is one window, it still
// takes keys, nothing is joined, and what is held of it all is little.
func TestFloodOverTheBus(t *testing.T) {
	const links, senders = 10_000, 4
	s := Start(t)
	p, zoom := install(t, s)
	p.Configure(Quick)
	asked := p.Ask(zoomLink)
	w := p.Window(AskZoom)
	w.WaitFocused(ButtonNo)
	opener, front := p.Processes()
	descriptors := func() (n int) {
		for _, pid := range []int{opener, front} {
			entries, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
			if err != nil {
				t.Fatal(err)
			}
			n += len(entries)
		}
		return n
	}
	before, most := descriptors(), 0

	var busy sync.WaitGroup
	for i := range senders {
		conn := s.Dial()
		defer conn.Close()
		busy.Go(func() {
			answers := make(chan *dbus.Call, 100)
			under := 0
			for k := i; k < links; k += senders {
				link := fmt.Sprintf("zoommtg://zoom.us/join?confno=9%09d", k)
				conn.Object(BusName, BusPath).Go("org.freedesktop.Application.Open", 0, answers, []string{link}, map[string]dbus.Variant{})
				for under++; under == cap(answers); under-- {
					<-answers
				}
			}
			for ; under > 0; under-- {
				<-answers
			}
		})
	}
	over := make(chan struct{})
	go func() { busy.Wait(); close(over) }()
	for flooding := true; flooding; {
		select {
		case <-over:
			flooding = false
		case <-time.After(50 * time.Millisecond):
			most = max(most, descriptors())
		}
	}
	if most > before+24 {
		t.Errorf("%d descriptors were open, %d before", most, before)
	}
	if windows := s.Eyes().Find(Query{PID: front, Role: "dialog"}); len(windows) != 1 {
		t.Errorf("%d windows", len(windows))
	}
	if status, ended := asked.Wait(0); ended {
		t.Fatalf("the question was answered: %d", status)
	}
	t.Logf("it says %q", w.Words())
	w.WaitArmed(ButtonJoin)
	s.Hands().Key("Escape")
	if status := s.MustWait(asked, 20*time.Second); status != 5 {
		t.Errorf("whoever waited was told %d", status)
	}
	if n := len(zoom.Starts()); n > 0 {
		t.Fatalf("Zoom was started %d times", n)
	}
}
