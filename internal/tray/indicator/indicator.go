//go:build linux && cgo

// Package indicator loads the system's library for tray icons when the tray is
// made, and not before. systray is linked against it, so that it and five more
// are otherwise loaded before the program's first line, three milliseconds
// before a window that has no use for them; and a machine without it would not
// get a window at all. Here such a machine has no tray.
//
// Importing it is all there is to do: it defines the functions that systray
// calls, and the linker then leaves the library out.
//
// What may not live here: anything about the tray.
package indicator

/*
#cgo pkg-config: ayatana-appindicator3-0.1
#cgo LDFLAGS: -Wl,--as-needed
*/
import "C"
