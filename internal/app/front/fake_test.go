package front

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"vestibule/internal/app"
	"vestibule/internal/client"
	"vestibule/internal/config"
	"vestibule/internal/consent"
	"vestibule/internal/device"
	"vestibule/internal/urlscheme"
)

// world is a desk among fakes. Everything runs on the test's goroutine: work
// posted to the desk is done by run.
type world struct {
	t    *testing.T
	desk *Desk

	now    time.Time
	timers []*timer

	snap config.Snapshot

	// What the view shows.
	page    consent.Page
	number  uint64
	visible bool
	live    bool
	suffix  string
	shows   int
	updates int
	asked   int // how often the sender was looked up
	raised  []string

	// What the opener is and was asked.
	clients  []client.Client
	sought   int // how often clients were asked for
	guards   []client.Guard
	settings []client.Setting
	asker    consent.Asker
	askers   map[int]consent.Asker // by PID, before asker
	slowWho  bool                  // lookups are not answered but held
	joins    []app.Decision
	passes   []app.Pass
	defaults []app.Default
	failJoin app.Reply
	hold     bool // joins are not answered
	held     []func()
	lastID   uint64
	joinID   uint64
	watched  bool
	camera   string // program that uses it
	muted    bool   // joins say that the microphones were muted
	unmutes  int

	failUnmute string
	probing    bool // the devices are not answered
	probes     []func()

	clip  string
	notes []string
	menu  MenuState
	quits int
}

type timer struct {
	at   time.Time
	f    func()
	dead bool
}

var thunderbird = consent.Asker{Name: "Thunderbird", ID: "file:/usr/bin/thunderbird", Path: "/usr/bin/thunderbird"}

var zoomApp = client.Client{ID: "us.zoom.Zoom.desktop", Name: "Zoom", Kind: client.App, Schemes: []string{"zoommtg"}}
var chromium = client.Client{ID: "chromium.desktop", Name: "Chromium", Kind: client.Browser, Default: true}

func newWorld(t *testing.T) *world {
	w := &world{t: t, now: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC), clients: []client.Client{zoomApp, chromium}, asker: thunderbird, askers: map[int]consent.Asker{}}
	w.snap.Config = config.Defaults()
	w.desk = New(Parts{
		View: w, Opener: w, Clipboard: clip{w}, Notify: note{w}, Menu: menu{w}, Clock: w,
		Config: func() config.Snapshot { return w.snap }, TrayHost: func() bool { return true },
		Quit: func() { w.quits++ },
	})
	w.desk.seen = true // this is not its first window
	return w
}

// run does all work that is posted.
func (w *world) run() {
	for {
		work := w.desk.inbox.take()
		if len(work) == 0 {
			return
		}
		for _, f := range work {
			f()
		}
	}
}

func (w *world) Now() time.Time { return w.now }

func (w *world) After(d time.Duration, f func()) func() {
	t := &timer{at: w.now.Add(d), f: f}
	w.timers = append(w.timers, t)
	return func() { t.dead = true }
}

// pass lets time go by, timer by timer.
func (w *world) pass(d time.Duration) {
	end := w.now.Add(d)
	for {
		w.run()
		w.timers = slices.DeleteFunc(w.timers, func(t *timer) bool { return t.dead })
		var next *timer
		for _, t := range w.timers {
			if !t.at.After(end) && (next == nil || t.at.Before(next.at)) {
				next = t
			}
		}
		if next == nil {
			w.now = end
			w.run()
			return
		}
		if next.at.After(w.now) {
			w.now = next.at
		}
		next.dead = true
		next.f()
	}
}

func (w *world) Show(n uint64, p consent.Page, _ string) {
	w.number, w.page, w.visible, w.live = n, p, true, false
	w.shows++
}
func (w *world) Update(n uint64, p consent.Page) {
	w.updates++
	if n == w.number {
		w.page = p
	}
}
func (w *world) Arm(n uint64, ready bool, suffix string) {
	if n == w.number {
		w.live, w.suffix = ready, suffix
	}
}
func (w *world) Hide() { w.visible = false }
func (w *world) Raise(n uint64, startup string) {
	if n == w.number {
		w.raised = append(w.raised, startup)
	}
}

