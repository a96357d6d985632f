//go:build linux && gnustep

package appkit

import (
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"

	"vestibule/internal/objc"
)

// The panel is above other windows, takes the keys, and comes to the space that
// the person is in; GNUstep forgets what it is told of spaces.
func TestThePanelFloats(t *testing.T) {
	show(t, question())
	onLoop(func() {
		if level := objc.Get[int](window.panel, "level"); level != objc.NSFloatingWindowLevel {
			t.Errorf("its level is %d", level)
		}
		if !objc.Get[bool](window.panel, "isFloatingPanel") || objc.Get[bool](window.panel, "hidesOnDeactivate") || objc.Get[bool](window.panel, "becomesKeyOnlyIfNeeded") {
			t.Error("it goes under other windows, away, or without the keys")
		}
		told := uint(0)
		class, err := objc.NewClass("VestibuleTestFloating", objc.Class("NSPanel"),
			objc.M("setCollectionBehavior:", "v@:Q", func(_ objc.ID, _ objc.SEL, to uint) { told = to }))
		if err != nil {
			t.Error(err)
			return
		}
		float(class.Send("alloc").Send("init"))
		if told != 1<<1|1<<8 { // <AppKit/NSWindow.h>: MoveToActiveSpace, FullScreenAuxiliary
			t.Errorf("its place among the spaces is %#x", told)
		}
	})
}

// desktop is a workspace as macOS has it, with one program in front.
type desktop struct {
	workspace, program objc.ID
	pid                int
	ended, agrees      bool
	did                []string
}

var theDesktop desktop

var desktopClasses = sync.OnceValue(func() (err error) {
	d := &theDesktop
	make := func(name string, methods ...objc.Method) (object objc.ID) {
		class, fault := objc.NewClass(name, objc.Class("NSObject"), methods...)
		if fault != nil {
			err = fault
			return 0
		}
		return class.Send("alloc").Send("init")
	}
	d.workspace = make("VestibuleTestWorkspace", objc.M("frontmostApplication", "@@:", func(objc.ID, objc.SEL) objc.ID { return d.program }))
	d.program = make("VestibuleTestProgram",
		objc.M("processIdentifier", "i@:", func(objc.ID, objc.SEL) int32 { return int32(d.pid) }),
		objc.M("isTerminated", "B@:", func(objc.ID, objc.SEL) bool { return d.ended }),
		objc.M("activateWithOptions:", "B@:Q", func(_ objc.ID, _ objc.SEL, options uint) bool {
			d.did = append(d.did, fmt.Sprintf("activate %d", options))
			return true
		}))
	return err
})

// The program that was in front gets the keys back when the panel goes, and
// only where nobody else has them.
func TestTheKeysGoBack(t *testing.T) {
	const mail = 7
	us := os.Getpid()
	for name, c := range map[string]struct {
		before, after int
		ended         bool
		want          []string
	}{
		"from another program":       {before: mail, after: us, want: []string{"activate 0"}},
		"the person went elsewhere":  {before: mail, after: mail},
		"the other program ended":    {before: mail, after: us, ended: true},
		"from ourselves":             {before: us, after: us},
		"nobody was in front at all": {before: 0, after: us},
	} {
		t.Run(name, func(t *testing.T) {
			window.Hide()
			onLoop(func() {
				if err := desktopClasses(); err != nil {
					t.Error(err)
					return
				}
				real, program := workspace, theDesktop.program
				workspace = func() objc.ID { return theDesktop.workspace }
				defer func() { workspace, theDesktop.program = real, program }()
				theDesktop.did, theDesktop.ended, theDesktop.pid = nil, c.ended, c.before
				if c.before == 0 {
					theDesktop.program = 0
				}
				window.show(1<<40, question())
				theDesktop.program, theDesktop.pid = program, c.after
				window.hide()
				if !slices.Equal(theDesktop.did, c.want) || window.before.before != 0 {
					t.Errorf("it did %q, want %q; noted %v", theDesktop.did, c.want, window.before.before)
				}
			})
		})
	}
}
