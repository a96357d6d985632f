package sandbox

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"

	"golang.org/x/sys/unix"

	"vestibule/internal/client"
)

// errNotGuarded is the error of Stop for a process that is not ours to end.
var errNotGuarded = errors.New("it is not in a guard of ours")

// Stop asks the guarded client whose first process is pid to close (SIGTERM),
// and what is left of it when that has gone. What has not closed in time
// (Guard.Patience, by Guard.Clock) is ended. It returns when nothing of the
// client is left, or with an error when something is. A process that is in no
// guard of ours is left alone; one that has ended already is no error.
func (g *Guard) Stop(ctx context.Context, pid int) error {
	if pid <= 1 {
		return fmt.Errorf("closing the client: %w", errNotGuarded)
	}
	// From here on the number cannot come to mean another process.
	first, err := unix.PidfdOpen(pid, 0)
	if err == unix.ESRCH {
		return nil
	}
	if err != nil {
		return fmt.Errorf("closing the client: %w", err)
	}
	defer unix.Close(first)
	name := strconv.Itoa(pid)
	space, err := mountNamespace(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil // it is ending: a process has no namespaces any more then
	}
	if err != nil || !foreign(space) || !guarded(name) {
		if over(first) {
			return nil
		}
		return fmt.Errorf("closing the client: %w", errNotGuarded)
	}
	if err := unix.PidfdSendSignal(first, unix.SIGTERM, nil, 0); err != nil && err != unix.ESRCH {
		return fmt.Errorf("closing the client: %w", err)
	}
	deadline := g.deadline()
	asked := []int{pid} // who was sent SIGTERM
	for {
		left := processesIn(space)
		if len(left) == 0 {
			if over(first) {
				return nil
			}
			left = []int{pid} // on its way out
		}
		if !slices.Contains(left, pid) {
			for _, p := range left {
				if !slices.Contains(asked, p) {
					asked = append(asked, p)
					signalIn(p, space, unix.SIGTERM)
				}
			}
		}
		select {
		case <-client.AnyEnds(left):
		case <-deadline:
			return kill(space)
		case <-ctx.Done():
			return fmt.Errorf("closing the client: %w", ctx.Err())
		}
	}
}

// kill ends everything in the mount namespace space.
func kill(space string) error {
	for range 100 { // a process may have started another meanwhile
		left := processesIn(space)
		if len(left) == 0 {
			return nil
		}
		for _, p := range left {
			signalIn(p, space, unix.SIGKILL)
		}
		<-client.AnyEnds(left)
	}
	return errors.New("ending the client: it starts programs faster than they can be ended")
}

// processesIn lists the processes of one mount namespace: all of a guarded
// client, whoever their parents are. Of our own namespace, in which everything
// else of the machine is too, it lists none, whatever led here.
func processesIn(space string) []int {
	if !foreign(space) {
		return nil
	}
	list, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var out []int
	for _, item := range list {
		pid, err := strconv.Atoi(item.Name())
		if err != nil {
			continue
		}
		if its, err := mountNamespace(item.Name()); err == nil && its == space {
			out = append(out, pid)
		}
	}
	return out
}

// foreign says whether a mount namespace is known not to be ours.
func foreign(space string) bool {
	our, err := mountNamespace("self")
	return err == nil && space != "" && space != our
}

// signalIn sends a signal if the process is still of that namespace, which is
// never ours.
func signalIn(pid int, space string, sig unix.Signal) {
	if !foreign(space) {
		return
	}
	fd, err := unix.PidfdOpen(pid, 0)
	if err != nil {
		return
	}
	defer unix.Close(fd)
	if its, err := mountNamespace(strconv.Itoa(pid)); err == nil && its == space {
		_ = unix.PidfdSendSignal(fd, sig, nil, 0)
	}
}

// over says whether the process of a pidfd has ended.
func over(fd int) bool {
	n, err := unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, 0)
	return err == nil && n > 0
}
