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
	exited   chan error
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
	return m.exited, nil
}

// ask sends one request to an opener and gives its reply.
func ask(t *testing.T, m Machine, q Request) Reply {
	t.Helper()
	rep, _ := NewOpener(m, io.Discard).answer(context.Background(), q)
	return rep
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

// TestHintOfWhatToInstall: it reaches the front as a text, to be said in the
// person's language.
func TestHintOfWhatToInstall(t *testing.T) {
	m := newMachine()
	rep := ask(t, m, Request{Join: &Decision{Meeting: zoomMeeting(t), Way: meeting.Web, Client: "other.desktop"}})
	want := Install("Zoom").String()
	if rep.Hint != want || rep.SaidHint == nil || rep.SaidHint.String() != want {
		t.Errorf("%+v", rep)
	}
}
