//go:build linux && gnustep

package appkit

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"vestibule/internal/consent"
	"vestibule/internal/objc"
	"vestibule/internal/shown/hostile"
)

// hostilePage has a text in every place that something outside of Vestibule
// fills, as the words have it: cleaned where they clean.
func hostilePage(text string) consent.Page {
	p := question()
	p.Badge, p.Title, p.Host, p.Meeting = text, text, consent.Host(text), text
	p.Opener, p.OpenerMore, p.OpenerTheme, p.OpenerIcon = text, text, text, consent.Icon(text)
	p.Camera = &consent.Row{
		Title: text, Icon: consent.Icon(text), Now: text, NowStrong: text, Label: text, Assurance: text, Why: text, Ask: "Why?", Note: text,
		Check: &consent.Check{ID: "box", Label: text},
	}
	p.Open.Title, p.Open.Choices, p.Open.Note, p.Open.Chosen = text, []string{text, text}, text, 7
	p.Cleaned, p.Banner = text, text
	p.Text = []consent.Paragraph{{Text: text, Selectable: true}, {Host: consent.HostName{Text: text, Strong: text, ASCII: text, ASCIIStrong: text}}}
	return p
}

// hostileTexts are all of them; GNUstep looks half a second for a font for each
// letter that its own has not.
func hostileTexts() []hostile.Text {
	texts := slices.Clone(hostile.Texts)
	for i := range texts {
		if texts[i].Name == "wide" {
			texts[i].Text = strings.Repeat("﷽", 4)
		}
	}
	return texts
}

// sizes are of text that people read in.
var sizes = []float64{usualText, 2 * usualText}

// atSizes runs f with text of each size.
func atSizes(t *testing.T, f func(t *testing.T, size float64)) {
	for _, size := range sizes {
		t.Run(fmt.Sprintf("%g pt", size), func(t *testing.T) {
			window.TextSize(size)
			t.Cleanup(func() { window.TextSize(usualText) })
			f(t, size)
		})
	}
}

// Whatever a page holds, its answers are on the screen, whole and on top: no
// text hides them or pushes them away.
func TestAnswersStayOnTheScreen(t *testing.T) {
	texts := append(hostileTexts(), []hostile.Text{
		{Name: "nothing"}, {Name: "a megabyte", Text: strings.Repeat("x", 1<<20)}, {Name: "lines", Text: strings.Repeat("\n", 300)},
		{Name: "a huge count", Text: "18446744073709551615 more links came. They were refused."},
	}...)
	atSizes(t, func(t *testing.T, size float64) {
		for _, x := range texts {
			number := showUntried(t, hostilePage(x.Text))
			window.Arm(number, false, x.Text)
			var frames []objc.Rect
			var screen objc.Rect
			onLoop(func() {
				screen = objc.Get[objc.Rect](objc.Class("NSScreen").Send("mainScreen"), "frame")
				for _, key := range []string{"button.no", "button.yes"} {
					frames = append(frames, frameOf(window.controls[key].view))
				}
				if d := layout(window.page, window.state, measures(size, window.area.Size.Width-40, window.area.Size.Height-40)); len(faults(d)) > 0 {
					t.Errorf("%s: %q", x.Name, faults(d))
				}
				footer := frameOf(window.footer)
				seen := objc.Get[objc.Rect](window.scroller, "frame")
				if seen.Origin.Y < footer.Size.Height-0.5 {
					t.Errorf("%s: what scrolls is over the answers", x.Name)
				}
			})
			for _, f := range frames {
				if f.Origin.X < 0 || f.Origin.Y < 0 || f.Origin.X+f.Size.Width > screen.Size.Width || f.Origin.Y+f.Size.Height > screen.Size.Height {
					t.Errorf("%s: an answer is at %+v", x.Name, f)
				}
			}
			if got := hasFocus(); got != "button.no" {
				t.Errorf("%s: the focus is on %q", x.Name, got)
			}
		}
	})
}

// The most hostile page can be answered as any other.
func TestAHostilePageIsAnswered(t *testing.T) {
	for _, x := range hostileTexts() {
		number := show(t, hostilePage(x.Text))
		window.Arm(number, true, "")
		onLoop(func() {})
		if e := clickFor(t, number, "button.yes", consent.Pressed); e.Button != "yes" {
			t.Errorf("%s: pressed %q", x.Name, e.Button)
		}
	}
}

// In a script that is written from the right all is mirrored, the arrows too.
func TestRightToLeft(t *testing.T) {
	window.RightToLeft(true)
	t.Cleanup(func() { window.RightToLeft(false) })
	p := question()
	p.Title, p.Opener = "هل تريد الانضمام؟", "פתוח"
	number := show(t, p)
	window.Arm(number, true, "")
	middle := func(key string) float64 { r := onScreen(t, key); return r.Origin.X + r.Size.Width/2 }
	if middle("button.yes") >= middle("button.no") || middle("camera.toggle") >= middle("camera.icon") || middle("title") >= middle("badge") {
		t.Errorf("Join is at %g, Don’t join at %g, the switch at %g, its icon at %g", middle("button.yes"), middle("button.no"), middle("camera.toggle"), middle("camera.icon"))
	}
	xdotool(t, "key", "Left")
	wait(t, number, consent.Touched)
	if got := hasFocus(); got != "button.yes" {
		t.Errorf("the arrow to the left goes to %q", got)
	}
	xdotool(t, "key", "Return")
	if e, _ := await(t, number, consent.Pressed); e.Button != "yes" {
		t.Errorf("pressed %q", e.Button)
	}
}

// The safe button has the focus from the start, also where there is a text that
// could have it, to be selected.
func TestTheSafeButtonHasTheFocus(t *testing.T) {
	window.Hide()
	number := showUntried(t, consent.Page{
		Title: "Vestibule does not know this address", Text: []consent.Paragraph{{Text: "a\nb", Selectable: true}, {Text: "c", Selectable: true}},
		Buttons: []consent.Button{{ID: "copy", Label: "Copy link"}, {ID: "close", Label: "Close", Safe: true}},
	})
	for _, ready := range []bool{false, true, false} {
		if got := hasFocus(); got != "button.close" {
			t.Errorf("the focus is on %q", got)
		}
		window.Arm(number, ready, "")
	}
}

// What is under the pointer when the countdown ends stays there.
func TestButtonsStayPutAsTheCountdownEnds(t *testing.T) {
	number := show(t, question())
	window.Arm(number, false, "in 10 s")
	before := onScreen(t, "button.no")
	window.Arm(number, true, "")
	if after := onScreen(t, "button.no"); after != before {
		t.Errorf("it was at %+v and is at %+v", before, after)
	}
}

// By keyboard alone, a sentence more opens under its row, and is closed on the
// next page.
func TestWhyOpensItsSentence(t *testing.T) {
	number := show(t, question())
	said := func() (there bool) {
		onLoop(func() { there = window.controls["camera.more"] != nil })
		return there
	}
	if said() {
		t.Error("the sentence is there unasked")
	}
	for range 12 {
		if hasFocus() == "camera.why" {
			break
		}
		xdotool(t, "key", "Tab")
		wait(t, number, consent.Touched)
	}
	xdotool(t, "key", "space")
	if pressed := of(consent.Pressed, untilEscape(t, number)); len(pressed) > 0 {
		t.Errorf("pressed %+v", pressed)
	}
	if !said() {
		t.Error("the sentence did not open")
	}
	show(t, question())
	if said() {
		t.Error("the next page starts with the sentence open")
	}
}
