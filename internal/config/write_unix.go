//go:build unix

package config

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"time"
)

// lockFolder keeps other writers of ours out of a folder. The lock is on the
// folder itself, so that it leaves no file behind, and ends with the process.
func lockFolder(dir string, patience time.Duration) (unlock func(), err error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, systemError(err, "")
	}
	deadline := time.Now().Add(patience)
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		switch {
		case err == nil:
			return func() { f.Close() }, nil
		case errors.Is(err, syscall.EINTR):
		case !errors.Is(err, syscall.EWOULDBLOCK):
			// A file system without locks: the look before the rename is left.
			return func() { f.Close() }, nil
		case time.Now().After(deadline):
			f.Close()
			return nil, errBusy
		default:
			time.Sleep(5 * time.Millisecond)
		}
	}
}

// copyOwner gives a file the owner and the group of another.
func copyOwner(f *os.File, from fs.FileInfo) error {
	want, ok := from.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	info, err := f.Stat()
	if err != nil {
		return err
	}
	have := info.Sys().(*syscall.Stat_t)
	if have.Uid == want.Uid && have.Gid == want.Gid {
		return nil
	}
	err = f.Chown(int(want.Uid), int(want.Gid))
	if have.Uid == want.Uid {
		return nil // a group that cannot be kept takes nothing from the person
	}
	return err
}

// syncFolder makes a rename last through a power cut.
func syncFolder(dir string) {
	if d, err := os.Open(dir); err == nil {
		d.Sync()
		d.Close()
	}
}
