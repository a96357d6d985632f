//go:build darwin || (linux && gnustep)

package appkit

import (
	"errors"
	"runtime"
	"sync"

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
	return loop.build()
}

// Loop runs the main loop until Quit, where systray does not run it.
func Loop() { application().Do("run") }

// Quit ends Loop. It may be called from any goroutine.
func Quit() {
	loop.post(op{run: func() {
		app := application()
		app.Do("stop:", objc.ID(0))
		// The loop looks whether it was stopped after its next event.
		app.Do("postEvent:atStart:", objc.Class("NSEvent").Send(
			"otherEventWithType:location:modifierFlags:timestamp:windowNumber:context:subtype:data1:data2:",
			objc.NSEventTypeApplicationDefined, objc.Point{}, uint(0), 0.0, 0, objc.ID(0), int16(0), 0, 0), true)
	}})
}

// OnMain runs f on the main loop, after what was asked of it before.
func OnMain(f func()) { loop.post(op{run: f}) }

// loop holds what waits for the main loop.
var loop queue

// op is one act on the main loop. view is set for updates: an update that
// waits is replaced by one that follows it directly, so that a flood of them
// costs no more than one.
type op struct {
	view   *View
	number uint64
	run    func()
}

type queue struct {
	mu      sync.Mutex
	waiting []op
	waker   objc.ID // an object of ours on which the main loop calls drain:
}

func (q *queue) build() error {
	class, err := objc.NewClass("VestibuleLoop", objc.Class("NSObject"), objc.M("drain:", "v@:@", func(objc.ID, objc.SEL, objc.ID) { q.drain() }))
	if err != nil {
		return err
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waker = class.Send("alloc").Send("init")
	if q.waker == 0 {
		return errors.New("opening the window server: objects cannot be made")
	}
	if len(q.waiting) > 0 {
		q.wake()
	}
	return nil
}

func (q *queue) post(o op) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if n := len(q.waiting); n > 0 {
		if last := &q.waiting[n-1]; o.view != nil && last.view == o.view && last.number == o.number {
			*last = o
			return
		}
	}
	q.waiting = append(q.waiting, o)
	if len(q.waiting) == 1 && q.waker != 0 {
		q.wake()
	}
}

func (q *queue) wake() {
	objc.Pool(func() {
		q.waker.Do("performSelectorOnMainThread:withObject:waitUntilDone:", objc.Selector("drain:"), objc.ID(0), false)
	})
}

func (q *queue) drain() {
	q.mu.Lock()
	ops := q.waiting
	q.waiting = nil
	q.mu.Unlock()
	for _, o := range ops {
		o.run()
	}
}
