//go:build linux && gnustep

package appkit

import (
	"strings"
	"testing"

	"vestibule/internal/consent"
	"vestibule/internal/objc"
)

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
		window.Arm(number, on, "")
		onLoop(func() {})
	}
	p.Open.Choices = []string{"Chromium", "Firefox"}
	window.Update(number, p)
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
	window.Arm(number, true, "")
	onLoop(func() {})
	xdotool(t, "key", "Tab")
	wait(t, number, consent.Touched)
	p.Buttons = append([]consent.Button{{ID: "copy", Label: "Copy link"}}, p.Buttons...)
	window.Update(number, p)
	onLoop(func() {})
	if got := hasFocus(); got != "button.yes" {
		t.Errorf("the focus is on %q", got)
	}
}

func TestUpdateOfAnotherPage(t *testing.T) {
	number := show(t, question())
	other := question()
	other.Title = "Another"
	window.Update(number-1, other)
	onLoop(func() {
		for _, c := range window.controls {
			if strings.Contains(c.part.text, "Another") {
				t.Error("an update of a page that is gone was drawn")
			}
		}
	})
}

// By mouse: switches, check boxes and buttons say what they became, and locked
// ones nothing.
func TestClicks(t *testing.T) {
	for _, c := range []struct {
		key   string
		kind  consent.EventKind
		check func(e consent.Event) bool
	}{
		{"camera.toggle", consent.Toggled, func(e consent.Event) bool { return e.Row == "camera" && e.On }},
		{"camera.toggle", consent.Toggled, func(e consent.Event) bool { return e.Row == "camera" && !e.On }},
		{"microphone.check", consent.Pressed, func(e consent.Event) bool { return e.Button == "mute" && e.On }},
		{"microphone.check", consent.Pressed, func(e consent.Event) bool { return e.Button == "mute" && !e.On }},
		{"button.remember", consent.Pressed, func(e consent.Event) bool { return e.Button == "remember" && e.On }},
		{"button.usual", consent.Pressed, func(e consent.Event) bool { return e.Button == "usual" }},
		{"button.no", consent.Pressed, func(e consent.Event) bool { return e.Button == "no" }},
	} {
		number := pageNumber
		if c.key != "camera.toggle" && c.key != "microphone.check" || number == 0 || !isShown(number) {
			number = show(t, question())
		}
		if e := clickFor(t, number, c.key, c.kind); !c.check(e) {
			t.Errorf("%s gave %+v", c.key, e)
		}
	}
	number := show(t, question())
	click(t, number, "microphone.toggle")
	if toggled := of(consent.Toggled, untilEscape(t, number)); len(toggled) > 0 {
		t.Errorf("a locked switch gave %+v", toggled)
	}
}

// isShown says whether the page is on the panel.
func isShown(number uint64) (yes bool) {
	onLoop(func() { yes = window.shown && window.number == number })
	return yes
}

// What was picked is said, once.
func TestAChoiceIsPicked(t *testing.T) {
	number := show(t, question())
	onLoop(func() {
		c := window.controls["open.choice"]
		c.view.Do("selectItemAtIndex:", 1)
		window.acted(c.view)
	})
	if e, _ := await(t, number, consent.Picked); e.Index != 1 {
		t.Errorf("picked %+v", e)
	}
	// The same again is no news.
	onLoop(func() { window.acted(window.controls["open.choice"].view) })
	if picked := of(consent.Picked, untilEscape(t, number)); len(picked) > 0 {
		t.Errorf("picked %+v", picked)
	}
}

// The wheel over a choice must not change it.
func TestTheWheelDoesNotPick(t *testing.T) {
	number := show(t, question())
	point(t, "open.choice")
	xdotool(t, "click", "5", "click", "5")
	if picked := of(consent.Picked, untilEscape(t, number)); len(picked) > 0 {
		t.Errorf("scrolling gave %+v", picked)
	}
}

// Assistive technology can still press what it found before the page was gone.
func TestNothingComesAfterHide(t *testing.T) {
	number := show(t, question())
	window.Arm(number, true, "")
	var found objc.ID
	onLoop(func() { found = window.controls["button.yes"].view.Send("retain") })
	window.Hide()
	onLoop(func() {})
	forget()
	onLoop(func() {
		window.acted(found)
		found.Do("release")
	})
	onLoop(func() {})
	if len(events) > 0 {
		t.Errorf("a hidden page gave %+v", <-events)
	}
}
