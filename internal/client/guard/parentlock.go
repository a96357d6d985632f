//go:build linux || darwin

package guard

import (
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// lockedBy is the process that holds a file's lock (fcntl(2), F_GETLK), which
// ends with it.
func lockedBy(path string) (int, bool) {
	f, err := os.OpenFile(path, os.O_RDONLY|nonBlock, 0)
	if err != nil {
		return 0, false
	}
	defer f.Close()
	lock := unix.Flock_t{Type: unix.F_WRLCK, Whence: io.SeekStart}
	if unix.FcntlFlock(f.Fd(), unix.F_GETLK, &lock) != nil || lock.Type == unix.F_UNLCK {
		return 0, false
	}
	return int(lock.Pid), lock.Pid > 1
}
