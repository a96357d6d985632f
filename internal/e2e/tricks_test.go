//go:build linux && e2e

package e2e

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Real input against the real window: haste, theft of focus, and what is laid
// over it.

// slow is a delay in which much can be tried.
const slow = "[consent]\narm_delay = \"3s\"\n"

// TestKeysForAnotherWindow: the focus comes to the window under the fingers of
// a person who writes on.
func TestKeysForAnotherWindow(t *testing.T) {
	s := Start(t)
	p, zoom := install(t, s)
	p.Configure(slow)
	s.StartProgram("Mail", zoomLink)
	for range 20 {
		asked := p.Ask(zoomLink)
		w := p.Window(AskZoom)
		w.WaitFocused(ButtonNo)
		mail, ours := s.Hands().WindowID("Mail"), s.Hands().WindowID(Title)
		s.Output("xdotool", "windowactivate", "--sync", mail)
		start := time.Now()
		s.Output("xdotool", "windowactivate", "--sync", ours, "key", "--delay", "20", "x", "Tab", "Tab", "Return", "shift+Tab", "shift+Tab", "x", "space", "Escape", "x", "Return")
		// A machine that was held up for half a second made a pause of it, and
		// a key after a pause is an answer: then once more.
		quick := time.Since(start) < 400*time.Millisecond
		w.WaitArmed(ButtonJoin)
		if status, ended := asked.Wait(0); ended && quick {
			t.Fatalf("keys that were meant for another window answered: %d", status)
		}
		if n := len(zoom.Starts()); n > 0 {
			t.Fatalf("Zoom was started %d times", n)
		}
		if on := s.Eyes().Find(Query{PID: w.PID, Role: "toggle button", Name: SwitchCamera, States: []string{"checked"}}); quick && len(on) > 0 {
			t.Fatal("keys that were meant for another window turned the camera on")
		}
		if quick {
			s.Hands().Key("Escape")
			if status := s.MustWait(asked, 20*time.Second); status != 5 {
				t.Errorf("after a pause whoever waited was told %d", status)
			}
			return
		}
	}
	t.Fatal("the machine is too slow to write quickly")
}

// TestHeldKeyDoesNotAnswer: the very key that opened the link is still down
// when the window comes, and is repeated.
func TestHeldKeyDoesNotAnswer(t *testing.T) {
	s := Start(t)
	p, zoom := install(t, s)
	p.Configure(Quick)
	s.Run(s.Command(p.Binary, "run"))
	p.Processes()
	s.StartProgram("Mail", zoomLink)
	s.Output("xdotool", "keydown", "Return")
	w := p.Window(AskZoom)
	w.WaitFocused(ButtonNo)
	w.WaitArmed(ButtonJoin)
	w.WaitFocused(ButtonNo)
	s.Output("xdotool", "keyup", "Return")
	if s.Eyes().Gone(Query{Role: "heading", Name: AskZoom}, time.Second) {
		t.Error("the held key answered")
	}
	s.Hands().Key("Return")
	w.WaitGone()
	if n := len(zoom.Starts()); n > 0 {
		t.Errorf("Zoom was started %d times", n)
	}
}

// TestWhatStartsTheDelayAgain: each in a window whose Join was live.
func TestWhatStartsTheDelayAgain(t *testing.T) {
	s := Start(t)
	p, zoom := install(t, s)
	p.Configure(slow)
	s.StartProgram("Mail", zoomLink)
	// It lays a pop-up over a part of the screen.
	cover, err := filepath.Abs("../consent/gtk/testdata/cover.py")
	if err != nil {
		t.Fatal(err)
	}
	asked := p.Ask(zoomLink)
	w := p.Window(AskZoom)
	dead := Query{PID: w.PID, Role: "push button", Prefix: ButtonJoin, Not: []string{"sensitive"}}
	x := func(args ...string) { s.Output("xdotool", args...) }
	for _, c := range []struct {
		name string
		do   func(mail, ours string, join Node)
	}{
		{"dragged", func(_, _ string, join Node) {
			x("mousemove", fmt.Sprint(join.Rect[0]-200), fmt.Sprint(join.Rect[1]), "keydown", "alt", "mousedown", "1",
				"mousemove_relative", "--", "-30", "-20", "mousemove_relative", "--", "-30", "-20", "mouseup", "1", "keyup", "alt")
		}},
		{"moved", func(_, ours string, _ Node) { x("windowmove", ours, "60", "60") }},
		{"swapped with another window", func(mail, ours string, _ Node) {
			x("windowactivate", "--sync", mail)
			x("windowactivate", "--sync", ours)
		}},
		{"minimised and back", func(_, ours string, _ Node) {
			x("windowminimize", "--sync", ours)
			x("windowactivate", "--sync", ours)
		}},
		{"covered and uncovered", func(_, _ string, join Node) {
			c := s.Command("/usr/bin/python3", cover, fmt.Sprint(join.Rect[0]), fmt.Sprint(join.Rect[1]), "80", "30")
			in, err := c.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			r := s.Run(c)
			s.Eyes().Wait(dead, 10*time.Second)
			in.Close()
			s.MustWait(r, 10*time.Second)
		}},
		{"a switch", func(_, _ string, _ Node) { w.Toggle(SwitchCamera) }},
	} {
		mail, ours := s.Hands().WindowID("Mail"), s.Hands().WindowID(Title)
		join := w.WaitArmed(ButtonJoin)
		c.do(mail, ours, join)
		again := s.Eyes().Wait(dead, 10*time.Second)
		s.Hands().Click(again)
		if len(s.Eyes().Find(dead)) == 0 {
			t.Errorf("%s: Join is live at once", c.name)
		}
	}
	w.WaitArmed(ButtonJoin)
	if n := len(zoom.Starts()); n > 0 {
		t.Fatalf("Zoom was started %d times", n)
	}
	if status, ended := asked.Wait(0); ended {
		t.Fatalf("answered: %d", status)
	}
	w.Press(ButtonJoin)
	zoom.WaitStart(20 * time.Second)
}

