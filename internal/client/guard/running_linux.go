package guard

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"vestibule/internal/client"
)

// Wait returns when nobody has the profile open any more, or when ctx ends. pid
// is a browser that was just started with it, and may not tell so yet.
func (g *Guards) Wait(ctx context.Context, c client.Client, which Profile, pid int) {
	p, err := g.locate(c, which)
	if err != nil {
		return
	}
	first := client.AnyEnds([]int{pid})
	client.NoneLeft(ctx, func() []int {
		left := p.holders(g.opts.Proc)
		select {
		case <-first:
		default:
			left = append(left, pid)
		}
		return left
	})
}

// holders are the processes that have the profile open: those whose command
// says so, and the one that its lock names.
func (p profile) holders(proc string) []int {
	var out []int
	list, _ := os.ReadDir(proc)
	for _, item := range list {
		pid, err := strconv.Atoi(item.Name())
		if err != nil {
			continue
		}
		data, err := os.ReadFile(filepath.Join(proc, item.Name(), "cmdline"))
		if err == nil && bytes.Contains(data, []byte(marker)) && p.inProfile(strings.Split(strings.TrimRight(string(data), "\x00"), "\x00")) {
			out = append(out, pid)
		}
	}
	if pid, ok := p.lockHolder(proc); ok && !slices.Contains(out, pid) {
		out = append(out, pid)
	}
	return out
}

// commands reads the command lines of this machine's processes.
func (g *Guards) commands() [][]string {
	list, err := os.ReadDir(g.opts.Proc)
	if err != nil {
		return nil
	}
	var out [][]string
	for _, item := range list {
		if n := item.Name(); n[0] < '0' || n[0] > '9' {
			continue
		}
		data, err := os.ReadFile(filepath.Join(g.opts.Proc, item.Name(), "cmdline"))
		// Only those that can be ours are taken apart.
		if err != nil || !bytes.Contains(data, []byte(marker)) {
			continue
		}
		out = append(out, strings.Split(strings.TrimRight(string(data), "\x00"), "\x00"))
	}
	return out
}

func (p profile) lockHolder(proc string) (int, bool) {
	for _, pid := range p.lockNames() {
		// One that ended and was not waited for yet has no command line.
		if data, err := os.ReadFile(filepath.Join(proc, strconv.Itoa(pid), "cmdline")); err == nil && len(data) > 0 {
			return pid, true
		}
	}
	return 0, false
}
