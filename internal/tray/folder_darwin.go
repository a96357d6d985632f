//go:build cgo

package tray

func prepareFolder() {}

// Cleanup has nothing to take away: on macOS the icon stays in memory.
func Cleanup() {}
