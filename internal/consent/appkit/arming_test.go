//go:build linux && gnustep

package appkit

import (
	"slices"
	"sync"
	"testing"
	"time"

	"vestibule/internal/app"
	"vestibule/internal/app/front"
	"vestibule/internal/client"
	"vestibule/internal/config"
	"vestibule/internal/consent"
	"vestibule/internal/device"
	"vestibule/internal/urlscheme"
)

// desk is the real one, which asks in the real panel, with a made-up opener and
// a clock that the test winds.
type desk struct {
	t    *testing.T
	desk *front.Desk

	mu       sync.Mutex
	now      time.Time
	timers   []*timer
	joins    []app.Decision
	outcomes []urlscheme.Outcome
	reached  chan struct{}
}

type timer struct {
	at   time.Time
	f    func()
	dead bool
}

func openDesk(t *testing.T) *desk {
	d := &desk{t: t, now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)}
	var snap config.Snapshot
	snap.Config = config.Defaults()
	d.desk = front.New(front.Parts{
		View: window, Opener: d, Clipboard: d, Notify: nobody{}, Menu: nobody{}, Clock: d,
		Config: func() config.Snapshot { return snap }, TrayHost: func() bool { return true }, Quit: func() {},
	})
	window.Hide()
	onLoop(func() { tap = d.desk.Event })
	forget()
	stop, done := make(chan struct{}), make(chan struct{})
	go func() { d.desk.Run(stop); close(done) }()
	t.Cleanup(func() {
		close(stop)
		<-done
		window.Hide()
		onLoop(func() { tap = nil })
		forget() // the desk numbers its pages as it likes
	})
	return d
}

type nobody struct{}

func (nobody) Send(string, string) {}
func (nobody) Set(front.MenuState) {}

func (d *desk) Set(string) {}

func (d *desk) Now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

func (d *desk) After(in time.Duration, f func()) (stop func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	t := &timer{at: d.now.Add(in), f: f}
	d.timers = append(d.timers, t)
	return func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		t.dead = true
	}
}

// pass winds the clock.
func (d *desk) pass(by time.Duration) {
	for end := d.Now().Add(by); ; d.settle() {
		d.mu.Lock()
		d.timers = slices.DeleteFunc(d.timers, func(t *timer) bool { return t.dead })
		var next *timer
		for _, t := range d.timers {
			if !t.at.After(end) && (next == nil || t.at.Before(next.at)) {
				next = t
			}
		}
		if next == nil {
			d.now = end
			d.mu.Unlock()
			d.settle()
			return
		}
		d.now, next.dead = next.at, true
		d.mu.Unlock()
		next.f()
	}
}

// settle waits until the desk has done what is asked of it, and the panel what
// the desk asked.
func (d *desk) settle() {
	done := make(chan struct{})
	d.mu.Lock()
	d.reached = done
	d.mu.Unlock()
	d.desk.Act(front.JoinClipboard)
	<-done
	onLoop(func() {})
}

// Get is asked for by settle alone.
func (d *desk) Get(func(string)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	close(d.reached)
}

func (d *desk) Send(q app.Request, got func(app.Reply)) uint64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	r := app.Reply{}
	switch {
	case q.Who != 0:
		r.Asker = &consent.Asker{Name: "Mail", ID: "file:/usr/bin/mail"}
	case q.Devices:
		r.Devices = &device.Snapshot{
			CamerasState: device.Idle, Cameras: []device.Camera{{Name: "FaceTime HD Camera", State: device.Idle}},
			Microphone: device.Microphone{Name: "MacBook Pro Microphone", State: device.Idle},
		}
	case q.Clients != nil:
		r.Clients = []client.Client{{ID: "chromium", Name: "Chromium", Kind: client.Browser, Default: true}}
	case q.Join != nil:
		d.joins = append(d.joins, *q.Join)
		r.Name = "Chromium"
	}
	got(r)
	return 1
}

func (d *desk) joined() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.joins)
}

// ask has a meeting ask, and waits until the panel has all of the question and
// the keys.
func (d *desk) ask() (number uint64) {
	d.t.Helper()
	d.desk.Open(urlscheme.Arrival{Text: "https://meet.jit.si/WeeklySync", PID: 1, Looked: func() {}, Answer: func(o urlscheme.Outcome) {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.outcomes = append(d.outcomes, o)
	}})
	until(d.t, "the question is there", func() bool {
		number = window.number
		return window.focused && window.page.Open != nil && window.page.Camera != nil && window.controls[join] != nil
	})
	for at := id(d.t); xdotool(d.t, "getwindowfocus") != at; {
		xdotool(d.t, "windowactivate", at)
	}
	tryKeys(d.t)
	d.settle()
	return number
}

