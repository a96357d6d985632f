package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"

	"vestibule/internal/client"
	"vestibule/internal/config"
	"vestibule/internal/consent"
	"vestibule/internal/device"
	"vestibule/internal/meeting"
	"vestibule/internal/words"
)

// fakeMachine records what the opener does.
type fakeMachine struct {
	mu      sync.Mutex
	clients []client.Client
	guards  []client.Guard
	handler client.Client
	cfg     config.Snapshot
	started []start
	fail    error
	set     []string
	changes chan struct{}

	muteFails error
	mutes     chan consent.Mute
	did       []string // in order

	settings []client.Setting
	closed   []string // "outside ID", "guarded ID"
	stays    error    // of what is asked to close
	ended    chan struct{}
}

func (m *fakeMachine) MuteAll(context.Context) error {
	m.did = append(m.did, "mute")
	return m.muteFails
}
func (m *fakeMachine) Unmute(context.Context) error {
	m.did = append(m.did, "unmute")
	return m.muteFails
}
func (m *fakeMachine) Mutes(ctx context.Context) <-chan consent.Mute {
	ch := make(chan consent.Mute)
	go func() {
		defer close(ch)
		for {
			select {
			case v := <-m.mutes:
				ch <- v
			case <-ctx.Done():
				return
			}
		}
	}()
	return ch
}

type start struct{ id, link, startup string }

var (
	zoomApp  = client.Client{ID: "us.zoom.Zoom.desktop", Name: "Zoom", Kind: client.App, Schemes: []string{"zoommtg"}}
	chromium = client.Client{ID: "chromium.desktop", Name: "Chromium", Kind: client.Browser}
)

func newMachine() *fakeMachine {
	return &fakeMachine{
		clients: []client.Client{zoomApp, chromium}, handler: zoomApp,
		cfg: config.Snapshot{Config: config.Defaults()}, changes: make(chan struct{}),
	}
}

func (m *fakeMachine) Devices(context.Context) device.Snapshot {
	return device.Snapshot{CamerasState: device.Absent, Microphone: device.Microphone{State: device.Absent}}
}
func (m *fakeMachine) Watch(ctx context.Context) <-chan struct{} {
	ch := make(chan struct{})
	go func() {
		defer close(ch)
		for {
			select {
			case <-m.changes:
				ch <- struct{}{}
			case <-ctx.Done():
				return
			}
		}
	}()
	return ch
}
func (m *fakeMachine) Asker(pid int) consent.Asker               { return consent.Asker{Name: "Thunderbird"} }
func (m *fakeMachine) Clients([]string) ([]client.Client, error) { return m.clients, nil }
func (m *fakeMachine) Handler(string) (client.Client, bool)      { return m.handler, m.handler.ID != "" }
func (m *fakeMachine) Config() config.Snapshot                   { return m.cfg }
func (m *fakeMachine) EditConfig() error                         { return nil }
func (m *fakeMachine) Status() []words.Text                      { return []words.Text{words.Plain("zoommtg: Vestibule")} }
func (m *fakeMachine) SetConfig(key, value string) error {
	m.set = append(m.set, key+"="+value)
	return m.fail
}
func (m *fakeMachine) Guards([]client.Client, string) []client.Guard { return m.guards }
func (m *fakeMachine) Settings(string, []client.Client) []client.Setting {
	return m.settings
}
func (m *fakeMachine) StartGuarded(c client.Client, guard, link, startup string) (<-chan error, <-chan struct{}, error) {
	exited, err := m.Start(client.Client{ID: guard + " " + c.ID}, link, startup)
	return exited, m.ended, err
}
func (m *fakeMachine) Close(_ context.Context, c client.Client, guarded bool) error {
	m.closed = append(m.closed, map[bool]string{true: "guarded ", false: "outside "}[guarded]+c.ID)
	return m.stays
}
func (m *fakeMachine) Start(c client.Client, link, startup string) (<-chan error, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fail != nil {
		return nil, m.fail
	}
	m.started = append(m.started, start{c.ID, link, startup})
	m.did = append(m.did, "start")
	return nil, nil
}

