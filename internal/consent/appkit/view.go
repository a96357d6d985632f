//go:build darwin || (linux && gnustep)

package appkit

import (
	"vestibule/internal/consent"
	"vestibule/internal/consent/drawn"
	"vestibule/internal/objc"
)

// View is the panel. Its methods may be called from any goroutine.
type View struct {
	events func(consent.Event)

	// The rest belongs to the main loop's thread.
	panel, scroller, content, footer objc.ID
	target                           objc.ID
	controls                         map[string]*control
	senders                          map[objc.ID]*control

	number uint64
	shown  bool
	page   consent.Page
	state  state
	dark   bool
	forced *bool     // dark or not, whatever the system says
	body   float64   // the size of text, in points
	sized  float64   // that size, whatever the system says; 0 for none
	image  objc.ID   // the opener's picture, ours to release, or 0
	area   objc.Rect // what of its screen the panel may take

	mapped, focused bool // what was last said of the page
	frame           objc.Rect
	keys            keys
	typed           bool // what happens now is a key's doing
	before          foreground
}

var (
	_ consent.View   = (*View)(nil)
	_ consent.Raiser = (*View)(nil)
)

// New makes the panel, as the main loop's next act. events is called on the
// main loop, in order, and must return at once; it may call the View's
// methods. Where the panel cannot be made nothing is ever shown: nobody is
// asked, and the answer is no.
func New(events func(consent.Event)) *View {
	v := &View{events: events, controls: map[string]*control{}, senders: map[objc.ID]*control{}, body: usualText}
	OnMain(v.build)
	return v
}

// Show draws the page, raises the panel and gives the safe button the focus.
// There are no activation tokens on this system.
func (v *View) Show(number uint64, p consent.Page, _ string) {
	p = drawn.Clone(p)
	OnMain(func() { v.show(number, p) })
}

// Raise brings the page before the person again.
func (v *View) Raise(number uint64, _ string) {
	OnMain(func() {
		if v.shown && v.number == number {
			v.raise()
		}
	})
}

// Update draws changes of the page that is shown. An update of another page is
// dropped, and one that a later one overtakes need not be drawn.
func (v *View) Update(number uint64, p consent.Page) {
	p = drawn.Clone(p)
	loop.Post(drawn.Act{View: v, Number: number, Run: func() {
		if v.shown && v.number == number {
			old := v.page
			v.page = p
			v.draw()
			if v.focused {
				v.announce(news(old, p))
			}
		}
	}})
}

// Arm makes the armed buttons live or dead.
func (v *View) Arm(number uint64, ready bool, suffix string) {
	k := drawn.Disarming
	if ready {
		k = drawn.Arming
	}
	loop.Post(drawn.Act{View: v, Kind: k, Number: number, Run: func() {
		if v.shown && v.number == number {
			live := ready && !v.state.ready && v.focused
			v.state.ready, v.state.suffix = ready, suffix
			v.draw()
			if live {
				v.announce(drawn.Line(v.page.Live))
			}
		}
	}})
}

// Hide takes the panel away. No event of its page follows.
func (v *View) Hide() { OnMain(v.hide) }

func (v *View) show(number uint64, p consent.Page) {
	if v.panel == 0 {
		return
	}
	if !v.shown {
		v.before.remember()
	}
	v.number, v.page, v.shown = number, p, true
	v.mapped, v.focused, v.typed = false, false, false
	v.keys.pageComes(downElsewhere())
	v.state.ready, v.state.suffix = false, ""
	v.state.open, v.state.widest = map[string]bool{}, map[consent.ButtonID]float64{}
	v.clear()
	visible := objc.Get[bool](v.panel, "isVisible")
	v.measure(visible)
	v.readPicture()
	v.draw()
	v.content.Do("scrollPoint:", objc.Point{})
	if !visible {
		v.centre()
	}
	v.focusSafe() // first: a panel that becomes key with no focus gives it to any
	v.raise()
	v.focusSafe()
	v.frame = objc.Get[objc.Rect](v.panel, "frame")
	v.tell()
	v.announce(introduction(p))
}

