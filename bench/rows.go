//go:build linux

package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"time"

	"vestibule/internal/client"
	"vestibule/internal/client/guard"
	"vestibule/internal/device"
	"vestibule/internal/e2e"
)

// still is how long nothing must be drawn before the window counts as filled:
// longer than a probe may take, and shorter than the countdown's second.
const still = 600 * time.Millisecond

// rows measures how soon the window says what cameras, microphones and programs
// there are, with a real sound server; and that a server which never answers
// holds up neither the window nor the other rows.
func (b *bench) rows() {
	b.s.WriteFile(filepath.Join(b.s.Config, "vestibule", "config.toml"), "[consent]\narm_delay = \"10s\"\n", 0o600)
	browser := ""
	if _, err := e2e.FindChromium(); err == nil {
		browser = b.s.InstallBrowser("chromium")
	} else {
		b.table.note("No Chromium is here, so that no guard was looked at.")
	}
	sound := b.s.StartSound()
	draws := b.watch("draws")
	defer b.s.Terminate(draws.pid)

	shown, filled := b.fill(draws)
	b.table.add("Open to mapped, with a sound server and all drawing watched", spread(shown), b.times(shown), "")
	b.table.add("mapped to all rows filled, with a sound server", spread(filled), b.times(filled),
		verdict("≤ 60 ms", median(filled) <= 60*time.Millisecond))
	b.looks(browser)
	b.startVestibule()
	for i := range 3 {
		_, window := b.w.mapped(func() { b.openLink(fmt.Sprintf("%s%d", question[:len(question)-1], i)) })
		b.dismiss(window)
	}
	run, _ := b.daemon()
	b.settle(run)
	before := b.voluntary(run)
	time.Sleep(b.idle) // what is measured is what happens meanwhile
	b.sayWho(before, b.voluntary(run))
	woke := since(before, b.voluntary(run))
	b.table.add(fmt.Sprintf("opener idle for %v after questions, all watching over", b.idle), fmt.Sprintf("%d voluntary switches", woke), "",
		verdict("≤ 1", woke <= 1))
	b.stopVestibule()

	b.s.StopSound(sound)
	defer b.hang().Close()
	hung, late := b.fill(draws)
	by := ratio(median(hung), median(shown))
	b.table.add("the same with a sound server that never answers", spread(hung), fmt.Sprintf("%s, %.2f × with one that does", b.times(hung), by),
		verdict("≤ 1.3 ×", by <= 1.3))
	b.table.add("mapped to all rows filled, the microphone's with \"unknown\"", spread(late), b.times(late),
		verdict("≤ 350 ms", median(late) <= 350*time.Millisecond))
}

// hang is a sound server that takes every connection and never answers. A real
// one that is stopped refuses once its queue is full, and would look quick.
func (b *bench) hang() net.Listener {
	return b.s.PlaySound(func(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) })
}

func (b *bench) times(list []time.Duration) string { return fmt.Sprintf("n = %d", len(list)) }

// fill opens the question and says how long it took to be mapped, and from
// there to the last change that was drawn.
func (b *bench) fill(draws *mapwatch) (shown, filled []time.Duration) {
	b.asked(b.n, func(link string, counts bool) {
		b.w.forget()
		draws.forget()
		start := now()
		b.openLink(link)
		at, window := b.w.appears()
		last := at
		for draws.within(still, func(e mapEvent) bool {
			if e.kind == "draw" && e.at > last {
				last = e.at
				return true
			}
			return false
		}) {
		}
		b.dismiss(window)
		if counts {
			shown, filled = append(shown, at-start), append(filled, last-at)
		}
	})
	return shown, filled
}

// looks measures what the opener does for a question, each by itself.
func (b *bench) looks(browser string) {
	env := map[string]string{"XDG_RUNTIME_DIR": b.s.Runtime, "HOME": b.s.Home}
	m := device.Open(device.Options{Sound: device.NewSound(func(name string) string { return env[name] })})
	defer m.Close()
	var probes, guards []time.Duration
	for range b.n {
		start := now()
		if s := m.Probe(context.Background()); s.Microphone.State != device.Idle {
			b.Fatalf("looking at the microphone: %+v", s.Microphone)
		}
		probes = append(probes, now()-start)
	}
	b.table.add("one look at cameras and microphones, connecting included", spread(probes), b.times(probes), "")
	if browser == "" {
		return
	}
	f := client.New(client.Options{Dirs: client.Dirs{
		ConfigHome: b.s.Config, DataHome: b.s.Data, DataDirs: []string{b.s.System},
		Path: []string{"/usr/local/bin", "/usr/bin", "/bin"}, Home: b.s.Home,
	}})
	g := guard.New(guard.Options{DataHome: b.s.Data, Home: b.s.Home, Finder: f})
	list, err := f.Installed(nil)
	if err != nil || len(list) == 0 {
		b.Fatalf("looking for browsers: %v", err)
	}
	for range b.n {
		start := now()
		if l := g.Look(list, "zoom.us"); len(l) == 0 || l[0].ClosedWhy != "" {
			b.Fatalf("looking at the guards: %+v", l)
		}
		guards = append(guards, now()-start)
	}
	b.table.add("one look at the guards of a browser", spread(guards), b.times(guards), "")
}