const join = "button." + string(consent.ButtonJoin)

// live says whether Join looks as if it could be pressed.
func (d *desk) live() (live bool) {
	d.settle()
	onLoop(func() { c := window.controls[join]; live = c != nil && !c.part.dead })
	return live
}

// rests holds that Join does nothing and looks so, and that it counts after
// the delay.
func (d *desk) rests(what string) {
	d.t.Helper()
	if d.live() {
		d.t.Errorf("%s: Join is live", what)
	}
	perform(join)
	d.settle()
	if n := d.joined(); n > 0 {
		d.t.Fatalf("%s: joined", what)
	}
	d.pass(999 * time.Millisecond)
	if d.live() {
		d.t.Errorf("%s: Join is live before the delay is over", what)
	}
	d.pass(2 * time.Second)
	if !d.live() {
		d.t.Errorf("%s: Join stays dead", what)
	}
}

// Join is dead until the panel had the keys, unmoved and unchanged, for the
// whole delay; what breaks that starts it anew.
func TestJoinArms(t *testing.T) {
	d := openDesk(t)
	number := d.ask()
	click(t, number, join)
	d.rests("pressed as the question comes")

	at, end := id(t), another(t)
	wait(t, number, consent.Blurred)
	d.pass(10 * time.Second)
	if d.live() {
		t.Error("without the keys Join is live")
	}
	perform(join)
	end()
	xdotool(t, "windowactivate", at)
	wait(t, number, consent.Focused)
	d.rests("the keys come back")

	xdotool(t, "windowmove", at, "40", "60")
	wait(t, number, consent.Moved)
	d.rests("the panel was moved")

	clickFor(t, number, "camera.toggle", consent.Toggled)
	d.rests("the question changed")

	if d.joined() > 0 {
		t.Fatal("joined")
	}
	clickFor(t, number, join, consent.Pressed)
	d.settle()
	if d.joined() != 1 || !d.joins[0].Wish.Camera {
		t.Errorf("live and pressed, it gave %+v", d.joins)
	}
	until(t, "the panel is gone", func() bool { return !window.shown })
}

// Whatever takes the panel away says no, Join being live or not.
func TestClosingIsNotJoining(t *testing.T) {
	for name, act := range map[string]func(d *desk, number uint64){
		"escape":         func(*desk, uint64) { xdotool(t, "key", "Escape") },
		"close":          func(*desk, uint64) { xdotool(t, "key", "alt+F4") },
		"the safe one":   func(_ *desk, number uint64) { clickFor(t, number, "button."+string(consent.ButtonNo), consent.Pressed) },
		"return":         func(*desk, uint64) { xdotool(t, "key", "Return") },
		"nobody answers": func(d *desk, _ uint64) { d.pass(time.Hour) },
	} {
		for _, armed := range []time.Duration{0, 5 * time.Second} {
			t.Run(name+" after "+armed.String(), func(t *testing.T) {
				d := openDesk(t)
				number := d.ask()
				d.pass(armed)
				if armed == 0 { // keys count once they rested
					d.pass(600 * time.Millisecond)
				}
				act(d, number)
				until(t, "the panel is gone", func() bool { return !window.shown })
				d.settle()
				if d.joined() > 0 || len(d.outcomes) != 1 || d.outcomes[0].Status != app.NotJoined {
					t.Errorf("joined %d, %+v", d.joined(), d.outcomes)
				}
			})
		}
	}
}

// Who types on while the panel takes the keys answers nothing, neither yes nor
// no; a click does.
func TestTypingOnAnswersNothing(t *testing.T) {
	d := openDesk(t)
	number := d.ask()
	for _, key := range []string{"h", "Return", "e", "Escape", "space"} {
		xdotool(t, "key", key)
		wait(t, number, consent.Touched)
		d.settle()
		d.pass(300 * time.Millisecond)
	}
	shown := false
	if onLoop(func() { shown = window.shown }); !shown || len(d.outcomes) > 0 || d.joined() > 0 {
		t.Fatalf("shown %v, %+v", shown, d.outcomes)
	}
	d.pass(600 * time.Millisecond)
	xdotool(t, "key", "Return")
	until(t, "the panel is gone", func() bool { return !window.shown })
}
