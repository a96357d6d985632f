//go:build linux && cgo

package gtk

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"vestibule/internal/consent"
)

func kindsOf(list []consent.Event) (kinds []consent.EventKind) {
	for _, e := range list {
		kinds = append(kinds, e.Kind)
	}
	return kinds
}

func TestMappedComesFirstThenFocused(t *testing.T) {
	pageNumber++
	window.Show(pageNumber, question(), "")
	t.Cleanup(window.Hide)
	if before := wait(t, pageNumber, consent.Mapped); len(before) > 0 {
		t.Errorf("before Mapped came %+v", before)
	}
	for _, e := range wait(t, pageNumber, consent.Focused) {
		if e.Kind != consent.Moved {
			t.Errorf("between Mapped and Focused came %+v", e)
		}
	}
}

func TestANextPageIsMappedAtOnce(t *testing.T) {
	first := show(t, question())
	second := show(t, question())
	// Nothing more may come of the first page.
	untilEscape(t, second)
	if first == second {
		t.Fatal("one number for two pages")
	}
}

func TestEscapeAndClosingDismiss(t *testing.T) {
	for name, act := range map[string]func(){
		"escape": func() { xdotool(t, "key", "Escape") },
		"close":  func() { xdotool(t, "key", "alt+F4") },
	} {
		t.Run(name, func(t *testing.T) {
			number := show(t, question())
			act()
			if pressed := of(consent.Pressed, wait(t, number, consent.Dismissed)); len(pressed) > 0 {
				t.Errorf("pressed %+v", pressed)
			}
		})
	}
}

func TestKeysPressOnlyWhatHasTheFocus(t *testing.T) {
	for _, c := range []struct {
		name  string
		ready bool
		keys  []string
		want  consent.ButtonID
	}{
		{"return on the safe button", true, []string{"Return"}, "no"},
		{"space on the safe button", true, []string{"space"}, "no"},
		{"enter of the keypad", true, []string{"KP_Enter"}, "no"},
		{"tab to join, return", true, []string{"Tab", "Return"}, "yes"},
		{"right to join, space", true, []string{"Right", "space"}, "yes"},
		{"tab and back", true, []string{"Tab", "shift+Tab", "Return"}, "no"},
	} {
		t.Run(c.name, func(t *testing.T) {
			number := show(t, question())
			arm(number, c.ready, "")
			for _, k := range c.keys {
				xdotool(t, "key", k)
			}
			e, _ := await(t, number, consent.Pressed)
			if e.Button != c.want {
				t.Errorf("pressed %q, want %q", e.Button, c.want)
			}
		})
	}
}

// A key that was down when the page came was pressed for something else, and
// so were its repeats.
func TestAHeldKeyNeverPresses(t *testing.T) {
	for _, key := range []string{"Return", "space"} {
		t.Run(key, func(t *testing.T) {
			xdotool(t, "keydown", key)
			number := show(t, question())
			arm(number, true, "")
			// The display repeats it; two have come, more may.
			before := append(wait(t, number, consent.Touched), wait(t, number, consent.Touched)...)
			xdotool(t, "keyup", key)
			before = append(before, untilEscape(t, number)...)
			if pressed := of(consent.Pressed, before); len(pressed) > 0 {
				t.Errorf("the held key pressed %+v", pressed)
			}
			// Let go and pressed again, it counts.
			xdotool(t, "key", key)
			wait(t, number, consent.Pressed)
		})
	}
}

func TestAHeldEscapeDoesNotAnswer(t *testing.T) {
	xdotool(t, "keydown", "Escape")
	number := show(t, question())
	before := wait(t, number, consent.Touched)
	xdotool(t, "keyup", "Escape", "key", "Return")
	if dismissed := of(consent.Dismissed, append(before, wait(t, number, consent.Pressed)...)); len(dismissed) > 0 {
		t.Error("a key that was down before the page dismissed it")
	}
}

func TestAKeyHeldOnJoinPressesOnce(t *testing.T) {
	number := show(t, question())
	arm(number, true, "")
	xdotool(t, "key", "Tab")
	xdotool(t, "keydown", "Return")
	wait(t, number, consent.Pressed)
	before := append(wait(t, number, consent.Touched), wait(t, number, consent.Touched)...)
	xdotool(t, "keyup", "Return")
	if pressed := of(consent.Pressed, append(before, untilEscape(t, number)...)); len(pressed) > 0 {
		t.Errorf("repeats pressed %+v", pressed)
	}
}

func TestRepeatsDoNotPressTheNextPage(t *testing.T) {
	number := show(t, question())
	arm(number, true, "")
	xdotool(t, "key", "Tab")
	xdotool(t, "keydown", "Return")
	if e, _ := await(t, number, consent.Pressed); e.Button != "yes" {
		t.Fatalf("pressed %q", e.Button)
	}
	// The next page comes while the key is still down.
	next := show(t, question())
	arm(next, true, "")
	before := append(wait(t, next, consent.Touched), wait(t, next, consent.Touched)...)
	xdotool(t, "keyup", "Return")
	if pressed := of(consent.Pressed, append(before, untilEscape(t, next)...)); len(pressed) > 0 {
		t.Errorf("repeats pressed %+v", pressed)
	}
}

