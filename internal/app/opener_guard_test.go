package app

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"vestibule/internal/client"
	"vestibule/internal/config"
	"vestibule/internal/meeting"
)

// TestOpenerHoldsTheGuard: a guard goes with the wish it was asked about, and
// with nothing else.
func TestOpenerHoldsTheGuard(t *testing.T) {
	for _, c := range []struct {
		name    string
		change  func(*Decision, *fakeMachine)
		started string // "" for an error
	}{
		{"closed", func(*Decision, *fakeMachine) {}, "closed chromium.desktop"},
		{"open", func(d *Decision, _ *fakeMachine) { d.Guard, d.Wish.Camera = "open", true }, "open chromium.desktop"},
		{"closed with the camera on", func(d *Decision, _ *fakeMachine) { d.Wish.Camera = true }, ""},
		{"open with the camera off", func(d *Decision, _ *fakeMachine) { d.Guard = "open" }, ""},
		{"open where a policy keeps it off", func(d *Decision, m *fakeMachine) {
			d.Guard, d.Wish.Camera = "open", true
			m.cfg.Locks = map[string]config.Origin{"join.camera": {}}
		}, ""},
		{"unknown", func(d *Decision, _ *fakeMachine) { d.Guard = "../../x" }, ""},
		{"a profile in the service's own program", func(d *Decision, _ *fakeMachine) { d.Way, d.Client = meeting.Native, zoomApp.ID }, ""},
		{"without a camera in a browser", func(d *Decision, _ *fakeMachine) { d.Guard = "sandbox" }, ""},
		{"without a camera with the camera on", func(d *Decision, _ *fakeMachine) {
			d.Way, d.Client, d.Guard, d.Wish.Camera = meeting.Native, zoomApp.ID, "sandbox", true
		}, ""},
		{"of a browser that is not there", func(d *Decision, _ *fakeMachine) { d.Client = "other.desktop" }, ""},
		{"that does not hold any more", func(_ *Decision, m *fakeMachine) { m.fail = errors.New("it has a camera permission") }, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMachine()
			d := Decision{Meeting: zoomMeeting(t), Way: meeting.Web, Client: chromium.ID, Guard: "closed"}
			c.change(&d, m)
			rep := ask(t, m, Request{Join: &d})
			if c.started == "" {
				if rep.Error == "" || len(m.started) != 0 {
					t.Errorf("%+v, started %+v", rep, m.started)
				}
				return
			}
			if rep.Error != "" || len(m.started) != 1 || m.started[0].id != c.started || m.started[0].link != "https://zoom.us/wc/join/81234567890?pwd=abc" {
				t.Errorf("%+v, started %+v", rep, m.started)
			}
		})
	}
}

// TestOpenerKeepsToALockedGuard: what a policy locks, no decision goes round.
func TestOpenerKeepsToALockedGuard(t *testing.T) {
	for _, c := range []struct {
		name   string
		lock   string
		guards []client.Guard
		opens  bool
	}{
		{"locked, and a guard holds", "guarded", []client.Guard{{Client: chromium.ID}}, false},
		{"locked, and none holds", "guarded", []client.Guard{{Client: chromium.ID, ClosedWhy: "loose"}}, true},
		{"not locked", "", []client.Guard{{Client: chromium.ID}}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMachine()
			m.guards = c.guards
			m.cfg.Join.OpenWith = "guarded"
			if c.lock != "" {
				m.cfg.Locks = map[string]config.Origin{"join.open_with": {}}
			}
			rep := ask(t, m, Request{Join: &Decision{Meeting: zoomMeeting(t), Way: meeting.Native, Client: zoomApp.ID}})
			if (rep.Error == "") != c.opens || len(m.started) != map[bool]int{true: 1}[c.opens] {
				t.Errorf("%+v, started %+v", rep, m.started)
			}
		})
	}
}

// TestOpenerStartsWithoutACamera: in the service's own program, with its own
// link.
func TestOpenerStartsWithoutACamera(t *testing.T) {
	m := newMachine()
	rep := ask(t, m, Request{Join: &Decision{Meeting: zoomMeeting(t), Way: meeting.Native, Client: zoomApp.ID, Guard: "sandbox"}})
	if rep.Error != "" || len(m.started) != 1 || m.started[0] != (start{"sandbox us.zoom.Zoom.desktop", "zoommtg://zoom.us/join?confno=81234567890&pwd=abc", ""}) || len(m.closed) > 0 {
		t.Errorf("%+v, started %+v, closed %v", rep, m.started, m.closed)
	}
}

