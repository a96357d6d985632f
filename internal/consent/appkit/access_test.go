//go:build linux && gnustep

package appkit

import (
	"fmt"
	"slices"
	"testing"

	"vestibule/internal/consent"
	"vestibule/internal/consent/drawn"
	"vestibule/internal/objc"
	"vestibule/internal/shown/hostile"
)

// listen collects what is announced, on the main loop, until the test ends.
func listen(t *testing.T) (heard func() []string) {
	t.Helper()
	var said []string
	real := speak
	onLoop(func() { speak = func(_ objc.ID, text string) { said = append(said, text) } })
	t.Cleanup(func() { onLoop(func() { speak = real }) })
	return func() (list []string) {
		onLoop(func() { list, said = said, nil })
		return list
	}
}

// Who does not see the panel hears what it asks, what changes of that, and
// once when Join can be pressed.
func TestWhatChangesIsAnnounced(t *testing.T) {
	heard := listen(t)
	p := question()
	p.Live = "Join can be pressed now"
	number := show(t, p)
	want := func(what string, want ...string) {
		t.Helper()
		if got := heard(); !slices.Equal(got, want) {
			t.Errorf("%s: announced %q, want %q", what, got, want)
		}
	}
	want("a page that comes", introduction(p))
	window.Arm(number, false, "in 1 s")
	window.Arm(number, true, "")
	window.Arm(number, true, "")
	want("it arms", p.Live)
	window.Arm(number, false, "")
	want("it disarms")
	window.Arm(number, true, "")
	want("it arms again", p.Live)
	p.Camera.Now = "Another look"
	window.Update(number, p)
	want("a look at a device")
	was := drawn.Clone(p)
	p.Camera.Assurance = "Nobody vouches for it."
	window.Update(number, p)
	want("an assurance", news(was, p))
	// Elsewhere the person hears what they are at.
	end := another(t)
	wait(t, number, consent.Blurred)
	p.Camera.Assurance = "The link asks for it."
	window.Update(number, p)
	window.Arm(number, false, "")
	window.Arm(number, true, "")
	want("without the keys")
	end()
}

// A system that has no announcements gets none, and one that has is asked as
// it wants: GNUstep has the function, and nobody who listens.
func TestAnnouncing(t *testing.T) {
	onLoop(func() {
		if announcer().post == nil {
			t.Error("nothing is announced here any more")
		}
		for _, x := range hostile.Texts {
			speak(window.panel, x.Text)
		}
		real := announcer
		announcer = func() (none announcerOf) { return }
		speak(window.panel, "Join can be pressed now")
		announcer = real
	})
}

// Every control tells assistive technology its name and more; GNUstep's own
// controls listen to no such thing, so that one of ours does here.
func TestControlsTellTheirNames(t *testing.T) {
	heard := map[string]string{}
	hear := func(what string) objc.Method {
		return objc.M(what, "v@:@", func(_ objc.ID, _ objc.SEL, text objc.ID) { heard[what] = objc.Text(text) })
	}
	onLoop(func() {
		expanded := objc.M("setAccessibilityExpanded:", "v@:B", func(_ objc.ID, _ objc.SEL, on bool) { heard["expanded"] = fmt.Sprint(on) })
		class, err := objc.NewClass("VestibuleListener", objc.Class("NSView"), hear("setAccessibilityLabel:"), hear("setAccessibilityHelp:"), expanded)
		if err != nil {
			t.Error(err)
			return
		}
		for _, p := range allParts(layout(question(), state{suffix: "in 1 s", open: map[string]bool{"camera": true}}, plain(0, 0))) {
			if p.kind < toggle {
				continue
			}
			clear(heard)
			(&control{part: p, view: class.Send("alloc").Send("init")}).putNames()
			if p.name == "" && p.kind != check || heard["setAccessibilityLabel:"] != p.name || heard["setAccessibilityHelp:"] != p.help {
				t.Errorf("%s has the name %q and more %q, said %q", p.key, p.name, p.help, heard)
			}
			if _, says := heard["expanded"]; says != (p.kind == more) || says && heard["expanded"] != fmt.Sprint(p.row == "camera") {
				t.Errorf("%s says that it is open: %q", p.key, heard["expanded"])
			}
		}
	})
}

func allParts(d drawing) []part { return slices.Concat(d.column, d.answers) }
