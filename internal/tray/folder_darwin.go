//go:build cgo

package tray

// Prepare has nothing to make.
func Prepare() {}

// Cleanup has nothing to take away: on macOS the icon stays in memory.
func Cleanup() {}
