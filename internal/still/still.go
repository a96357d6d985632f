//go:build still

package still

import _ "unsafe" // for linkname

// forcegcperiod is that of runtime/proc.go, in nanoseconds.
//
//go:linkname forcegcperiod runtime.forcegcperiod
var forcegcperiod int64

// found is what the runtime had: two minutes, as long as this is its variable.
var found = forcegcperiod

// The collector still runs when the heap has grown; only the collection for
// its own sake is put off to once a day.
func init() { forcegcperiod = 24 * 3600 * 1e9 }