// raise makes this the active program and the panel its key window. macOS 14
// decides itself whether a program may be active; the panel gets the keys
// either way.
func (v *View) raise() {
	app := application()
	if app.Responds("activateIgnoringOtherApps:") {
		app.Do("activateIgnoringOtherApps:", true)
	}
	v.panel.Do("makeKeyAndOrderFront:", objc.ID(0))
	v.panel.Do("orderFrontRegardless")
}

func (v *View) hide() {
	if !v.shown {
		return
	}
	v.shown, v.page = false, consent.Page{}
	v.mapped, v.focused = false, false
	v.keys.lose()
	v.panel.Do("orderOut:", objc.ID(0))
	v.clear()
	v.before.handBack()
}

// emit tells of what happened to the page that is shown.
func (v *View) emit(e consent.Event) {
	if v.shown {
		e.Page, e.Typed = v.number, v.typed
		v.events(e)
	}
}

func (v *View) dismiss() { v.emit(consent.Event{Kind: consent.Dismissed}) }

// closed is the panel's close button, or the window manager's.
func (v *View) closed() {
	v.typed = false
	v.dismiss()
}

// tell says whether the page is on the screen and has the keys. A panel that
// is covered has them in vain: nobody can read what they would answer.
func (v *View) tell() {
	if !v.shown {
		return
	}
	visible := objc.Get[bool](v.panel, "isVisible")
	if visible && v.panel.Responds("occlusionState") {
		visible = objc.Get[uint](v.panel, "occlusionState")&objc.NSWindowOcclusionStateVisible != 0
	}
	if visible && !v.mapped {
		v.mapped = true
		v.emit(consent.Event{Kind: consent.Mapped})
	}
	if focused := v.mapped && visible && objc.Get[bool](v.panel, "isKeyWindow"); focused != v.focused {
		v.focused = focused
		kind := consent.Blurred
		if focused {
			kind = consent.Focused
		}
		v.emit(consent.Event{Kind: kind})
	}
	if !v.focused {
		v.keys.lose()
	}
}

func (v *View) moved() {
	frame := objc.Get[objc.Rect](v.panel, "frame")
	if frame == v.frame {
		return
	}
	v.frame = frame
	if v.mapped {
		v.emit(consent.Event{Kind: consent.Moved})
	}
}

// acted is a click on a control, by pointer, key or assistive technology.
func (v *View) acted(sender objc.ID) {
	c := v.senders[sender]
	if c == nil || !v.shown || c.part.dead {
		if c != nil {
			c.put(c.part) // as it is to be
		}
		return
	}
	p := c.part
	on := (p.kind == toggle || p.kind == check) && objc.Get[int](sender, "state") == objc.NSControlStateValueOn
	switch p.kind {
	case more:
		v.state.open[p.row] = !v.state.open[p.row]
		v.draw()
		v.emit(consent.Event{Kind: consent.Touched})
	case toggle:
		v.keep(p, on, 0)
		v.emit(consent.Event{Kind: consent.Toggled, Row: p.row, On: on})
	case choice:
		// A menu has an event loop of its own, and keys that the panel never saw.
		if event := application().Send("currentEvent"); objc.Get[uint](event, "type") == objc.NSEventTypeKeyDown {
			v.typed = true
		}
		index := objc.Get[int](sender, "indexOfSelectedItem")
		if index == p.chosen {
			return
		}
		v.keep(p, false, index)
		v.emit(consent.Event{Kind: consent.Picked, Index: index})
	case check, action, answer:
		v.keep(p, on, 0)
		v.emit(consent.Event{Kind: consent.Pressed, Button: p.id, On: on})
	}
}

// keep puts on the page what the person did to it, until an update says
// otherwise: a countdown that is drawn meanwhile must not undo it on the screen.
func (v *View) keep(p part, on bool, index int) {
	switch p.kind {
	case toggle:
		if r := map[string]*consent.Row{"camera": v.page.Camera, "microphone": v.page.Microphone}[p.row]; r != nil {
			r.On = on
		}
	case choice:
		if v.page.Open != nil {
			v.page.Open.Chosen = index
		}
	case check:
		for _, r := range []*consent.Row{v.page.Camera, v.page.Microphone} {
			if r != nil && r.Check != nil && r.Check.ID == p.id {
				r.Check.On = on
			}
		}
		for i := range v.page.Actions {
			if b := &v.page.Actions[i]; b.Check && b.ID == p.id {
				b.On = on
			}
		}
	}
	v.draw()
}
