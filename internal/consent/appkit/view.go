//go:build darwin || (linux && gnustep)

package appkit

import (
	"vestibule/internal/consent"
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
	forced *bool // dark or not, whatever the system says

	mapped, focused bool // what was last said of the page
	frame           objc.Rect
	keys            keys
}

var _ consent.View = (*View)(nil)

// New makes the panel, as the main loop's next act. events is called on the
// main loop, in order, and must return at once; it may call the View's
// methods. Where the panel cannot be made nothing is ever shown: nobody is
// asked, and the answer is no.
func New(events func(consent.Event)) *View {
	v := &View{events: events, controls: map[string]*control{}, senders: map[objc.ID]*control{}}
	loop.post(op{run: v.build})
	return v
}

// Show draws the page, raises the panel and gives the safe button the focus.
// There are no activation tokens on this system.
func (v *View) Show(number uint64, p consent.Page, _ string) {
	p = clone(p)
	loop.post(op{run: func() { v.show(number, p) }})
}

// Update draws changes of the page that is shown. An update of another page is
// dropped, and one that a later one overtakes need not be drawn.
func (v *View) Update(number uint64, p consent.Page) {
	p = clone(p)
	loop.post(op{view: v, number: number, run: func() {
		if v.shown && v.number == number {
			v.page = p
			v.draw()
		}
	}})
}

// Arm makes the armed buttons live or dead.
func (v *View) Arm(number uint64, ready bool, suffix string) {
	loop.post(op{run: func() {
		if v.shown && v.number == number {
			v.state.ready, v.state.suffix = ready, suffix
			v.draw()
		}
	}})
}

// Hide takes the panel away. No event of its page follows.
func (v *View) Hide() { loop.post(op{run: v.hide}) }

func (v *View) show(number uint64, p consent.Page) {
	if v.panel == 0 {
		return
	}
	v.number, v.page, v.shown = number, p, true
	v.mapped, v.focused = false, false
	v.keys.pageComes()
	v.state.ready, v.state.suffix = false, ""
	v.state.open, v.state.widest = map[string]bool{}, map[consent.ButtonID]float64{}
	v.clear()
	v.draw()
	if !objc.Get[bool](v.panel, "isVisible") {
		v.panel.Do("center")
	}
	raise()
	v.panel.Do("makeKeyAndOrderFront:", objc.ID(0))
	v.panel.Do("orderFrontRegardless")
	v.focusSafe()
	v.frame = objc.Get[objc.Rect](v.panel, "frame")
	v.look()
}

// raise makes this the active program. macOS 14 decides itself whether it may
// be; the panel gets the keys either way.
func raise() {
	app := application()
	if app.Responds("activateIgnoringOtherApps:") {
		app.Do("activateIgnoringOtherApps:", true)
	}
}

func (v *View) hide() {
	if !v.shown {
		return
	}
	v.shown, v.page = false, consent.Page{}
	v.mapped, v.focused = false, false
	v.panel.Do("orderOut:", objc.ID(0))
	v.clear()
}

// emit tells of what happened to the page that is shown.
func (v *View) emit(e consent.Event) {
	if v.shown {
		e.Page = v.number
		v.events(e)
	}
}

func (v *View) dismiss() { v.emit(consent.Event{Kind: consent.Dismissed}) }

// look says whether the page is on the screen and has the keys. A panel that
// is covered has them in vain: nobody can read what they would answer.
func (v *View) look() {
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
	switch p.kind {
	case why:
		v.state.open[p.row] = !v.state.open[p.row]
		v.draw()
		v.emit(consent.Event{Kind: consent.Touched})
	case toggle:
		on := objc.Get[int](sender, "state") == objc.NSControlStateValueOn
		c.part.on = on
		v.emit(consent.Event{Kind: consent.Toggled, Row: p.row, On: on})
	case choice:
		index := objc.Get[int](sender, "indexOfSelectedItem")
		c.part.chosen = index
		v.emit(consent.Event{Kind: consent.Picked, Index: index})
	case check, action, answer:
		on := p.kind == check && objc.Get[int](sender, "state") == objc.NSControlStateValueOn
		c.part.on = on
		v.emit(consent.Event{Kind: consent.Pressed, Button: p.id, On: on})
	}
}