// TestTwoWindowsSwapping: as long as the focus goes to and fro Join is dead;
// when it stays it comes alive.
func TestTwoWindowsSwapping(t *testing.T) {
	s := Start(t)
	p, zoom := install(t, s)
	p.Configure(slow)
	s.StartProgram("Mail", zoomLink)
	p.Ask(zoomLink)
	w := p.Window(AskZoom)
	mail, ours := s.Hands().WindowID("Mail"), s.Hands().WindowID(Title)
	s.Eyes().Events()
	// No key on the way: where the machine makes a pause of half a second it
	// would answer. No click either: the dead button holds off after one.
	var swaps []string
	for range 25 {
		swaps = append(swaps, "windowactivate", "--sync", mail, "windowactivate", "--sync", ours)
	}
	s.Output("xdotool", swaps...)
	for range 5 {
		s.Hands().Click(s.Eyes().Wait(Query{PID: w.PID, Role: "push button", Prefix: ButtonJoin}, 5*time.Second))
	}
	if n := len(zoom.Starts()); n > 0 {
		t.Fatalf("Zoom was started %d times", n)
	}
	w.WaitArmed(ButtonJoin)
	w.Press(ButtonJoin)
	zoom.WaitStart(20 * time.Second)
}

// TestKeyboardAlone: all of the window by Tab, forth and back, and the answer
// by arrows; Return joins only where the person has gone.
func TestKeyboardAlone(t *testing.T) {
	s := Start(t)
	p, zoom := install(t, s)
	p.Configure(Quick)
	p.Ask(zoomLink)
	w := p.Window(AskZoom)
	w.WaitFocused(ButtonNo)
	w.WaitArmed(ButtonJoin)
	told := ""
	focus := func() string {
		t.Helper()
		for _, n := range s.Eyes().Find(Query{PID: w.PID, States: []string{"focused"}}) {
			if n.Role != "dialog" {
				return n.Role + " " + n.Name
			}
		}
		// GTK keeps the button of a choice from the tree; it tells of it.
		for _, e := range slices.Backward(s.Eyes().Events()) {
			if e.Type == "object:state-changed:focused" && e.Detail == 1 {
				told = "told " + e.Name
				break
			}
		}
		return told
	}
	first := focus()
	around := []string{first}
	for range 12 {
		s.Hands().Key("Tab")
		last := around[len(around)-1]
		until(t, "Tab moves the focus from "+last, func() bool { f := focus(); return f != last && f != "" })
		if f := focus(); f != first {
			around = append(around, f)
			continue
		}
		break
	}
	want := []string{
		"push button Don't join", "push button Join",
		"toggle button Details",
		"toggle button " + SwitchCamera, "toggle button Why? Camera",
		"toggle button " + SwitchMicrophone, "toggle button Why? Microphone",
		"check box " + CheckMute,
		"told " + ChoiceOpen,
		"check box Use this for Zoom from now on",
	}
	if !slices.Equal(around, want) {
		t.Errorf("Tab goes\n%q, want\n%q", around, want)
	}
	for i := len(around) - 1; i >= 0; i-- {
		s.Hands().Key("shift+Tab")
		until(t, "shift and Tab go back to "+around[i], func() bool { return focus() == around[i] })
	}
	// Return there and space on a switch do what they say, no more.
	s.Hands().Key("Right")
	until(t, "the arrow goes to Join", func() bool { return focus() == "push button Join" })
	s.Hands().Key("Left")
	until(t, "the arrow goes back", func() bool { return focus() == first })
	if n := len(zoom.Starts()); n > 0 {
		t.Fatalf("Zoom was started %d times", n)
	}
	s.Hands().Key("Right")
	until(t, "the arrow goes to Join", func() bool { return focus() == "push button Join" })
	s.Hands().Key("Return")
	zoom.WaitStart(20 * time.Second)
}

