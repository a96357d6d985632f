//go:build linux && gnustep

package appkit

import (
	"slices"
	"testing"

	"vestibule/internal/consent"
	"vestibule/internal/objc"
)

func TestMappedComesFirstThenFocused(t *testing.T) {
	window.Hide()
	pageNumber++
	window.Show(pageNumber, question(), "")
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
	show(t, question())
	second := show(t, question())
	// Nothing more may come of the first page.
	untilEscape(t, second)
}

func TestEscapeAndClosingDismiss(t *testing.T) {
	for name, keys := range map[string]string{"escape": "Escape", "close": "alt+F4"} {
		t.Run(name, func(t *testing.T) {
			number := show(t, question())
			xdotool(t, "key", keys)
			if pressed := of(consent.Pressed, wait(t, number, consent.Dismissed)); len(pressed) > 0 {
				t.Errorf("pressed %+v", pressed)
			}
		})
	}
}

func TestKeysPressOnlyWhatHasTheFocus(t *testing.T) {
	for _, c := range []struct {
		name string
		keys []string
		want consent.ButtonID
	}{
		{"return on the safe button", []string{"Return"}, "no"},
		{"space on the safe button", []string{"space"}, "no"},
		{"enter of the keypad", []string{"KP_Enter"}, "no"},
		{"tab to join, return", []string{"Tab", "Return"}, "yes"},
		{"right to join, space", []string{"Right", "space"}, "yes"},
		{"right, and no further", []string{"Right", "Right", "Return"}, "yes"},
		{"right and left", []string{"Right", "Left", "Left", "Return"}, "no"},
		{"tab and back", []string{"Tab", "shift+Tab", "Return"}, "no"},
	} {
		t.Run(c.name, func(t *testing.T) {
			number := show(t, question())
			window.Arm(number, true, "")
			onLoop(func() {})
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

// Without a focus Return is the safe button's, and where there is none it is
// nobody's: it never joins unless Join has the focus.
func TestReturnWithoutAFocus(t *testing.T) {
	number := show(t, question())
	window.Arm(number, true, "")
	onLoop(func() { window.panel.Do("makeFirstResponder:", objc.ID(0)) })
	xdotool(t, "key", "Return")
	if e, _ := await(t, number, consent.Pressed); e.Button != "no" {
		t.Errorf("pressed %q", e.Button)
	}
	p := question()
	p.Buttons[0].Safe = false
	number = show(t, p)
	window.Arm(number, true, "")
	onLoop(func() {})
	xdotool(t, "key", "Return", "key", "space", "key", "KP_Enter")
	if pressed := of(consent.Pressed, untilEscape(t, number)); len(pressed) > 0 {
		t.Errorf("pressed %+v", pressed)
	}
}

func TestTabGoesRoundInOrder(t *testing.T) {
	number := show(t, question())
	window.Arm(number, true, "")
	var got []string
	for range 10 {
		xdotool(t, "key", "Tab")
		wait(t, number, consent.Touched)
		got = append(got, hasFocus())
	}
	// The microphone's switch is locked.
	want := []string{"button.yes", "opener.ask", "camera.toggle", "camera.why", "microphone.check", "open.choice", "button.usual", "button.remember", "button.no", "button.yes"}
	if !slices.Equal(got, want) {
		t.Errorf("the focus goes %q, want %q", got, want)
	}
}

// A key that was down when the page came was pressed for something else, and
// so were its repeats.
func TestAHeldKeyNeverPresses(t *testing.T) {
	for _, key := range []string{"Return", "space"} {
		t.Run(key, func(t *testing.T) {
			window.Hide()
			onLoop(func() {})
			xdotool(t, "keydown", key)
			number := showUntried(t, question())
			window.Arm(number, true, "")
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
	show(t, question())
	xdotool(t, "keydown", "Escape")
	number := showUntried(t, question())
	before := wait(t, number, consent.Touched)
	xdotool(t, "keyup", "Escape", "key", "Return")
	if dismissed := of(consent.Dismissed, append(before, wait(t, number, consent.Pressed)...)); len(dismissed) > 0 {
		t.Error("a key that was down before the page dismissed it")
	}
}

func TestAKeyHeldOnJoinPressesOnce(t *testing.T) {
	number := show(t, question())
	window.Arm(number, true, "")
	onLoop(func() {})
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
	window.Arm(number, true, "")
	onLoop(func() {})
	xdotool(t, "key", "Tab")
	xdotool(t, "keydown", "Return")
	if e, _ := await(t, number, consent.Pressed); e.Button != "yes" {
		t.Fatalf("pressed %q", e.Button)
	}
	// The next page comes while the key is still down.
	next := showUntried(t, question())
	window.Arm(next, true, "")
	before := append(wait(t, next, consent.Touched), wait(t, next, consent.Touched)...)
	xdotool(t, "keyup", "Return")
	if pressed := of(consent.Pressed, append(before, untilEscape(t, next)...)); len(pressed) > 0 {
		t.Errorf("repeats pressed %+v", pressed)
	}
}

// press is a press of a part as assistive technology does it.
func perform(key string) {
	onLoop(func() {
		if c := window.controls[key]; c != nil {
			c.view.Do("performClick:", objc.ID(0))
		}
	})
}

// While dead, Join cannot be pressed in any way.
func TestDeadJoin(t *testing.T) {
	acts := map[string]func(t *testing.T, number uint64){
		"pointer": func(t *testing.T, number uint64) { click(t, number, "button.yes") },
		"keys": func(t *testing.T, _ uint64) {
			xdotool(t, "key", "shift+Tab", "key", "Tab", "key", "Tab", "key", "Return")
		},
		"its action": func(*testing.T, uint64) {
			onLoop(func() { window.acted(window.controls["button.yes"].view) })
		},
		"a click by program": func(*testing.T, uint64) { perform("button.yes") },
	}
	for name, act := range acts {
		t.Run(name, func(t *testing.T) {
			number := show(t, question())
			window.Arm(number, false, "in 1 s")
			onLoop(func() {})
			act(t, number)
			for _, e := range of(consent.Pressed, untilEscape(t, number)) {
				if e.Button == "yes" {
					t.Error("the dead button was pressed")
				}
			}
			number = show(t, question())
			window.Arm(number, true, "")
			onLoop(func() {})
			act(t, number)
			if e, _ := await(t, number, consent.Pressed); e.Button != "yes" {
				t.Errorf("armed, it pressed %q: the act shows nothing", e.Button)
			}
		})
	}
}

// A page starts dead; only Arm with its own number makes it live.
func TestArmOfAnotherPage(t *testing.T) {
	number := show(t, question())
	window.Arm(number-1, true, "")
	window.Arm(number+1, true, "")
	perform("button.yes")
	if pressed := of(consent.Pressed, untilEscape(t, number)); len(pressed) > 0 {
		t.Errorf("pressed %+v", pressed)
	}
}

func TestDisarmingGivesTheFocusBack(t *testing.T) {
	number := show(t, question())
	window.Arm(number, true, "")
	onLoop(func() {})
	xdotool(t, "key", "Tab")
	wait(t, number, consent.Touched)
	if got := hasFocus(); got != "button.yes" {
		t.Fatalf("the focus is on %q", got)
	}
	window.Arm(number, false, "in 1 s")
	window.Arm(number, true, "")
	onLoop(func() {})
	xdotool(t, "key", "Return")
	if e, _ := await(t, number, consent.Pressed); e.Button != "no" {
		t.Errorf("pressed %q", e.Button)
	}
}

// A press that is held while the page changes under it ends nowhere: not on
// the button that is gone, nor on the one in its place.
func TestAPressDoesNotOutliveItsPage(t *testing.T) {
	number := show(t, question())
	window.Arm(number, true, "")
	onLoop(func() {})
	point(t, "button.yes")
	xdotool(t, "mousedown", "1")
	wait(t, number, consent.Touched)
	pageNumber++
	next := pageNumber
	window.Show(next, question(), "")
	window.Arm(next, true, "")
	xdotool(t, "mouseup", "1")
	wait(t, next, consent.Mapped)
	var after []consent.Event
	xdotool(t, "key", "Escape")
	for len(of(consent.Dismissed, after)) == 0 {
		after = append(after, <-events)
	}
	if pressed := of(consent.Pressed, after); len(pressed) > 0 {
		t.Errorf("pressed %+v", pressed)
	}
}

func TestMovedAndTouched(t *testing.T) {
	number := show(t, question())
	xdotool(t, "windowmove", id(t), "40", "60")
	wait(t, number, consent.Moved)
	point(t, "title")
	xdotool(t, "click", "1")
	wait(t, number, consent.Touched)
	xdotool(t, "click", "5")
	wait(t, number, consent.Touched)
	xdotool(t, "key", "F7")
	wait(t, number, consent.Touched)
	window.Hide()
}

func TestFocusGoesAndComes(t *testing.T) {
	number := show(t, question())
	at := id(t)
	close := another(t)
	wait(t, number, consent.Blurred)
	close()
	xdotool(t, "windowactivate", at)
	wait(t, number, consent.Focused)
}

// Of what comes from the keyboard it is said so, of all else not.
func TestTypedIsSaid(t *testing.T) {
	for name, c := range map[string]struct {
		act  func(number uint64)
		kind consent.EventKind
		want bool
	}{
		"escape":   {func(uint64) { xdotool(t, "key", "Escape") }, consent.Dismissed, true},
		"return":   {func(uint64) { xdotool(t, "key", "Return") }, consent.Pressed, true},
		"space":    {func(uint64) { xdotool(t, "key", "space") }, consent.Pressed, true},
		"a letter": {func(uint64) { xdotool(t, "key", "x") }, consent.Touched, true},
		"a switch": {func(number uint64) {
			xdotool(t, "key", "shift+Tab")
			for hasFocus() != "camera.toggle" {
				xdotool(t, "key", "shift+Tab")
			}
			xdotool(t, "key", "space")
		}, consent.Toggled, true},
		"pointer":        {func(number uint64) { click(t, number, "button.no") }, consent.Pressed, false},
		"pointer, later": {func(number uint64) { xdotool(t, "key", "x"); click(t, number, "button.no") }, consent.Pressed, false},
		"wheel":          {func(uint64) { xdotool(t, "click", "5") }, consent.Touched, false},
		"close":          {func(uint64) { xdotool(t, "key", "alt+F4") }, consent.Dismissed, false},
		"program":        {func(uint64) { perform("button.no") }, consent.Pressed, false},
	} {
		t.Run(name, func(t *testing.T) {
			number := show(t, question())
			point(t, "title")
			c.act(number)
			if e, _ := await(t, number, c.kind); e.Typed != c.want {
				t.Errorf("typed: %v, want %v", e.Typed, c.want)
			}
		})
	}
}
