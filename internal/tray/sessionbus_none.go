//go:build (darwin && cgo) || windows

package tray

func holdSessionBus() {}