func (w *world) Send(q app.Request, got func(app.Reply)) uint64 {
	w.lastID++
	id := w.lastID
	switch {
	case q.Who != 0:
		w.asked++
		a, ok := w.askers[q.Who]
		if !ok {
			a = w.asker
		}
		if w.slowWho {
			w.held = append(w.held, func() { got(app.Reply{ID: id, Asker: &a}) })
			break
		}
		got(app.Reply{ID: id, Asker: &a})
	case q.Watch != "":
		w.watched = q.Watch == "on"
		got(app.Reply{ID: id})
	case q.Devices:
		camera := device.Camera{Name: "Logitech C920", State: device.Idle}
		if w.camera != "" {
			camera.State, camera.Users = device.InUse, []device.Program{{Name: w.camera}}
		}
		reply := app.Reply{ID: id, Devices: &device.Snapshot{
			CamerasState: device.Idle,
			Cameras:      []device.Camera{camera},
			Microphone:   device.Microphone{Name: "Built-in Audio", State: device.Idle},
		}}
		if w.probing {
			w.probes = append(w.probes, func() { got(reply) })
			break
		}
		got(reply)
	case q.Clients != nil:
		w.sought++
		got(app.Reply{ID: id, Clients: w.clients, Guards: w.guards, Settings: w.settings})
	case q.Handler != "":
		got(app.Reply{ID: id, Name: "Zoom"})
	case q.Join != nil:
		w.joins = append(w.joins, *q.Join)
		w.joinID = id
		reply := w.failJoin
		reply.ID = id
		if reply.Error == "" {
			reply.Name, reply.Muted = "Zoom", w.muted
		}
		if w.hold {
			w.held = append(w.held, func() { got(reply) })
			break
		}
		got(reply)
	case q.Unmute:
		w.unmutes++
		got(app.Reply{ID: id, Error: w.failUnmute})
	case q.Pass != nil:
		w.passes = append(w.passes, *q.Pass)
		got(app.Reply{ID: id, Name: "Zoom"})
	case q.Default != nil:
		w.defaults = append(w.defaults, *q.Default)
		got(app.Reply{ID: id})
	default:
		got(app.Reply{ID: id})
	}
	return id
}

type clip struct{ w *world }

func (c clip) Get(got func(string)) { got(c.w.clip) }
func (c clip) Set(s string)         { c.w.clip = s }

type note struct{ w *world }

func (n note) Send(title, body string) { n.w.notes = append(n.w.notes, title+": "+body) }

type menu struct{ w *world }

func (m menu) Set(s MenuState) { m.w.menu = s }

// waiter is somebody who waits for the answer to a link.
type waiter struct {
	mu       sync.Mutex
	looked   bool
	outcomes []urlscheme.Outcome
}

// open hands a link over, as a waiting sender does.
func (w *world) open(text string) *waiter { return w.openFrom(4711, text) }

// openFrom hands a link over from the sender with that PID.
func (w *world) openFrom(pid int, text string) *waiter {
	a := &waiter{}
	w.desk.Open(urlscheme.Arrival{
		Text: text, Sender: fmt.Sprint(":1.", pid), PID: pid, Looked: func() { a.looked = true },
		Answer: func(o urlscheme.Outcome) { a.outcomes = append(a.outcomes, o) },
	})
	w.run()
	return a
}

// focus maps and focuses the window, as a window manager does.
func (w *world) focus() {
	w.event(consent.Mapped)
	w.event(consent.Focused)
}

func (w *world) event(k consent.EventKind) {
	w.desk.Event(consent.Event{Kind: k, Page: w.number})
	w.run()
}

func (w *world) press(b consent.ButtonID) {
	w.desk.Event(consent.Event{Kind: consent.Pressed, Page: w.number, Button: b})
	w.run()
}

// status checks that whoever waits was told exactly once, and gives the status.
func (a *waiter) status(t *testing.T) int {
	t.Helper()
	if len(a.outcomes) != 1 {
		t.Fatalf("told %d times, want once", len(a.outcomes))
	}
	return a.outcomes[0].Status
}

func (a *waiter) notTold(t *testing.T) {
	t.Helper()
	if len(a.outcomes) != 0 {
		t.Fatalf("told already: %+v", a.outcomes)
	}
}

func (w *world) noJoin() {
	w.t.Helper()
	if len(w.joins) != 0 {
		w.t.Fatalf("joined: %+v", w.joins)
	}
}

func (w *world) practise(a *waiter) {
	w.desk.Practice(urlscheme.Arrival{Looked: func() {}, Answer: func(o urlscheme.Outcome) { a.outcomes = append(a.outcomes, o) }})
	w.run()
}