// ask sends one request to an opener and gives its reply.
func ask(t *testing.T, m Machine, q Request) Reply {
	t.Helper()
	return NewOpener(m, io.Discard).answer(context.Background(), q)
}

func zoomMeeting(t *testing.T) meeting.Meeting {
	t.Helper()
	j := meeting.Judge("https://zoom.us/j/81234567890?pwd=abc", nil)
	if j.Verdict != meeting.IsMeeting {
		t.Fatal(j)
	}
	return j.Meeting
}

// TestOpenerStripsTracking: what the front kept goes, unless the configuration
// as the opener reads it leaves links as they came.
func TestOpenerStripsTracking(t *testing.T) {
	for strip, want := range map[bool]string{
		true:  "https://zoom.us/wc/join/81234567890?pwd=abc",
		false: "https://zoom.us/wc/join/81234567890?pwd=abc&utm_source=mail",
	} {
		m := newMachine()
		m.cfg.Links.StripTracking = false
		d := Decision{Meeting: Judge("https://zoom.us/j/81234567890?pwd=abc&utm_source=mail", m.cfg.Config).Meeting, Way: meeting.Web, Client: chromium.ID}
		m.cfg.Links.StripTracking = strip
		if rep := ask(t, m, Request{Join: &d}); rep.Error != "" || len(m.started) != 1 || m.started[0].link != want {
			t.Errorf("strip %v: %+v, started %+v", strip, rep, m.started)
		}
	}
}

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

func TestOpenerRemembersTheWay(t *testing.T) {
	for _, c := range []struct {
		d    Decision
		want string
	}{
		{Decision{Way: meeting.Web, Client: chromium.ID, Guard: "closed"}, "guarded"},
		{Decision{Way: meeting.Web, Client: chromium.ID}, "browser"},
		{Decision{Way: meeting.Native, Client: zoomApp.ID}, "app"},
	} {
		m := newMachine()
		c.d.Meeting = zoomMeeting(t)
		ask(t, m, Request{Join: &c.d})
		if len(m.set) != 0 {
			t.Errorf("kept without being asked: %q", m.set)
		}
		c.d.Remember = true
		ask(t, m, Request{Join: &c.d})
		if len(m.set) != 1 || m.set[0] != "provider.zoom.open_with="+c.want {
			t.Errorf("kept %q, want %s", m.set, c.want)
		}
	}
}

func TestOpenerBuildsTheLinkItself(t *testing.T) {
	m := newMachine()
	rep := ask(t, m, Request{Join: &Decision{Meeting: zoomMeeting(t), Way: meeting.Native, Client: zoomApp.ID, Startup: "tok"}})
	if rep.Error != "" || rep.Name != "Zoom" {
		t.Fatalf("%+v", rep)
	}
	want := start{zoomApp.ID, "zoommtg://zoom.us/join?confno=81234567890&pwd=abc", "tok"}
	if len(m.started) != 1 || m.started[0] != want {
		t.Errorf("started %+v, want %+v", m.started, want)
	}
}

// TestOpenerBelievesNothing: a front that was taken over still starts nothing
// but a known meeting in an installed client.
func TestOpenerBelievesNothing(t *testing.T) {
	good := func() Decision {
		return Decision{Meeting: zoomMeeting(t), Way: meeting.Native, Client: zoomApp.ID}
	}
	for name, spoil := range map[string]func(*Decision){
		"unknown service":          func(d *Decision) { d.Meeting.Service = "evil" },
		"foreign host":             func(d *Decision) { d.Meeting.Host = "zoom.us.evil.example" },
		"foreign port":             func(d *Decision) { d.Meeting.Port = "8443" },
		"unknown shape":            func(d *Decision) { d.Meeting.Shape = "start" },
		"argument in the id":       func(d *Decision) { d.Meeting.Parts["meeting"] = "1 --gpu-launcher=calc" },
		"second parameter":         func(d *Decision) { d.Meeting.Parts["meeting"] = "81234567890&zak=x" },
		"no id":                    func(d *Decision) { delete(d.Meeting.Parts, "meeting") },
		"unknown part":             func(d *Decision) { d.Meeting.Parts["zak"] = "x" },
		"client not installed":     func(d *Decision) { d.Client = "evil.desktop" },
		"browser as app":           func(d *Decision) { d.Client = chromium.ID },
		"app as browser":           func(d *Decision) { d.Way = meeting.Web },
		"unknown way":              func(d *Decision) { d.Way = "shell" },
		"control character in pwd": func(d *Decision) { d.Meeting.Parts["passcode"] = "a\nb" },
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine()
			d := good()
			spoil(&d)
			if rep := ask(t, m, Request{Join: &d}); rep.Error == "" {
				t.Errorf("accepted: %+v", m.started)
			}
			if len(m.started) != 0 {
				t.Errorf("started: %+v", m.started)
			}
		})
	}
}

