package sandbox

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"vestibule/internal/client"
	"vestibule/internal/words"
)

// errStays is the error of Close for a client that goes on.
var errStays = errors.New(words.Mark("it did not close; close it yourself, then try again"))

// Close asks what runs of the client outside a guard to close (SIGTERM), and
// waits until it has. Those are programs of the person's: none is ended by
// force, and one that has not closed in time (Guard.Patience) is an error.
func (g *Guard) Close(ctx context.Context, t Target) error {
	return g.close(ctx, t, func(r Running) []int { return r.Outside }, false)
}

// StopAll is Stop for all that runs of the client in guards of ours, found
// again by their marker: also what an earlier Vestibule started.
func (g *Guard) StopAll(ctx context.Context, t Target) error {
	inside := func(r Running) []int { return r.Guarded }
	if isFlatpak(t.Argv) {
		// Its folders are Flatpak's: no namespace of ours holds it together.
		return g.close(ctx, t, inside, true)
	}
	for range 16 { // each ends a whole guard
		r, err := g.Running(t)
		if err != nil {
			return fmt.Errorf("closing the client: %w", err)
		}
		if len(r.Guarded) == 0 {
			return nil
		}
		if err := g.Stop(ctx, roots(r.Guarded)[0]); err != nil {
			return err
		}
	}
	return errors.New("closing the client: it is started again and again")
}

// close asks the processes that which picks to close, those first that no
// other of them started, and waits. With force what is left in the end is
// ended.
func (g *Guard) close(ctx context.Context, t Target, which func(Running) []int, force bool) error {
	deadline := g.deadline()
	var asked []int
	for {
		r, err := g.Running(t)
		if err != nil {
			return fmt.Errorf("closing the client: %w", err)
		}
		left := which(r)
		if len(left) == 0 {
			return nil
		}
		for _, pid := range roots(left) {
			if !slices.Contains(asked, pid) {
				asked = append(asked, pid)
				g.signalIf(pid, t, which, unix.SIGTERM)
			}
		}
		select {
		case <-client.AnyEnds(left):
		case <-deadline:
			if !force {
				return fmt.Errorf("closing the client: %w", errStays)
			}
			for _, pid := range left {
				g.signalIf(pid, t, which, unix.SIGKILL)
			}
			force, deadline = false, g.deadline()
		case <-ctx.Done():
			return fmt.Errorf("closing the client: %w", ctx.Err())
		}
	}
}

// signalIf sends a signal if the number still means one of those processes.
func (g *Guard) signalIf(pid int, t Target, which func(Running) []int, sig unix.Signal) {
	fd, err := unix.PidfdOpen(pid, 0)
	if err != nil {
		return
	}
	defer unix.Close(fd)
	// From here on the number cannot come to mean another process.
	if r, err := g.Running(t); err == nil && slices.Contains(which(r), pid) {
		_ = unix.PidfdSendSignal(fd, sig, nil, 0)
	}
}

// roots are those processes that no other of them started.
func roots(pids []int) []int {
	var out []int
	for _, pid := range pids {
		if !slices.Contains(pids, parent(pid)) {
			out = append(out, pid)
		}
	}
	if len(out) == 0 {
		return pids
	}
	return out
}

// parent is the parent of a process, or 0.
func parent(pid int) int {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return 0
	}
	// The name, in parentheses, may hold anything.
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	if len(fields) < 2 {
		return 0
	}
	n, _ := strconv.Atoi(fields[1])
	return n
}

// Wait returns when nothing of the client runs in a guard of ours any more, or
// when ctx ends. pid is the first process of one that was just started, which
// may not be the client's program yet, or 0.
func (g *Guard) Wait(ctx context.Context, t Target, pid int) {
	first := -1
	space := ""
	if pid > 1 {
		if fd, err := unix.PidfdOpen(pid, 0); err == nil {
			first = fd
			defer unix.Close(fd)
		}
		space, _ = mountNamespace(strconv.Itoa(pid))
	}
	for {
		left := processesIn(space)
		if r, err := g.Running(t); err == nil {
			left = append(left, r.Guarded...)
		}
		if first >= 0 && !over(first) {
			left = append(left, pid)
		}
		if len(left) == 0 {
			return
		}
		select {
		case <-client.AnyEnds(left):
		case <-ctx.Done():
			return
		}
	}
}

func (g *Guard) deadline() <-chan time.Time {
	clock, wait := g.Clock, g.Patience
	if clock == nil {
		clock = wallClock{}
	}
	if wait <= 0 {
		wait = patience
	}
	return clock.After(wait)
}
