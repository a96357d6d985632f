//go:build linux

// Command bench measures Vestibule beside other programs, in one run on one
// machine, and prints a Markdown table of medians and ratios.
//
//	go run ./bench            all of it, about three minutes
//	go run ./bench -n 5 -idle 5s    a quick look
//
// Targets stand in the table with "met" or "missed"; the status is 0 either
// way, since a time says as much of the machine as of the program. What could
// not be measured is said below the table.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"vestibule/internal/e2e"
)

// question is the link that is opened: a question, nothing else, as long as
// nobody answers it.
const question = "zoommtg://zoom.us/join?confno=81234567890"

type bench struct {
	*reporter
	s     *e2e.Session
	w     *mapwatch
	n     int
	idle  time.Duration
	bin   string // where the programs are
	table table
}

func main() {
	n := flag.Int("n", 30, "`times` each start is measured")
	idle := flag.Duration("idle", time.Minute, "how long to watch the daemon do nothing")
	only := flag.String("only", "", "comma-separated `parts`: config, start, warm, rows, forward, portal, rest, flood, size")
	verbose := flag.Bool("v", false, "say what is being measured")
	flag.Parse()
	if flag.NArg() > 0 || *n < 1 {
		flag.Usage()
		os.Exit(2)
	}
	r := &reporter{verbose: *verbose}
	b := &bench{reporter: r, n: *n, idle: *idle}
	ok := r.run(func() { b.prepare() })
	if ok {
		for _, part := range []struct {
			name string
			do   func()
		}{
			{"size", b.sizes}, {"config", b.configuration}, {"start", b.starts}, {"warm", b.warm}, {"rows", b.rows},
			{"forward", b.forward}, {"portal", b.portal}, {"rest", b.rest}, {"flood", b.flood},
		} {
			if *only != "" && !strings.Contains(","+*only+",", ","+part.name+",") {
				continue
			}
			r.say("measuring %s", part.name)
			if !r.run(part.do) {
				b.table.note("%s could not be measured: %s", part.name, r.reason)
			}
		}
	}
	r.close()
	b.table.note("Medians and, in brackets, the middle half. \"Mapped\" is when the X server tells another client; there is no window manager.")
	fmt.Print(b.table.markdown())
	if !ok {
		fmt.Fprintln(os.Stderr, "bench:", r.reason)
		os.Exit(1)
	}
}

// prepare builds all programs and starts the desktop.
func (b *bench) prepare() {
	dir, err := os.MkdirTemp("", "v-bench-")
	if err != nil {
		b.Fatalf("making a directory: %v", err)
	}
	b.bin = dir
	b.Cleanup(func() { os.RemoveAll(dir) })
	b.say("building")
	b.compile("mapwatch", "x11", "xdamage")
	b.compile("keywatch", "x11", "xtst")
	b.compile("window", "gtk+-3.0")
	for _, p := range []struct{ name, pkg, cgo string }{
		{"vestibule", "./cmd/launcher", "0"},
		{"vestibule-front", "./cmd/launcher-front", "1"},
		{"forwarder", "./bench/forwarder", "0"},
		{"standin", "./internal/e2e/standin", "0"},
	} {
		if err := goBuild(filepath.Join(dir, p.name), p.pkg, p.cgo); err != nil {
			b.Fatalf("%v", err)
		}
	}
	// No window manager: what it does before a window shows is its own time,
	// the same few milliseconds for every program. The focus is then where the
	// pointer is, in the middle.
	b.s = e2e.Start(b.reporter, e2e.WithEnv("XDG_CURRENT_DESKTOP=GNOME"), e2e.WithoutWindowManager())
	b.s.Output("xdotool", "mousemove", "640", "512")
	zoom := b.s.Install(filepath.Join(dir, "standin"), "Zoom", "zoommtg")
	b.s.SetDefault(zoom.Entry, "zoommtg")
	b.w = b.watch()
}