// TestAnnouncedWithoutChatter: what a screen reader is told while the window
// counts down and an assurance changes. The names of things stay; a change is
// told once, where the person is.
func TestAnnouncedWithoutChatter(t *testing.T) {
	s := Start(t)
	p, _ := install(t, s)
	p.Configure("[consent]\narm_delay = \"4s\"\n")
	p.Ask(zoomLink)
	w := p.Window(AskZoom)
	w.WaitFocused(ButtonNo)
	// What came of looking for programs has been drawn.
	s.Eyes().Wait(Query{PID: w.PID, Role: "combo box"}, 10*time.Second)
	// And told: the countdown has gone on since, by a second at least.
	s.Eyes().Events()
	ticks := 0
	until(t, "the countdown goes on", func() bool {
		for _, e := range s.Eyes().Events() {
			if e.Type == "object:property-change:accessible-description" && e.Name == ButtonJoin {
				ticks++
			}
		}
		return ticks >= 2
	})
	// What is told until Join is said to be live, which comes last.
	told := func() (all []AccessibleEvent) {
		t.Helper()
		until(t, "the announcement that Join can be pressed", func() bool {
			all = append(all, s.Eyes().Events()...)
			return slices.ContainsFunc(all, func(e AccessibleEvent) bool { return e.Name == "Join can be pressed now" })
		})
		return all
	}
	// An announcement has the text that is read in the place of a name.
	announced := func(events []AccessibleEvent) (texts []string) {
		for _, e := range events {
			if e.Type == "object:announcement" {
				texts = append(texts, e.Name)
			}
		}
		return texts
	}
	count := map[string]int{}
	events := told()
	for _, e := range events {
		count[e.Type+" "+e.Name]++
	}
	if diff := cmp.Diff([]string{"Join can be pressed now"}, announced(events)); diff != "" {
		t.Errorf("announced: %s", diff)
	}
	for what, n := range count {
		if n > 8 {
			t.Errorf("while it counted down %q was told %d times", what, n)
		}
	}
	if n := count["object:property-change:accessible-name "+ButtonJoin]; n > 0 {
		t.Errorf("the countdown renamed Join %d times", n)
	}
	if n := count["object:state-changed:sensitive "+ButtonJoin]; n != 1 {
		t.Errorf("that Join is live was told %d times: %v", n, count)
	}
	w.Toggle(SwitchCamera)
	again := map[string]int{}
	events = told()
	if diff := cmp.Diff([]string{"Camera: Zoom decides whether it starts on.", "Join can be pressed now"}, announced(events)); diff != "" {
		t.Errorf("announced: %s", diff)
	}
	for _, e := range events {
		again[e.Type+" "+e.Name]++
	}
	if n := again["object:property-change:accessible-description "+SwitchCamera]; n != 1 {
		t.Errorf("what the switch changed was told %d times: %v", n, again)
	}
}

// TestTextTwiceAsLarge: on a large and on a small screen all that can be
// pressed is in the window, the answers are on the screen, and nothing that
// can be pressed lies over another.
func TestTextTwiceAsLarge(t *testing.T) {
	for _, c := range []struct {
		size          string
		width, height int
	}{{"1280x1024", 1280, 1024}, {"1024x600", 1024, 600}} {
		t.Run(c.size, func(t *testing.T) {
			s := Start(t, WithScreen(c.size), WithEnv("GDK_DPI_SCALE=2"))
			p, zoom := install(t, s)
			p.Configure(Quick)
			p.Ask(zoomLink)
			w := p.Window(AskZoom)
			w.WaitArmed(ButtonJoin)
			title := s.Eyes().Wait(Query{PID: w.PID, Role: "heading"}, 5*time.Second)
			if title.Rect[3] < 30 {
				t.Errorf("the heading is %d high: the text is not twice as large", title.Rect[3])
			}
			answers := s.Eyes().Find(Query{PID: w.PID, Role: "push button"})
			for _, b := range answers {
				r := b.Rect
				if r[0] < 0 || r[1] < 0 || r[0]+r[2] > c.width || r[1]+r[3] > c.height {
					t.Errorf("%s is at %v, not on the screen", b.Name, *r)
				}
				for _, o := range answers {
					if o.Name != b.Name && r[0] < o.Rect[0]+o.Rect[2] && o.Rect[0] < r[0]+r[2] && r[1] < o.Rect[1]+o.Rect[3] && o.Rect[1] < r[1]+r[3] {
						t.Errorf("%s lies over %s", b.Name, o.Name)
					}
				}
			}
			s.Hands().Click(s.Eyes().Wait(w.button(ButtonJoin), 5*time.Second))
			zoom.WaitStart(20 * time.Second)
		})
	}
}