// While dead, Join cannot be pressed in any way.
func TestDeadJoin(t *testing.T) {
	acts := map[string]func(t *testing.T){
		"pointer":       func(t *testing.T) { click(t, "Join") },
		"keys":          func(t *testing.T) { xdotool(t, "key", "Tab", "key", "Return") },
		"accessibility": func(t *testing.T) { atspi(t, "press", "Join") },
	}
	for name, act := range acts {
		t.Run(name, func(t *testing.T) {
			number := show(t, question())
			arm(number, false, "in 1 s")
			act(t)
			for _, e := range of(consent.Pressed, untilEscape(t, number)) {
				if e.Button == "yes" {
					t.Error("the dead button was pressed")
				}
			}
			// Tab went on past it. A page of its own, drawn and live before the
			// act begins.
			number = show(t, question())
			arm(number, true, "")
			act(t)
			if e, _ := await(t, number, consent.Pressed); e.Button != "yes" {
				t.Errorf("armed, it pressed %q: the act shows nothing", e.Button)
			}
		})
	}
}

// A page starts dead; only Arm with its own number makes it live.
func TestArmOfAnotherPage(t *testing.T) {
	number := show(t, question())
	arm(number-1, true, "")
	arm(number+1, true, "")
	atspi(t, "press", "Join")
	if pressed := of(consent.Pressed, untilEscape(t, number)); len(pressed) > 0 {
		t.Errorf("pressed %+v", pressed)
	}
}

func TestDisarmingGivesTheFocusBack(t *testing.T) {
	number := show(t, question())
	arm(number, true, "")
	xdotool(t, "key", "Tab")
	if got := atspi(t, "focused"); got != "Join" {
		t.Fatalf("the focus is on %q", got)
	}
	arm(number, false, "in 1 s")
	arm(number, true, "")
	xdotool(t, "key", "Return")
	if e, _ := await(t, number, consent.Pressed); e.Button != "no" {
		t.Errorf("pressed %q", e.Button)
	}
}

func TestSwitchAndChoiceThroughAccessibility(t *testing.T) {
	number := show(t, question())
	atspi(t, "press", "Camera on when joining")
	if e, _ := await(t, number, consent.Toggled); e.Row != "camera" || !e.On {
		t.Errorf("toggled %+v", e)
	}
	// The locked one stays.
	atspi(t, "press", "Microphone on when joining")
	atspi(t, "pick", "What opens it", "1")
	e, before := await(t, number, consent.Picked)
	if e.Index != 1 {
		t.Errorf("picked %+v", e)
	}
	if toggled := of(consent.Toggled, before); len(toggled) > 0 {
		t.Errorf("a locked switch gave %+v", toggled)
	}
}

// A row's check box: on, off, locked, and gone.
func TestCheckOfARow(t *testing.T) {
	p := question()
	p.Microphone.Check = &consent.Check{ID: "box", Label: "Mute this computer too"}
	number := show(t, p)
	for _, on := range []bool{true, false} {
		atspi(t, "press", "Mute this computer too")
		if e, _ := await(t, number, consent.Pressed); e.Button != "box" || e.On != on {
			t.Errorf("pressed %+v, want on %v", e, on)
		}
	}
	at := func() (states string, there bool) {
		i := slices.IndexFunc(tree(t), func(l line) bool { return l.role == "check box" })
		if i < 0 {
			return "", false
		}
		return tree(t)[i].states, true
	}
	p.Microphone.Check = &consent.Check{ID: "box", Label: "Mute this computer too", On: true, Locked: true}
	window.Update(number, p)
	if states, there := at(); !there || strings.Contains(states, "sensitive") || !strings.Contains(states, "checked") {
		t.Errorf("locked: there %v, %s", there, states)
	}
	atspi(t, "press", "Mute this computer too")
	p.Microphone.Check = nil
	window.Update(number, p)
	if states, there := at(); there {
		t.Errorf("it is there still: %s", states)
	}
	if pressed := of(consent.Pressed, untilEscape(t, number)); len(pressed) > 0 {
		t.Errorf("a locked box gave %+v", pressed)
	}
}