func TestSelfHostedNeedsTheList(t *testing.T) {
	hosts := []meeting.Host{{Name: "meet.example.org", Provider: "jitsi"}}
	j := meeting.Judge("https://meet.example.org/WeeklySync", hosts)
	if j.Verdict != meeting.IsMeeting {
		t.Fatalf("%+v", j)
	}
	d := Decision{Meeting: j.Meeting, Way: meeting.Web, Client: chromium.ID}
	m := newMachine()
	if rep := ask(t, m, Request{Join: &d}); rep.Error == "" {
		t.Error("opened a host that nobody listed")
	}
	m.cfg.Hosts = []config.Host{{Name: "meet.example.org", Provider: "jitsi"}}
	if rep := ask(t, m, Request{Join: &d}); rep.Error != "" {
		t.Error(rep.Error)
	}
}

// TestOpenerKeepsLocks: a front that was taken over cannot turn on a camera
// that the organisation keeps off.
func TestOpenerKeepsLocks(t *testing.T) {
	j := meeting.Judge("https://meet.jit.si/WeeklySync", nil)
	d := Decision{Meeting: j.Meeting, Wish: meeting.Wish{Camera: true, Microphone: true}, Way: meeting.Web, Client: chromium.ID}
	m := newMachine()
	m.cfg.Locks = map[string]config.Origin{"join.camera": {}}
	if rep := ask(t, m, Request{Join: &d}); rep.Error != "" {
		t.Fatal(rep.Error)
	}
	if !strings.Contains(m.started[0].link, "startWithVideoMuted=true") || !strings.Contains(m.started[0].link, "startWithAudioMuted=false") {
		t.Errorf("%+v", m.started)
	}
}

func TestOpenerJudgesWhatItPassesOn(t *testing.T) {
	for _, c := range []struct {
		text  string
		asked bool
		want  bool
	}{
		{"zoommtg://zoom.us/start?confno=123456789&token=T&uid=U&stype=99", false, false},
		{"zoommtg://zoom.us/start?confno=123456789&token=T&uid=U&stype=99", true, true},
		{"zoommtg://evil.example/start?confno=1", true, false},
		{"https://zoom.us/j/123456789", true, false},
		{"javascript:alert(1)", true, false},
		{"--gpu-launcher=calc", true, false},
		{"", true, false},
	} {
		m := newMachine()
		rep := ask(t, m, Request{Pass: &Pass{Text: c.text, Asked: c.asked}})
		if got := len(m.started) == 1; got != c.want || (rep.Error == "") != c.want {
			t.Errorf("%q asked %v: passed on %v, want %v (%s)", c.text, c.asked, got, c.want, rep.Error)
		}
		if c.want && m.started[0].link != c.text {
			t.Errorf("changed on the way: %q", m.started[0].link)
		}
	}
}

func TestErrorsHoldNoSecrets(t *testing.T) {
	m := newMachine()
	m.fail = errors.New("starting Zoom: no such file")
	rep := ask(t, m, Request{Join: &Decision{Meeting: zoomMeeting(t), Way: meeting.Native, Client: zoomApp.ID}})
	if rep.Error == "" || strings.Contains(rep.Error+rep.Hint, "81234567890") || strings.Contains(rep.Error+rep.Hint, "abc") {
		t.Errorf("%+v", rep)
	}
}

