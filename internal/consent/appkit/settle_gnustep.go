//go:build linux && gnustep

package appkit

import (
	"os"
	"os/signal"
	"syscall"

	"vestibule/internal/objc"
)

// settle keeps GNUstep from showing an icon of the program on the desktop.
func settle() {
	objc.Pool(func() {
		yes := objc.Class("NSDictionary").Send("dictionaryWithObject:forKey:", objc.String("YES"), objc.String("GSSuppressAppIcon"))
		objc.Class("NSUserDefaults").Send("standardUserDefaults").Do("registerDefaults:", yes)
	})
}

// takeSignals gives Go back the signals for which NSApplication and NSTask set
// handlers. Those run on whatever stack is there: a goroutine's is too small
// for them, and what they overwrite is another's.
func takeSignals() {
	objc.Pool(func() { objc.Class("NSTask").Send("alloc").Send("init").Do("release") }) // has it set its handler now
	theirs := []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGCHLD}
	signal.Ignore(theirs...) // Go sets its own handler anew only after this
	signal.Notify(make(chan os.Signal, 1), theirs...)
}

// boxGap is between a check box and its title: GNUstep leaves none.
const boxGap = "  "

// mirrors says that the system's controls follow a direction.
const mirrors = false
