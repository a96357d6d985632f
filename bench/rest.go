//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// sizes of the programs as released.
func (b *bench) sizes() {
	for _, p := range []struct {
		name string
		most int64
	}{{"vestibule", 7}, {"vestibule-front", 9}} {
		info, err := os.Stat(filepath.Join(b.bin, p.name))
		if err != nil {
			b.Fatalf("measuring %s: %v", p.name, err)
		}
		b.table.add("`"+p.name+"`, stripped", fmt.Sprintf("%.1f MB", float64(info.Size())/1e6), "",
			verdict(fmt.Sprintf("< %d MB", p.most), info.Size() < p.most*1e6))
	}
}

// rest measures the daemon doing nothing, beside pasystray, a tray program
// people have: window built, tray registered, a sound server there.
func (b *bench) rest() {
	host := b.s.StartTrayHost()
	defer host.Stop()
	b.s.StartSound()
	b.startVestibule()
	host.WaitItem(20 * time.Second)
	// Where nobody else on the machine draws by OpenGL, GTK's look at it costs
	// pasystray 30 MB of Mesa and LLVM: left out, so that it is not beaten by that.
	other := b.s.Command("pasystray")
	other.Env = append(other.Env, "GDK_GL=disable")
	pasystray := b.s.Run(other)
	host.WaitItem(20 * time.Second)
	run, front := b.daemon()

	b.settle(run, front)
	before, theirsBefore := b.voluntary(run, front), b.voluntary(pasystray.PID)
	time.Sleep(b.idle) // what is measured is what happens meanwhile
	b.sayWho(before, b.voluntary(run, front))
	slept := since(before, b.voluntary(run, front))
	theirs := since(theirsBefore, b.voluntary(pasystray.PID))
	b.table.add(fmt.Sprintf("Vestibule idle for %v, both processes", b.idle), fmt.Sprintf("%d voluntary switches", slept),
		fmt.Sprintf("pasystray %d", theirs), verdict("≤ 2", slept <= 2))

	ours := b.pss(run) + b.pss(front)
	beside := b.pss(pasystray.PID)
	by := float64(ours) / float64(beside)
	b.table.add("pasystray at rest, PSS", megabytes(beside), "", "")
	b.table.add("Vestibule at rest, PSS of both processes", megabytes(ours),
		fmt.Sprintf("%.2f × pasystray (opener %s, front %s)", by, megabytes(b.pss(run)), megabytes(b.pss(front))),
		verdict("≤ 2 × pasystray", by <= 2))
	b.s.Terminate(pasystray.PID)
	b.stopVestibule()
}

// settle waits until ten seconds have gone by in which neither process woke, or
// gives up after forty: then the table shows it. A start has an end of its own:
// two seconds after it the daemon finds out whether its guard works, and the
// limits of that run out a while later.
func (b *bench) settle(pids ...int) {
	quiet := 0
	for range 40 {
		before := b.voluntary(pids...)
		time.Sleep(time.Second) // an observation of one second
		if quiet++; since(before, b.voluntary(pids...)) > 0 {
			quiet = 0
		}
		if quiet == 10 {
			return
		}
	}
}

// voluntary reads the voluntary context switches of each thread.
func (b *bench) voluntary(pids ...int) map[string]int {
	counts := map[string]int{}
	for _, pid := range pids {
		tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/status", pid))
		if err != nil || len(tasks) == 0 {
			b.Fatalf("measuring process %d: it is gone", pid)
		}
		for _, task := range tasks {
			counts[task] = field(task, "voluntary_ctxt_switches:")
		}
	}
	return counts
}

// since sums what came to it. A thread that ended meanwhile had woken to end,
// which counts as one.
func since(before, after map[string]int) int {
	sum := 0
	for task, n := range after {
		sum += n - before[task]
	}
	for task := range before {
		if _, lives := after[task]; !lives {
			sum++
		}
	}
	return sum
}

// sayWho names the threads that woke, for who wants to know why.
func (b *bench) sayWho(before, after map[string]int) {
	for task, n := range after {
		if n != before[task] {
			name, _ := os.ReadFile(filepath.Join(filepath.Dir(task), "comm"))
			b.say("%s woke %d times: %s", task, n-before[task], strings.TrimSpace(string(name)))
		}
	}
}

// pss is the proportional set size in kB.
func (b *bench) pss(pid int) int {
	kb := field(fmt.Sprintf("/proc/%d/smaps_rollup", pid), "Pss:")
	if kb == 0 {
		b.Fatalf("measuring process %d: it is gone", pid)
	}
	return kb
}

func field(path, name string) int {
	data, err := os.ReadFile(path)
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(data)) {
		if f := strings.Fields(line); len(f) > 1 && f[0] == name {
			n, _ := strconv.Atoi(f[1])
			return n
		}
	}
	return 0
}

func megabytes(kb int) string { return fmt.Sprintf("%.1f MB", float64(kb)*1024/1e6) }
