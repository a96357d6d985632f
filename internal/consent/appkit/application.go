//go:build darwin || (linux && gnustep)

package appkit

import (
	"errors"
	"runtime"

	"vestibule/internal/consent/drawn"
	"vestibule/internal/objc"
)

// AppKit belongs to one thread, the process's first.
func init() { runtime.LockOSThread() }

// Application is NSApp, after Init.
func application() objc.ID { return objc.Class("NSApplication").Send("sharedApplication") }

// Init opens the window server. It must be called from main.
func Init() error {
	settle()
	app := application()
	if app == 0 {
		return errors.New("opening the window server: AppKit is not there")
	}
	takeSignals()
	// No icon in the Dock and no menu bar; in the bundle Info.plist says so too.
	if app.Responds("setActivationPolicy:") {
		app.Do("setActivationPolicy:", objc.NSApplicationActivationPolicyAccessory)
	}
	return beginLoop()
}

// Loop runs the main loop until Quit, where systray does not run it.
func Loop() { application().Do("run") }

// Quit ends Loop. It may be called from any goroutine.
func Quit() {
	loop.Post(drawn.Act{Run: func() {
		app := application()
		app.Do("stop:", objc.ID(0))
		// The loop looks whether it was stopped after its next event.
		app.Do("postEvent:atStart:", objc.Class("NSEvent").Send(
			"otherEventWithType:location:modifierFlags:timestamp:windowNumber:context:subtype:data1:data2:",
			objc.NSEventTypeApplicationDefined, objc.Point{}, uint(0), 0.0, 0, objc.ID(0), int16(0), 0, 0), true)
	}})
}

// OnMain runs f on the main loop, after what was asked of it before.
func OnMain(f func()) { loop.Post(drawn.Act{Run: f}) }

// loop holds what waits for the main loop.
var loop drawn.Queue

// beginLoop has the main loop do what waits. It is woken by a message to an
// object of ours.
func beginLoop() error {
	class, err := objc.NewClass("VestibuleLoop", objc.Class("NSObject"), objc.M("drain:", "v@:@", func(objc.ID, objc.SEL, objc.ID) { drain() }))
	if err != nil {
		return err
	}
	waker := class.Send("alloc").Send("init")
	if waker == 0 {
		return errors.New("opening the window server: objects cannot be made")
	}
	loop.Begin(func() {
		objc.Pool(func() {
			waker.Do("performSelectorOnMainThread:withObject:waitUntilDone:", objc.Selector("drain:"), objc.ID(0), false)
		})
	})
	return nil
}

func drain() {
	for _, a := range loop.Take() {
		a.Run()
	}
}
