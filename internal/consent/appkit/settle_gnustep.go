//go:build linux && gnustep

package appkit

import "vestibule/internal/objc"

// settle keeps GNUstep from showing an icon of the program on the desktop.
func settle() {
	objc.Pool(func() {
		yes := objc.Class("NSDictionary").Send("dictionaryWithObject:forKey:", objc.String("YES"), objc.String("GSSuppressAppIcon"))
		objc.Class("NSUserDefaults").Send("standardUserDefaults").Do("registerDefaults:", yes)
	})
}

// boxGap is between a check box and its title: GNUstep leaves none.
const boxGap = "  "

// mirrors says that the system's controls follow a direction.
const mirrors = false
