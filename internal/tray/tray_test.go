package tray

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vestibule/internal/shown"
	"vestibule/internal/shown/hostile"
)

// recorder is a menu whose items write down what is done to them.
type recorder struct{ done []string }

type recorded struct {
	item Item
	to   *recorder
}

func (r recorded) note(what string)  { r.to.done = append(r.to.done, string(r.item)+" "+what) }
func (r recorded) SetTitle(s string) { r.note("title " + s) }
func (r recorded) Enable()           { r.note("enable") }
func (r recorded) Disable()          { r.note("disable") }
func (r recorded) Check()            { r.note("check") }
func (r recorded) Uncheck()          { r.note("uncheck") }
func (r recorded) Show()             { r.note("show") }
func (r recorded) Hide()             { r.note("hide") }

// standing gives a Tray whose menu stands in the zero State.
func standing() (*Tray, *recorder) {
	r := &recorder{}
	t := &Tray{
		clicks:  make(chan Item, 4),
		setIcon: func(paused bool) { r.done = append(r.done, fmt.Sprint("icon paused=", paused)) },
		entries: map[Item]entry{},
		shown:   State{}.faces(),
	}
	for _, item := range order {
		if item != "" {
			t.entries[item] = recorded{item, r}
		}
	}
	return t, r
}

func TestSetTouchesOnlyWhatChanged(t *testing.T) {
	usual := State{Line: "Camera starts off, microphone muted"}
	for _, c := range []struct {
		name   string
		states []State
		want   []string // what the last one did
	}{
		{"nothing", []State{usual, usual}, nil},
		{"zero state", []State{{}}, nil},
		{"line", []State{usual, {Line: "Paused until 15:40"}}, []string{"line title Paused until 15:40"}},
		{"camera on", []State{usual, {Line: usual.Line, Camera: true}}, []string{"camera check"}},
		{"camera off", []State{{Line: usual.Line, Camera: true}, usual}, []string{"camera uncheck"}},
		{"microphone locked", []State{usual, {Line: usual.Line, MicrophoneLocked: true}}, []string{
			"microphone title Microphone on when joining (set by your organisation)", "microphone disable"}},
		{"camera locked by a file", []State{usual, {Line: usual.Line, CameraLocked: true, CameraBy: "/etc/vestibule/policy.d/my_site.toml"}}, []string{
			"camera title Camera on when joining (set by your organisation, " + label("/etc/vestibule/policy.d/my_site.toml") + ")", "camera disable"}},
		{"rejoin appears", []State{usual, {Line: usual.Line, Rejoin: "WeeklySync"}}, []string{
			"rejoin title Rejoin WeeklySync", "rejoin show"}},
		{"rejoin goes", []State{{Line: usual.Line, Rejoin: "WeeklySync"}, usual}, []string{"rejoin hide"}},
		{"rejoin comes again", []State{{Line: usual.Line, Rejoin: "A"}, usual, {Line: usual.Line, Rejoin: "A"}}, []string{"rejoin show"}},
		{"a mute appears", []State{usual, {Line: usual.Line, Unmute: "Muted (unmute)"}}, []string{
			"unmute title Muted (unmute)", "unmute show"}},
		{"a mute goes", []State{{Line: usual.Line, Unmute: "Muted (unmute)"}, usual}, []string{"unmute hide"}},
		{"the camera can be had", []State{usual, {Line: usual.Line, RejoinCamera: "Zoom"}}, []string{
			"rejoin-camera title Rejoin with camera: Zoom", "rejoin-camera show"}},
		{"ask again appears", []State{usual, {Line: usual.Line, AskAgain: "Zoom"}}, []string{
			"ask-again title Ask again: Zoom", "ask-again show"}},
		{"held off", []State{usual, {Line: usual.Line, HeldOff: "Chromium is held off until 15:42 – let in again"}}, []string{
			"let-in title Chromium is held off until 15:42 – let in again", "let-in show"}},
		{"let in again", []State{{Line: usual.Line, HeldOff: "x"}, usual}, []string{"let-in hide"}},
		{"refused twice", []State{usual, {Line: usual.Line, AskAnyway: "Zoom"}}, []string{
			"ask-anyway title Ask me again: Zoom", "ask-anyway show"}},
		{"pause", []State{usual, {Line: usual.Line, Paused: true}}, []string{
			"pause-hour hide", "pause-tomorrow hide", "resume show", "icon paused=true"}},
		{"resume", []State{{Line: usual.Line, Paused: true}, usual}, []string{
			"pause-hour show", "pause-tomorrow show", "resume hide", "icon paused=false"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			tray, r := standing()
			for _, s := range c.states {
				r.done = nil
				tray.Set(s)
			}
			if diff := cmp.Diff(c.want, r.done); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestClickLeavesMarkAsSet holds that a check mark shows what was Set, though
// GTK turns it over by itself, and that a click is reported once.
func TestClickLeavesMarkAsSet(t *testing.T) {
	tray, r := standing()
	tray.Set(State{Camera: true})
	r.done = nil
	tray.clicked(Camera)
	tray.clicked(Microphone)
	tray.clicked(ShowStatus)
	if diff := cmp.Diff([]string{"camera check", "microphone uncheck"}, r.done); diff != "" {
		t.Error(diff)
	}
	for _, want := range []Item{Camera, Microphone, ShowStatus} {
		if got := <-tray.Clicks(); got != want {
			t.Errorf("clicked %q, want %q", got, want)
		}
	}
}

func TestClicksNobodyReadsBlockNothing(t *testing.T) {
	tray, _ := standing()
	for range 1000 {
		tray.clicked(QuitItem)
	}
	if n := len(tray.clicks); n != cap(tray.clicks) {
		t.Errorf("%d clicks wait, want %d", n, cap(tray.clicks))
	}
}

func TestLabel(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"ordinary", "Rejoin 812 3456 7890", "Rejoin 812 3456 7890"},
		{"empty", "", ""},
		{"control and lines", "a\x1b[31m\nb\x00", "a[31m b"},
		{"bidi and zero width", "a\u202eb\u2066c\u200bd", "ab\u2066cd\u2069"}, // an isolate of ours stays, in a pair
		{"invalid UTF-8", "a\xff", "a\ufffd"},
		{"long", strings.Repeat("ß", 200), strings.Repeat("ß", 71) + "…"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, label(c.in)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Whatever a state holds, an item is one short line of text.
func TestHostileTitles(t *testing.T) {
	for _, x := range hostile.Texts {
		t.Run(x.Name, func(t *testing.T) {
			who := shown.Outside(x.Text, 24)
			for item, f := range (State{Line: who, Rejoin: x.Text, AskAgain: x.Text, AskAnyway: x.Text, HeldOff: who + " is held off"}).faces() {
				title := strings.ReplaceAll(strings.ReplaceAll(f.title, "__", "_"), "&&", "&")
				if fault := hostile.Fault(title, longest+6); fault != "" {
					t.Errorf("%s: %s: %q", item, fault, f.title)
				}
			}
			// And a text that nobody cleaned before.
			if fault := hostile.Fault("\u2068"+strings.ReplaceAll(label(x.Text), "__", "_")+"\u2069", longest+6); fault != "" {
				t.Errorf("raw: %s: %q", fault, label(x.Text))
			}
		})
	}
}
