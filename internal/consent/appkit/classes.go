//go:build darwin || (linux && gnustep)

package appkit

import (
	"sync"

	"vestibule/internal/consent/drawn"
	"vestibule/internal/objc"
)

// classes are ours, made once. Their methods find the one view by the object
// that they are called on.
type classes struct {
	panel, column, plate, target objc.ID
	button, choice, toggle       objc.ID
	views                        map[objc.ID]*View // by panel, column and target
	paints                       map[objc.ID]paint // by plate
}

// paint is what a plate draws.
type paint struct {
	fill, edge drawn.Colour
	radius     float64
	icon       string
	line       drawn.Colour
}

var ours classes

var makeClasses = sync.OnceValue(func() error {
	ours.views, ours.paints = map[objc.ID]*View{}, map[objc.ID]paint{}
	yes := func(objc.ID, objc.SEL) bool { return true }
	no := func(objc.ID, objc.SEL) bool { return false }
	// Buttons take the focus whatever the system's "keyboard navigation" is set
	// to: a question must be answerable by keyboard alone.
	focus := []objc.Method{objc.M("acceptsFirstResponder", "B@:", yes), objc.M("canBecomeKeyView", "B@:", yes)}
	told := func(f func(*View)) func(objc.ID, objc.SEL, objc.ID) {
		return func(self objc.ID, _ objc.SEL, _ objc.ID) {
			if v := ours.views[self]; v != nil {
				f(v)
			}
		}
	}
	toggle := objc.Class("NSSwitch") // macOS 10.15
	if toggle == 0 {
		toggle = objc.Class("NSButton")
	}
	for _, c := range []struct {
		into    *objc.ID
		name    string
		super   objc.ID
		methods []objc.Method
	}{
		{&ours.panel, "VestibulePanel", objc.Class("NSPanel"), []objc.Method{
			objc.M("canBecomeKeyWindow", "B@:", yes),
			objc.M("canBecomeMainWindow", "B@:", no),
			objc.M("sendEvent:", "v@:@", func(self objc.ID, _ objc.SEL, event objc.ID) {
				v := ours.views[self]
				if v == nil || !v.key(event) {
					objc.Super(ours.panel, self, "sendEvent:", event)
				}
				if v != nil {
					v.typed = false // what comes next is no key's
				}
			}),
			objc.M("cancelOperation:", "v@:@", told((*View).dismiss)),
		}},
		{&ours.column, "VestibuleColumn", objc.Class("NSView"), []objc.Method{
			objc.M("isFlipped", "B@:", yes),
			objc.M("viewDidChangeEffectiveAppearance", "v@:", func(self objc.ID, _ objc.SEL) {
				if v := ours.views[self]; v != nil {
					v.recolour()
				}
			}),
		}},
		{&ours.plate, "VestibulePlate", objc.Class("NSView"), []objc.Method{
			objc.M("isFlipped", "B@:", yes),
			// The rectangle to draw, an argument, is left unread: all of it is.
			objc.M("drawRect:", "v@:{CGRect={CGPoint=dd}{CGSize=dd}}", func(self objc.ID, _ objc.SEL) { drawPlate(self) }),
		}},
		{&ours.button, "VestibuleButton", objc.Class("NSButton"), focus},
		{&ours.choice, "VestibuleChoice", objc.Class("NSPopUpButton"), focus},
		{&ours.toggle, "VestibuleSwitch", toggle, focus},
		{&ours.target, "VestibuleTarget", objc.Class("NSObject"), []objc.Method{
			objc.M("act:", "v@:@", func(self objc.ID, _ objc.SEL, sender objc.ID) {
				if v := ours.views[self]; v != nil {
					v.acted(sender)
				}
			}),
			objc.M("windowShouldClose:", "B@:@", func(self objc.ID, _ objc.SEL, _ objc.ID) bool {
				if v := ours.views[self]; v != nil {
					v.closed()
				}
				return false
			}),
			objc.M("windowDidBecomeKey:", "v@:@", told((*View).tell)),
			objc.M("windowDidResignKey:", "v@:@", told((*View).tell)),
			objc.M("windowDidChangeOcclusionState:", "v@:@", told((*View).tell)),
			objc.M("windowDidMove:", "v@:@", told((*View).moved)),
			objc.M("windowDidResize:", "v@:@", told((*View).moved)),
			objc.M("windowDidChangeScreen:", "v@:@", told((*View).moved)),
		}},
	} {
		class, err := objc.NewClass(c.name, c.super, c.methods...)
		if err != nil {
			return err
		}
		*c.into = class
	}
	return nil
})
