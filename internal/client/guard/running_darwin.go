package guard

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"vestibule/internal/client"
)

// process is a running process of this person's.
type process struct {
	pid  int
	argv []string
}

// processes lists those whose arguments name a guarded profile. The tool that
// starts a browser names it too, and is none.
func processes() []process {
	list, err := unix.SysctlKinfoProcSlice("kern.proc.uid", os.Getuid())
	if err != nil {
		return nil
	}
	var out []process
	for i := range list {
		pid := int(list[i].Proc.P_pid)
		data, err := unix.SysctlRaw("kern.procargs2", pid)
		if err != nil || !strings.Contains(string(data), marker) {
			continue
		}
		argv := argumentsOf(data)
		if len(argv) > 0 && filepath.Base(argv[0]) != "open" {
			out = append(out, process{pid, argv})
		}
	}
	return out
}

// commands are the command lines of this machine's processes that can be ours.
func (g *Guards) commands() (out [][]string) {
	for _, p := range processes() {
		out = append(out, p.argv)
	}
	return out
}

// holders are the processes that have the profile open: those whose command
// says so, and the one that its lock names.
func (p profile) holders() (out []int) {
	for _, q := range processes() {
		if p.inProfile(q.argv) {
			out = append(out, q.pid)
		}
	}
	if pid, ok := p.lockHolder(""); ok && !slices.Contains(out, pid) {
		out = append(out, pid)
	}
	return out
}

// comesUp is how long a browser may take until its process is there.
const comesUp = 10 * time.Second

// Wait returns when nobody has the profile open any more, or when ctx ends.
// What was started is the system's tool, which ends before the browser is there.
func (g *Guards) Wait(ctx context.Context, c client.Client, which Profile, _ int) {
	p, err := g.locate(c, which)
	if err != nil {
		return
	}
	for late := time.Now().Add(comesUp); len(p.holders()) == 0 && time.Now().Before(late); {
		select {
		case <-ctx.Done():
			return
		case <-time.After(comesUp / 50):
		}
	}
	client.NoneLeft(ctx, p.holders)
}

// lockHolder is the live process that the browser's own lock names, or that
// holds Firefox's .parentlock.
func (p profile) lockHolder(string) (int, bool) {
	for _, pid := range p.lockNames() {
		if alive(pid) {
			return pid, true
		}
	}
	return lockedBy(filepath.Join(p.dir, ".parentlock"))
}

func alive(pid int) bool {
	err := unix.Kill(pid, 0)
	return err == nil || err == unix.EPERM
}