func TestDefaultsAreSet(t *testing.T) {
	m := newMachine()
	ask(t, m, Request{Default: &Default{Device: "camera", On: true}})
	ask(t, m, Request{Default: &Default{Device: "microphone", On: false}})
	if rep := ask(t, m, Request{Default: &Default{Device: "consent"}}); rep.Error == "" {
		t.Error("set something else")
	}
	if got := strings.Join(m.set, " "); got != "join.camera=on join.microphone=muted" {
		t.Errorf("set %q", got)
	}
}

// TestNonsenseEndsTheTalk: whatever is no request ends the front.
func TestNonsenseEndsTheTalk(t *testing.T) {
	for name, line := range map[string]string{
		"not JSON":      "join\n",
		"unknown field": `{"id":1,"exec":["sh"]}` + "\n",
		"two values":    `{"id":1} {"id":2}` + "\n",
		"wrong type":    `{"id":"x"}` + "\n",
		"too long":      strings.Repeat("x", longestLine+1) + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine()
			if err := NewOpener(m, io.Discard).Serve(context.Background(), strings.NewReader(line)); err == nil {
				t.Error("went on")
			}
			if len(m.started) != 0 {
				t.Error("started something")
			}
		})
	}
}

func TestFrontAndOpenerTalk(t *testing.T) {
	toOpener, fromFront := io.Pipe()
	toFront, fromOpener := io.Pipe()
	m := newMachine()
	link := NewLink(fromFront)
	done := make(chan error, 2)
	go func() { done <- NewOpener(m, fromOpener).Serve(context.Background(), toOpener) }()
	go func() { done <- link.Serve(toFront) }()
	got := make(chan Reply, 2)
	link.Send(Request{Clients: &Service{ID: "zoom"}}, func(r Reply) { got <- r })
	if r := <-got; len(r.Clients) != 2 {
		t.Errorf("%+v", r)
	}
	link.Send(Request{}, func(r Reply) { got <- r })
	if r := <-got; r.Error == "" {
		t.Error("an empty request was answered")
	}
	fromOpener.Close()
	<-done
	link.Send(Request{Devices: true}, func(r Reply) { got <- r })
	if r := <-got; r.Error == "" {
		t.Error("an opener that has ended answered")
	}
	fromFront.Close()
	<-done
}

// TestWatchOnlyWhileAsked: changes are told while a window shows devices, and
// nothing watches otherwise.
func TestWatchOnlyWhileAsked(t *testing.T) {
	toOpener, fromFront := io.Pipe()
	toFront, fromOpener := io.Pipe()
	m := newMachine()
	link := NewLink(fromFront)
	told := make(chan Reply, 1)
	link.Told = func(r Reply) { told <- r }
	go func() { _ = NewOpener(m, fromOpener).Serve(context.Background(), toOpener) }()
	go func() { _ = link.Serve(toFront) }()
	got := make(chan Reply, 1)
	link.Send(Request{Watch: "on"}, func(r Reply) { got <- r })
	<-got
	m.changes <- struct{}{}
	if r := <-told; !r.Changed {
		t.Errorf("%+v", r)
	}
	link.Send(Request{Watch: "off"}, func(r Reply) { got <- r })
	<-got
	fromFront.Close()
	select {
	case m.changes <- struct{}{}:
		t.Error("still watching")
	default:
	}
}

func FuzzRequest(f *testing.F) {
	b, _ := json.Marshal(Request{ID: 1, Join: &Decision{Client: "x"}})
	f.Add(b)
	f.Add([]byte(`{"id":1,"pass":{"text":"zoommtg://zoom.us/x","asked":true}}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		m := newMachine()
		_ = NewOpener(m, io.Discard).Serve(context.Background(), bytes.NewReader(append(line, '\n')))
		for _, s := range m.started {
			if strings.HasPrefix(s.link, "-") || strings.ContainsAny(s.link, " \n\x00") {
				t.Errorf("started %+v", s)
			}
		}
	})
}
