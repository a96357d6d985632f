//go:build linux

package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// mapwatch is the X client that sees windows come and go.
type mapwatch struct {
	b      *bench
	pid    int
	events chan mapEvent
}

type mapEvent struct {
	kind          string // map, unmap, draw
	at            time.Duration
	window        uint64
	width, height int
}

// watch starts it; with an argument it tells of drawing too.
func (b *bench) watch(args ...string) *mapwatch {
	out, in := io.Pipe()
	cmd := b.s.Command(filepath.Join(b.bin, "mapwatch"), args...)
	cmd.Stdout = in
	w := &mapwatch{b: b, events: make(chan mapEvent, 1024)}
	w.pid = b.s.Run(cmd).PID
	ready := make(chan bool, 1)
	go func() {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if lines.Text() == "ready" {
				ready <- true
				continue
			}
			var e mapEvent
			var at int64
			if _, err := fmt.Sscan(lines.Text(), &e.kind, &at, &e.window, &e.width, &e.height); err == nil {
				e.at = time.Duration(at)
				w.events <- e
			}
		}
	}()
	select {
	case <-ready:
	case <-time.After(10 * time.Second):
		b.Fatalf("watching windows: mapwatch is not ready")
	}
	return w
}

// now is the clock that mapwatch uses.
func now() time.Duration {
	var t unix.Timespec
	_ = unix.ClockGettime(unix.CLOCK_MONOTONIC, &t)
	return time.Duration(t.Nano())
}

// forget drops what was seen so far.
func (w *mapwatch) forget() {
	for {
		select {
		case <-w.events:
		default:
			return
		}
	}
}

// mapped does something and gives the time until a window of some size is
// mapped, and which.
func (w *mapwatch) mapped(do func()) (time.Duration, uint64) {
	w.b.Helper()
	w.forget()
	start := now()
	do()
	at, window := w.appears()
	return at - start, window
}

// appears waits for a window that is no tooltip.
func (w *mapwatch) appears() (at time.Duration, window uint64) {
	w.b.Helper()
	w.until("for a window to appear", func(e mapEvent) bool {
		at, window = e.at, e.window
		return e.kind == "map" && e.width >= 100 && e.height >= 60
	})
	return at, window
}

// gone waits until the window is unmapped.
func (w *mapwatch) gone(window uint64) {
	w.until("for the window to go", goes(window))
}

func goes(window uint64) func(mapEvent) bool {
	return func(e mapEvent) bool { return e.kind == "unmap" && e.window == window }
}

func (w *mapwatch) until(what string, good func(mapEvent) bool) {
	w.b.Helper()
	if !w.within(20*time.Second, good) {
		w.b.Fatalf("waiting %s: 20 s are over", what)
	}
}

func (w *mapwatch) within(limit time.Duration, good func(mapEvent) bool) bool {
	deadline := time.After(limit)
	for {
		select {
		case e := <-w.events:
			if good(e) {
				return true
			}
		case <-deadline:
			return false
		}
	}
}

// compile builds one of the C programs.
func (b *bench) compile(name string, modules ...string) {
	flags, err := exec.Command("pkg-config", append([]string{"--cflags", "--libs"}, modules...)...).Output()
	if err != nil {
		b.Fatalf("asking pkg-config for %v: %v", modules, err)
	}
	args := append([]string{"-O2", "-Wall", "-Wextra", "-Werror", "-o", filepath.Join(b.bin, name), "bench/c/" + name + ".c"},
		strings.Fields(string(flags))...)
	if out, err := exec.Command("cc", args...).CombinedOutput(); err != nil {
		b.Fatalf("building %s: %v\n%s", name, err, out)
	}
}

// goBuild builds a program as "make build" does.
func goBuild(path, pkg, cgo string) error {
	args := []string{"build", "-trimpath", "-tags=still", "-ldflags=-s -w -checklinkname=0"}
	if pkg == "./cmd/launcher" {
		args = append(args, "-gcflags=all=-l")
	}
	cmd := exec.Command("go", append(args, "-o", path, pkg)...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED="+cgo)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building %s: %w\n%s", pkg, err, out)
	}
	return nil
}