// What the program changes is no act of the person.
func TestUpdateEmitsNothing(t *testing.T) {
	p := question()
	p.Actions = []consent.Button{{ID: "check", Label: "Camera starts off", Check: true}}
	number := show(t, p)
	for _, on := range []bool{true, false, true} {
		p.Camera.On = on
		p.Camera.Check = &consent.Check{ID: "box", Label: "Mute this computer too", On: on}
		p.Microphone.On = on
		p.Actions[0].On = on
		p.Open.Chosen = 1 - p.Open.Chosen
		window.Update(number, p)
		arm(number, on, "")
	}
	p.Open.Choices = []string{"Chromium", "Firefox"}
	window.Update(number, p)
	arm(number, true, "")
	p.Buttons = append(p.Buttons, consent.Button{ID: "copy", Label: "Copy link"})
	window.Update(number, p)
	for _, e := range untilEscape(t, number) {
		if e.Kind != consent.Touched && e.Kind != consent.Moved {
			t.Errorf("an update gave %+v", e)
		}
	}
}

func TestUpdateKeepsTheFocus(t *testing.T) {
	p := question()
	number := show(t, p)
	arm(number, true, "")
	xdotool(t, "key", "Tab")
	atspi(t, "focused")
	p.Buttons = append([]consent.Button{{ID: "copy", Label: "Copy link"}}, p.Buttons...)
	window.Update(number, p)
	if got := atspi(t, "focused"); got != "Join" {
		t.Errorf("the focus is on %q", got)
	}
}

func TestUpdateOfAnotherPage(t *testing.T) {
	number := show(t, question())
	other := question()
	other.Title = "Another"
	window.Update(number-1, other)
	if tree := atspi(t, "tree"); strings.Contains(tree, "Another") {
		t.Error("an update of a page that is gone was drawn")
	}
}

func TestActionsAndChecks(t *testing.T) {
	p := consent.Page{Title: "Vestibule is ready", Actions: []consent.Button{
		{ID: "config", Label: "Open the configuration"},
		{ID: "camera", Label: "Camera starts off", Check: true, On: true},
	}, Buttons: []consent.Button{{ID: "close", Label: "Close", Safe: true}}}
	number := show(t, p)
	atspi(t, "press", "Open the configuration")
	if e, _ := await(t, number, consent.Pressed); e.Button != "config" {
		t.Errorf("pressed %+v", e)
	}
	atspi(t, "press", "Camera starts off")
	if e, _ := await(t, number, consent.Pressed); e.Button != "camera" || e.On {
		t.Errorf("pressed %+v", e)
	}
}

// The wheel over a choice must not change it.
func TestTheWheelDoesNotPick(t *testing.T) {
	number := show(t, question())
	at := strings.Fields(atspi(t, "middle", "What opens it"))
	xdotool(t, "mousemove", at[0], at[1], "click", "5", "click", "5")
	if picked := of(consent.Picked, untilEscape(t, number)); len(picked) > 0 {
		t.Errorf("scrolling gave %+v", picked)
	}
}

// Of what comes from the keyboard it is said so, of all else not.
func TestTypedIsSaid(t *testing.T) {
	for name, c := range map[string]struct {
		act  func()
		kind consent.EventKind
		want bool
	}{
		"escape":        {func() { xdotool(t, "key", "Escape") }, consent.Dismissed, true},
		"return":        {func() { xdotool(t, "key", "Return") }, consent.Pressed, true},
		"space":         {func() { xdotool(t, "key", "space") }, consent.Pressed, true},
		"a letter":      {func() { xdotool(t, "key", "x") }, consent.Touched, true},
		"pointer":       {func() { click(t, "Don’t join") }, consent.Pressed, false},
		"wheel":         {func() { xdotool(t, "click", "5") }, consent.Touched, false},
		"close":         {func() { xdotool(t, "key", "alt+F4") }, consent.Dismissed, false},
		"accessibility": {func() { atspi(t, "press", "Don’t join") }, consent.Pressed, false},
	} {
		t.Run(name, func(t *testing.T) {
			number := show(t, question())
			at := strings.Fields(atspi(t, "middle", "Vestibule"))
			xdotool(t, "mousemove", at[0], at[1])
			c.act()
			if e, _ := await(t, number, c.kind); e.Typed != c.want {
				t.Errorf("typed: %v, want %v", e.Typed, c.want)
			}
		})
	}
}

// Assistive technology can still press what it found before it was hidden.
func TestNothingComesAfterHide(t *testing.T) {
	number := show(t, question())
	arm(number, true, "")
	c := exec.Command("/usr/bin/python3", "testdata/atspi.py", fmt.Sprint(os.Getpid()), "hold", "Join")
	in, _ := c.StdinPipe()
	out, _ := c.StdoutPipe()
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	said := bufio.NewScanner(out)
	if !said.Scan() || said.Text() != "holding" {
		t.Fatalf("the script said %q", said.Text())
	}
	window.Hide()
	onLoop(func() {})
	for len(events) > 0 {
		<-events
	}
	fmt.Fprintln(in)
	for said.Scan() {
		t.Log("pressing gave", said.Text())
	}
	c.Wait()
	onLoop(func() {})
	if len(events) > 0 {
		t.Errorf("a hidden page gave %+v", <-events)
	}
}