// TestOpenerClosesOnlyWhatWasSaid: a client is closed after a yes to just that,
// and where it stays nothing starts.
func TestOpenerClosesOnlyWhatWasSaid(t *testing.T) {
	for _, c := range []struct {
		name   string
		d      Decision
		locked bool
		stays  error
		closed string
		opens  bool
	}{
		{name: "restart without a camera", d: Decision{Way: meeting.Native, Client: zoomApp.ID, Guard: "sandbox", Restart: true}, closed: "outside us.zoom.Zoom.desktop", opens: true},
		{name: "not said", d: Decision{Way: meeting.Native, Client: zoomApp.ID, Guard: "sandbox"}, opens: true},
		{name: "with the camera", d: Decision{Way: meeting.Native, Client: zoomApp.ID, Restart: true, Wish: meeting.Wish{Camera: true}}, closed: "guarded us.zoom.Zoom.desktop", opens: true},
		{name: "it does not close", d: Decision{Way: meeting.Native, Client: zoomApp.ID, Guard: "sandbox", Restart: true}, stays: errors.New("it did not close"), closed: "outside us.zoom.Zoom.desktop"},
		{name: "ours does not close", d: Decision{Way: meeting.Native, Client: zoomApp.ID, Restart: true, Wish: meeting.Wish{Camera: true}}, stays: errors.New("no"), closed: "guarded us.zoom.Zoom.desktop"},
		{name: "with the camera off there is no reason", d: Decision{Way: meeting.Native, Client: zoomApp.ID, Restart: true}},
		{name: "nor where a policy keeps it off", d: Decision{Way: meeting.Native, Client: zoomApp.ID, Restart: true, Wish: meeting.Wish{Camera: true}}, locked: true},
		{name: "no browser is closed", d: Decision{Way: meeting.Web, Client: chromium.ID, Restart: true, Wish: meeting.Wish{Camera: true}}},
		{name: "nor a guarded one", d: Decision{Way: meeting.Web, Client: chromium.ID, Guard: "closed", Restart: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMachine()
			m.stays = c.stays
			if c.locked {
				m.cfg.Locks = map[string]config.Origin{"join.camera": {}}
			}
			c.d.Meeting = zoomMeeting(t)
			rep := ask(t, m, Request{Join: &c.d})
			if got := strings.Join(m.closed, ","); got != c.closed || (len(m.started) == 1) != c.opens || (rep.Error == "") != c.opens {
				t.Errorf("%+v, closed %q, started %+v", rep, got, m.started)
			}
		})
	}
}

// TestOpenerTellsOfTheEnd: the front hears when nothing of a guarded client
// runs any more, and until then nothing.
func TestOpenerTellsOfTheEnd(t *testing.T) {
	toOpener, fromFront := io.Pipe()
	toFront, fromOpener := io.Pipe()
	m := newMachine()
	m.ended = make(chan struct{})
	link := NewLink(fromFront)
	told := make(chan Reply, 4)
	link.Told = func(r Reply) { told <- r }
	go func() { _ = NewOpener(m, fromOpener).Serve(context.Background(), toOpener) }()
	go func() { _ = link.Serve(toFront) }()
	got := make(chan Reply, 1)
	d := Decision{Meeting: zoomMeeting(t), Way: meeting.Native, Client: zoomApp.ID, Guard: "sandbox"}
	id := link.Send(Request{Join: &d}, func(r Reply) { got <- r })
	if r := <-got; r.Error != "" {
		t.Fatal(r.Error)
	}
	select {
	case r := <-told:
		t.Errorf("told %+v while it runs", r)
	default:
	}
	close(m.ended)
	if r := <-told; r.Ended != id {
		t.Errorf("%+v", r)
	}
	fromFront.Close()
}

// TestExitIsToldAfterTheAnswer: a client that ends at once is told of behind
// the answer by which the front knows it, with what is said to the person.
func TestExitIsToldAfterTheAnswer(t *testing.T) {
	for range 10000 { // a race, where there is one
		m := newMachine()
		m.exited = make(chan error, 1)
		m.exited <- &client.StartError{Client: "Zoom", Cause: errors.New("it ended at once")}
		toFront, fromOpener := io.Pipe()
		d := Decision{Meeting: zoomMeeting(t), Way: meeting.Native, Client: zoomApp.ID}
		request, err := json.Marshal(Request{ID: 7, Join: &d})
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			_ = NewOpener(m, fromOpener).Serve(context.Background(), strings.NewReader(string(request)+"\n"))
		}()
		var got []Reply
		for lines := bufio.NewScanner(toFront); len(got) < 2 && lines.Scan(); {
			var r Reply
			if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
				t.Fatal(err)
			}
			got = append(got, r)
		}
		toFront.Close()
		if len(got) != 2 || got[0].ID != 7 || got[0].Name != "Zoom" || got[1].Exited != 7 || got[1].Said == nil {
			t.Fatalf("%+v", got)
		}
	}
}
