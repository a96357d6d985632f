package client

import "golang.org/x/sys/unix"

// AnyEnds gives a channel that is closed when one of the processes has ended.
// For guards, which wait for clients that are not their children.
func AnyEnds(pids []int) <-chan struct{} {
	done := make(chan struct{})
	var fds []unix.PollFd
	closeAll := func() {
		for _, f := range fds {
			unix.Close(int(f.Fd))
		}
	}
	for _, pid := range pids {
		fd, err := unix.PidfdOpen(pid, 0)
		if err == unix.ESRCH { // it has
			closeAll()
			close(done)
			return done
		}
		if err != nil {
			continue // a system without pidfds, where nobody can be told
		}
		fds = append(fds, unix.PollFd{Fd: int32(fd), Events: unix.POLLIN})
	}
	if len(fds) == 0 {
		return done
	}
	go func() {
		defer close(done)
		defer closeAll()
		for {
			if _, err := unix.Poll(fds, -1); err != unix.EINTR {
				return
			}
		}
	}()
	return done
}
