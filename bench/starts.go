//go:build linux

package main

import (
	"fmt"
	"path/filepath"
	"time"

	"github.com/godbus/dbus/v5"

	"vestibule/internal/e2e"
)

const (
	appName  = "dev.vestibule.Launcher"
	appPath  = dbus.ObjectPath("/dev/vestibule/Launcher")
	openCall = "org.freedesktop.Application.Open"
)

// starts measures cold starts, each program in turn so that all of them share
// whatever else the machine does.
func (b *bench) starts() {
	b.s.Output(filepath.Join(b.bin, "vestibule"), "register")
	var c, zenity, activated, clicked []time.Duration
	for i := range b.n + 1 {
		times := [4]time.Duration{
			b.program(filepath.Join(b.bin, "window")),
			b.program("zenity", "--question", "--text=Join this meeting?"),
			b.coldVestibule(b.openOnBus),
			b.coldVestibule(func() {
				b.s.Run(b.s.Command(filepath.Join(b.bin, "vestibule"), "open", question))
			}),
		}
		if i == 0 {
			continue // caches of fonts and icons
		}
		c, zenity = append(c, times[0]), append(zenity, times[1])
		activated, clicked = append(activated, times[2]), append(clicked, times[3])
	}
	b.table.add("minimal C GTK3 window, exec to mapped", spread(c), "", "")
	b.table.add("`zenity --question`, exec to mapped", spread(zenity), "", "")
	for _, row := range []struct {
		what  string
		times []time.Duration
	}{
		{"Vestibule cold, bus start to mapped", activated},
		{"Vestibule cold, exec of `vestibule open` to mapped", clicked},
	} {
		toC, toZenity := ratio(median(row.times), median(c)), ratio(median(row.times), median(zenity))
		b.table.add(row.what, spread(row.times),
			fmt.Sprintf("%.2f × C, %.2f × zenity", toC, toZenity),
			verdict("≤ 1.3 × C", toC <= 1.3)+"; "+verdict("≤ 0.7 × zenity", toZenity <= 0.7))
	}
}

// program starts a program and gives the time until its window is mapped.
func (b *bench) program(name string, args ...string) time.Duration {
	cmd := b.s.Command(name, args...)
	var r *e2e.Running
	took, window := b.w.mapped(func() { r = b.s.Run(cmd) })
	_ = cmd.Process.Kill()
	r.Wait(5 * time.Second)
	b.w.gone(window)
	return took
}

// coldVestibule measures with no Vestibule running before, and leaves none.
func (b *bench) coldVestibule(open func()) time.Duration {
	took, window := b.w.mapped(open)
	b.dismiss(window)
	b.stopVestibule()
	return took
}

// openOnBus calls Open without waiting for the reply. The bus starts
// Vestibule if need be.
func (b *bench) openOnBus() { b.openLink(question) }

func (b *bench) openLink(link string) {
	b.s.Bus().Object(appName, appPath).Go(openCall, 0, nil, []string{link}, map[string]dbus.Variant{})
}

// life is how many questions one daemon is asked. A meeting that is refused
// twice is quiet for a while, and who opens many meetings is held off.
const life = 8

// asked calls measure n times, each with a running daemon and a link that it was
// not asked about. A daemon's first window, which measure is called for too, is
// not counted.
func (b *bench) asked(n int, measure func(link string, counts bool)) {
	for done := 0; done < n; {
		b.startVestibule()
		for i := range life + 1 {
			measure(fmt.Sprintf("%s%d", question[:len(question)-1], i), i > 0 && done < n)
			if i > 0 {
				done++
			}
		}
		b.stopVestibule()
	}
}

// dismiss says no to the question, by the keyboard, since nothing else can. The
// window takes no key for half a second after it learned of its focus, and no
// hand is as quick as this one: so it has to press again.
func (b *bench) dismiss(window uint64) {
	for range 20 {
		b.s.Hands().Key("Escape")
		if b.w.within(600*time.Millisecond, goes(window)) {
			return
		}
	}
	b.Fatalf("the window does not take Escape")
}

// stopVestibule ends the daemon and waits until both processes are gone.
func (b *bench) stopVestibule() {
	run, front := b.daemon()
	b.s.Terminate(run)
	for _, pid := range []int{run, front} {
		if !e2e.WaitGone(pid, 10*time.Second) {
			b.Fatalf("ending Vestibule: process %d goes on", pid)
		}
	}
	b.s.WaitNoName(appName, 5*time.Second)
}

// daemon gives the two processes of the running daemon.
func (b *bench) daemon() (run, front int) {
	front = b.s.WaitName(appName, 10*time.Second)
	run = e2e.Parent(front)
	if filepath.Base(e2e.Executable(run)) != "vestibule" {
		b.Fatalf("the parent of the front is %q", e2e.Executable(run))
	}
	return run, front
}

// warm measures with the daemon running: only the window has to come.
func (b *bench) warm() {
	var times []time.Duration
	b.asked(b.n, func(link string, counts bool) {
		took, window := b.w.mapped(func() { b.openLink(link) })
		b.dismiss(window)
		if counts {
			times = append(times, took)
		}
	})
	b.table.add("Vestibule warm, D-Bus Open to mapped", spread(times), "",
		verdict("≤ 8 ms", median(times) <= 8*time.Millisecond))
}

func (b *bench) startVestibule() {
	b.s.Run(b.s.Command(filepath.Join(b.bin, "vestibule"), "run"))
	b.s.WaitName(appName, 20*time.Second)
}

// forward measures handing a link to the running daemon, exec to exit, with
// the window dismissed each time.
func (b *bench) forward() {
	hand := func(program string, args ...string) time.Duration {
		b.w.forget()
		cmd := b.s.Command(filepath.Join(b.bin, program), args...)
		start := now()
		status := b.s.MustWait(b.s.Run(cmd), 10*time.Second)
		took := now() - start
		if status != 0 {
			b.Fatalf("%s ended with %d", program, status)
		}
		_, window := b.w.appears()
		b.dismiss(window)
		return took
	}
	var ours, least []time.Duration
	b.asked(b.n, func(link string, counts bool) {
		// A meeting may be refused once more before it is quiet.
		a, c := hand("vestibule", "open", link), hand("forwarder", link)
		if counts {
			ours, least = append(ours, a), append(least, c)
		}
	})
	b.table.add("minimal static program making the same call", spread(least), "", "")
	by := ratio(median(ours), median(least))
	b.table.add("`vestibule open`, warm", spread(ours), fmt.Sprintf("%.2f × minimal", by),
		verdict("≤ 1.5 × minimal", by <= 1.5))
}
