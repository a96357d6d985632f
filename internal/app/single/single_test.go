package single

import (
	"context"
	"testing"
	"time"

	"vestibule/internal/app"
	"vestibule/internal/app/front"
	"vestibule/internal/client"
	"vestibule/internal/config"
	"vestibule/internal/consent"
	"vestibule/internal/device"
	"vestibule/internal/urlscheme"
	"vestibule/internal/words"
)

// machine records what the opener starts.
type machine struct {
	app.Machine // what no test here needs
	started     chan string
	cfg         config.Snapshot
}

func (m *machine) Devices(context.Context) device.Snapshot {
	return device.Snapshot{CamerasState: device.Absent, Microphone: device.Microphone{State: device.Absent}}
}
func (m *machine) Watch(ctx context.Context) <-chan struct{} {
	ch := make(chan struct{})
	context.AfterFunc(ctx, func() { close(ch) })
	return ch
}
func (m *machine) Mutes(ctx context.Context) <-chan consent.Mute {
	ch := make(chan consent.Mute)
	context.AfterFunc(ctx, func() { close(ch) })
	return ch
}
func (m *machine) Asker(int) consent.Asker { return consent.Asker{Name: "Mail", ID: "file:/Mail"} }
func (m *machine) Clients([]string) ([]client.Client, error) {
	return []client.Client{{ID: "browser", Name: "Browser", Kind: client.Browser, Default: true}}, nil
}
func (m *machine) Guards([]client.Client, string) []client.Guard     { return nil }
func (m *machine) Settings(string, []client.Client) []client.Setting { return nil }
func (m *machine) Handler(string) (client.Client, bool)              { return client.Client{}, false }
func (m *machine) Config() config.Snapshot                           { return m.cfg }
func (m *machine) Status() []words.Text                              { return nil }
func (m *machine) Start(c client.Client, link, _ string) (<-chan error, error) {
	m.started <- c.ID + " " + link
	return nil, nil
}

// view tells what the desk shows.
type view struct {
	events func(consent.Event)
	page   chan consent.Page
	live   chan uint64
	hidden chan struct{}
}

func (v *view) Show(n uint64, p consent.Page, _ string) {
	v.page <- p
	go func() {
		v.events(consent.Event{Page: n, Kind: consent.Mapped})
		v.events(consent.Event{Page: n, Kind: consent.Focused})
	}()
}
func (v *view) Update(uint64, consent.Page) {}
func (v *view) Arm(n uint64, ready bool, _ string) {
	if ready {
		v.live <- n
	}
}
func (v *view) Hide() { v.hidden <- struct{}{} }

type silent struct{}

func (silent) Set(front.MenuState) {}
func (silent) Send(string, string) {}
func (silent) Get(func(string))    {}

type clipboard struct{ silent }

func (clipboard) Set(string) {}

func start(t *testing.T) (*Daemon, *view, *machine) {
	t.Helper()
	m := &machine{started: make(chan string, 8), cfg: config.Snapshot{Config: config.Defaults()}}
	m.cfg.Consent.ArmDelay = 500 * time.Millisecond
	v := &view{page: make(chan consent.Page, 8), live: make(chan uint64, 8), hidden: make(chan struct{}, 8)}
	d, err := Start(Parts{
		View:    func(events func(consent.Event)) consent.View { v.events = events; return v },
		Machine: m, Clipboard: clipboard{}, Menu: silent{}, Notify: silent{},
		Config: func() config.Snapshot { return m.cfg }, TrayHost: func() bool { return true }, Quit: func() {},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.End)
	return d, v, m
}

const jitsi = "https://meet.jit.si/WeeklySync?x=1#config.startWithVideoMuted=false"

func arrive(d *Daemon) chan urlscheme.Outcome {
	answer := make(chan urlscheme.Outcome, 1)
	d.Desk.Open(urlscheme.Arrival{Text: jitsi, PID: 7, Looked: func() {}, Answer: func(o urlscheme.Outcome) { answer <- o }})
	return answer
}

// TestYesStartsOneLink: the whole way through the desk, the messages and the
// opener, which builds the link itself.
func TestYesStartsOneLink(t *testing.T) {
	d, v, m := start(t)
	answer := arrive(d)
	<-v.page
	n := <-v.live
	v.events(consent.Event{Page: n, Kind: consent.Pressed, Button: consent.ButtonJoin})
	if got, want := <-m.started, "browser https://meet.jit.si/WeeklySync#config.startWithVideoMuted=true&config.startWithAudioMuted=true&config.disableInitialGUM=true&config.prejoinConfig.enabled=true"; got != want {
		t.Errorf("started %q, not %q", got, want)
	}
	if o := <-answer; o.Status != app.Joined {
		t.Errorf("%+v", o)
	}
	<-v.hidden
}

// TestEndIsNotJoined: whoever quits, logs out or shuts down with a question
// open has not joined.
func TestEndIsNotJoined(t *testing.T) {
	d, v, m := start(t)
	answer := arrive(d)
	<-v.page
	n := <-v.live
	d.End()
	if o := <-answer; o.Status != app.NotJoined {
		t.Errorf("%+v", o)
	}
	v.events(consent.Event{Page: n, Kind: consent.Pressed, Button: consent.ButtonJoin})
	d.End() // again: nothing more
	if len(m.started) != 0 {
		t.Errorf("started %q", <-m.started)
	}
}

// TestDecisionsAreCheckedAsBetweenTwoPrograms: the desk's message is no more
// believed than another process's would be.
func TestDecisionsAreCheckedAsBetweenTwoPrograms(t *testing.T) {
	d, _, m := start(t)
	replies := make(chan app.Reply, 1)
	d.Desk.Opener.Send(app.Request{Join: &app.Decision{Client: "browser"}}, func(r app.Reply) { replies <- r })
	if r := <-replies; r.Error == "" {
		t.Error("a decision about no meeting was carried out")
	}
	if len(m.started) != 0 {
		t.Errorf("started %q", <-m.started)
	}
}
