//go:build linux

package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/godbus/dbus/v5"
)

const (
	burst   = 10_000 // links
	senders = 4      // connections they come over
)

// flood measures a burst of links of distinct meetings while a question is
// asked: how long it takes, how much memory it takes, and how soon the window
// answers a key meanwhile.
func (b *bench) flood() {
	b.startVestibule()
	defer b.stopVestibule()
	run, front := b.daemon()
	_, window := b.w.mapped(b.openOnBus)
	// Once before, so that what is counted is the burst and not the first use
	// of everything.
	b.burst(200, 0)
	b.settle(run, front)
	before := b.resident(run) + b.resident(front)
	for _, pid := range []int{run, front} {
		b.forgetPeak(pid)
	}

	var worst []time.Duration
	quiet := b.keys(window, 20)
	var lost int
	var done atomic.Bool
	var pressing sync.WaitGroup
	pressing.Go(func() {
		for !done.Load() {
			for _, took := range b.keys(window, 10) {
				if took < 0 {
					lost++
					continue
				}
				worst = append(worst, took)
			}
		}
	})
	took := b.burst(burst, 1_000_000)
	done.Store(true)
	pressing.Wait()

	grown := max(0, b.peak(run)+b.peak(front)-before)
	b.table.add(fmt.Sprintf("burst of %d `Open` over the bus, all answered", burst), ms(took), "", "")
	b.table.add("memory during the burst, peak of both processes above before", megabytes(grown), "",
		verdict("≤ 8 MB", float64(grown)*1024/1e6 <= 8))
	if len(worst) == 0 {
		b.Fatalf("pressing keys during the burst: none was measured")
	}
	most := slices.Max(worst)
	b.table.add(fmt.Sprintf("key to window during the burst, worst of %d", len(worst)), ms(most),
		fmt.Sprintf("median %s; worst at rest %s", ms(median(worst)), ms(slices.Max(quiet))),
		verdict("≤ 100 ms", most <= 100*time.Millisecond && lost == 0))
	for range 20 { // the questions that wait behind it come one after the other
		b.s.Hands().Key("Escape")
		if b.w.within(600*time.Millisecond, goes(window)) {
			break
		}
	}

	// Closed, the window must not wake anybody: what armed it is over.
	b.settle(run, front)
	asleep := b.voluntary(run, front)
	time.Sleep(b.idle / 4) // what is measured is what happens meanwhile
	woke := since(asleep, b.voluntary(run, front))
	b.sayWho(asleep, b.voluntary(run, front))
	b.table.add(fmt.Sprintf("wake-ups in %v after the window closed", b.idle/4), strconv.Itoa(woke), "", verdict("0", woke == 0))
}

// burst sends that many links over some connections and waits until each was
// answered.
func (b *bench) burst(n, from int) time.Duration {
	b.Helper()
	conns := make([]*dbus.Conn, senders)
	for i := range conns {
		conns[i] = b.s.Dial()
		defer conns[i].Close()
	}
	start := now()
	var busy sync.WaitGroup
	var failed atomic.Int64
	for i, conn := range conns {
		busy.Go(func() {
			// Many under way at once, as from a program that does not wait; the
			// bus ends a connection that leaves too many unanswered.
			answers := make(chan *dbus.Call, 100)
			under := 0
			take := func() {
				if call := <-answers; call.Err != nil {
					failed.Add(1)
				}
				under--
			}
			for k := i; k < n; k += senders {
				link := fmt.Sprintf("zoommtg://zoom.us/join?confno=8%09d", from+k)
				conn.Object(appName, appPath).Go(openCall, 0, answers, []string{link}, map[string]dbus.Variant{})
				if under++; under == cap(answers) {
					take()
				}
			}
			for under > 0 {
				take()
			}
		})
	}
	busy.Wait()
	took := now() - start
	if f := failed.Load(); f > 0 {
		b.table.note("Of the burst %d calls were refused.", f)
	}
	return took
}

// keys presses keys in the window and gives how soon each was taken.
func (b *bench) keys(window uint64, n int) (times []time.Duration) {
	out := b.s.Output(b.bin+"/keywatch", fmt.Sprint(window), strconv.Itoa(n))
	lines := bufio.NewScanner(bytes.NewBufferString(out))
	for lines.Scan() {
		ns, err := strconv.ParseInt(lines.Text(), 10, 64)
		if err != nil {
			continue
		}
		times = append(times, time.Duration(ns))
	}
	return times
}

// resident and peak are what a process has in memory, in kB, now and at most.
func (b *bench) resident(pid int) int { return field(fmt.Sprintf("/proc/%d/status", pid), "VmRSS:") }
func (b *bench) peak(pid int) int     { return field(fmt.Sprintf("/proc/%d/status", pid), "VmHWM:") }

// forgetPeak makes the present the most a process ever had: proc(5).
func (b *bench) forgetPeak(pid int) {
	if err := os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", pid), []byte("5"), 0); err != nil {
		b.table.note("The peak of memory is that since the start: %v.", err)
	}
}
