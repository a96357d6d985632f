package sandbox

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// glance is how long becomes waits between two looks, in milliseconds.
const glance = 1

// errStill is the error of a guard that stands and runs nothing.
var errStill = errors.New("starting bubblewrap: it does not run the client")

// becomes waits until the process pid, which was started as own, runs the
// client's program, and says whether it does; false is a process that ended,
// be it before or after. process is its pidfd.
//
// Nobody but a tracer is told of an execve(2), and bubblewrap does not tell of
// one that failed. So it looks: a process's argument vector is that of the
// program it runs (proc_pid_cmdline(5)).
func becomes(ctx context.Context, pid, process int, own []string) (bool, error) {
	bubblewrap := strings.Join(own, "\x00") + "\x00"
	var now []byte
	var err error
	for end := time.Now().Add(startLimit); time.Now().Before(end) && ctx.Err() == nil; {
		now, err = os.ReadFile("/proc/" + strconv.Itoa(pid) + "/cmdline")
		if over(process) {
			return false, nil
		}
		if err != nil {
			return false, fmt.Errorf("looking at the client: %w", err)
		}
		// It is empty in the middle of an execve, and an end cuts it off.
		if !strings.HasPrefix(bubblewrap, string(now)) {
			return true, nil
		}
		fds := []unix.PollFd{{Fd: int32(process), Events: unix.POLLIN}}
		if _, err := unix.Poll(fds, glance); err != nil && err != unix.EINTR {
			return false, fmt.Errorf("looking at the client: %w", err)
		}
	}
	if ctx.Err() == nil && len(now) == 0 {
		return true, nil // a program that took its arguments away
	}
	return false, errStill
}
