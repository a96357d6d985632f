package client

import "golang.org/x/sys/unix"

// AnyEnds gives a channel that is closed when one of the processes has ended.
// For guards, which wait for clients that are not their children.
func AnyEnds(pids []int) <-chan struct{} {
	done := make(chan struct{})
	queue, err := unix.Kqueue()
	if err != nil {
		return done
	}
	watched := 0
	for _, pid := range pids {
		var want unix.Kevent_t
		unix.SetKevent(&want, pid, unix.EVFILT_PROC, unix.EV_ADD|unix.EV_ONESHOT)
		want.Fflags = unix.NOTE_EXIT
		_, err := unix.Kevent(queue, []unix.Kevent_t{want}, nil, nil)
		if err == unix.ESRCH { // it has
			unix.Close(queue)
			close(done)
			return done
		}
		if err == nil {
			watched++
		}
	}
	if watched == 0 {
		unix.Close(queue)
		return done
	}
	go func() {
		defer close(done)
		defer unix.Close(queue)
		for {
			n, err := unix.Kevent(queue, nil, make([]unix.Kevent_t, 1), nil)
			if n > 0 || err != nil && err != unix.EINTR {
				return
			}
		}
	}()
	return done
}
