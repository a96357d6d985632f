package device

import (
	"path/filepath"
	"syscall"
	"testing"
)

// MadeTree is a made machine, for the test that reads what the window says.
type MadeTree struct {
	Name string
	Make func(t testing.TB) (r Roots, later func()) // later is nil, or changes it
}

// MadeTrees are the states that cameras may be in.
var MadeTrees = []MadeTree{
	{"none", func(t testing.TB) (Roots, func()) { return newTree(t).Roots, nil }},
	{"one idle", func(t testing.TB) (Roots, func()) { return withWebcam(t).Roots, nil }},
	{"one busy", func(t testing.TB) (Roots, func()) {
		tr := withWebcam(t)
		tr.process(4242, "obs", "/dev/video0")
		return tr.Roots, nil
	}},
	{"unreadable", func(t testing.TB) (Roots, func()) {
		tr := withWebcam(t)
		tr.unreadable(30, "daemon")
		return tr.Roots, nil
	}},
	{"hidden", func(t testing.TB) (Roots, func()) {
		tr := withWebcam(t)
		tr.hideOthers()
		return tr.Roots, nil
	}},
	{"unlisted", func(t testing.TB) (Roots, func()) {
		tr := newTree(t)
		tr.remove(tr.Sys)
		return tr.Roots, nil
	}},
	{"hung", func(t testing.TB) (Roots, func()) {
		tr := withWebcam(t)
		name := filepath.Join(tr.Sys, "class", "video4linux", "video0", "name")
		tr.remove(name)
		if err := syscall.Mkfifo(name, 0o600); err != nil { // opening it waits for a writer
			t.Fatal(err)
		}
		return tr.Roots, nil
	}},
	{"unplugged while asked", func(t testing.TB) (Roots, func()) {
		tr := withWebcam(t)
		return tr.Roots, func() { tr.unplug(0, false) }
	}},
	{"plugged in while asked", func(t testing.TB) (Roots, func()) {
		tr := newTree(t)
		return tr.Roots, func() { tr.node(0, 0, "1-1:1.0", "Logitech C920") }
	}},
}

func withWebcam(t testing.TB) *tree {
	tr := newTree(t)
	tr.node(0, 0, "1-1:1.0", "Logitech C920")
	return tr
}
