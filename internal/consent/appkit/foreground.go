//go:build darwin || (linux && gnustep)

package appkit

import (
	"os"

	"vestibule/internal/objc"
)

// foreground is the program that the person was in before the panel took the
// keys. It gets them back when the panel goes, unless the person went elsewhere
// meanwhile: the system itself leaves them with us, where no window is.
type foreground struct {
	before objc.ID // an NSRunningApplication of ours to release, or 0
}

// workspace is what knows who is in front.
var workspace = func() objc.ID { return objc.Class("NSWorkspace").Send("sharedWorkspace") }

func frontmost() objc.ID {
	w := workspace()
	if !w.Responds("frontmostApplication") {
		return 0
	}
	return w.Send("frontmostApplication")
}

func isUs(program objc.ID) bool {
	return objc.Get[int](program, "processIdentifier") == os.Getpid()
}

// remember notes who is in front, before we are.
func (f *foreground) remember() {
	front := frontmost()
	if front == 0 || isUs(front) {
		return // we are in front already: who was before is known
	}
	f.forget()
	f.before = front.Send("retain")
}

func (f *foreground) forget() {
	if f.before != 0 {
		f.before.Do("release")
		f.before = 0
	}
}

// handBack puts who was in front there again.
func (f *foreground) handBack() {
	defer f.forget()
	before := f.before
	if before == 0 || objc.Get[bool](before, "isTerminated") {
		return
	}
	if front := frontmost(); front == 0 || !isUs(front) {
		return // the person is elsewhere
	}
	// macOS 14 asks who is in front to agree.
	if app := application(); app.Responds("yieldActivationToApplication:") {
		app.Do("yieldActivationToApplication:", before)
	}
	if before.Responds("activateWithOptions:") {
		before.Do("activateWithOptions:", uint(0))
	}
}
