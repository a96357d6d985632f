//go:build unix

package urlscheme

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// One Vestibule at a time, where no bus keeps a name: a lock on a file in the
// person's own folder. The kernel lets go of it with the process, however that
// ends, and tells who has it; the file holds nothing.

const aloneFile = "running.lock"

// Alone is the place of the one Vestibule that runs.
type Alone struct {
	folder string
	made   []string
	dir    int
	file   *os.File
}

// RunningError says that another Vestibule runs; it is ErrRunning.
type RunningError struct{ PID int }

func (e *RunningError) Error() string { return ErrRunning.Error() }

func (e *RunningError) Unwrap() error { return ErrRunning }

// BeAlone takes the place in folder, which is made if need be. With another
// there it gives a *RunningError. Nothing is followed or trusted that another
// user could have put there.
func BeAlone(folder string) (*Alone, error) {
	made, err := makeDirs(folder, 0o700)
	if err != nil {
		return nil, fmt.Errorf("starting: %w", err)
	}
	a := &Alone{folder: folder, made: made}
	if a.dir, err = openOwnFolder(folder); err != nil {
		return nil, err
	}
	for range 16 {
		if a.file, err = openLock(a.dir, unix.O_CREAT|unix.O_RDWR); err != nil {
			break
		}
		lock := unix.Flock_t{Type: unix.F_WRLCK}
		if err = unix.FcntlFlock(a.file.Fd(), unix.F_SETLK, &lock); err != nil {
			pid := holderOf(a.file)
			a.file.Close()
			if pid == 0 {
				continue // it has just gone
			}
			err = &RunningError{PID: pid}
			break
		}
		if a.still() {
			return a, nil
		}
		a.file.Close() // its holder took the name away before we had the lock
		err = errors.New("starting: another Vestibule comes and goes")
	}
	unix.Close(a.dir)
	return nil, err
}

// still says whether the file is the one of that name.
func (a *Alone) still() bool {
	var ours, named unix.Stat_t
	return unix.Fstat(int(a.file.Fd()), &ours) == nil &&
		unix.Fstatat(a.dir, aloneFile, &named, unix.AT_SYMLINK_NOFOLLOW) == nil &&
		ours.Ino == named.Ino && ours.Dev == named.Dev
}

// Leave gives the place back and leaves nothing.
func (a *Alone) Leave() {
	if a.still() {
		_ = unix.Unlinkat(a.dir, aloneFile, 0)
	}
	a.file.Close()
	unix.Close(a.dir)
	removeDirs(a.made)
}

// RunningIn gives the PID of the Vestibule that has the place in folder, or 0.
// It takes nothing and makes nothing.
func RunningIn(folder string) int {
	dir, err := openOwnFolder(folder)
	if err != nil {
		return 0
	}
	defer unix.Close(dir)
	file, err := openLock(dir, unix.O_RDWR)
	if err != nil {
		return 0
	}
	defer file.Close()
	return holderOf(file)
}

// holderOf asks the kernel who has the lock; 0 is nobody.
func holderOf(file *os.File) int {
	lock := unix.Flock_t{Type: unix.F_WRLCK}
	if err := unix.FcntlFlock(file.Fd(), unix.F_GETLK, &lock); err != nil || lock.Type == unix.F_UNLCK {
		return 0
	}
	return max(int(lock.Pid), 1) // a PID that is not told is somebody's
}

// openOwnFolder opens a folder that is this user's own, and no link.
func openOwnFolder(folder string) (int, error) {
	dir, err := unix.Open(folder, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	if err != nil {
		return -1, fmt.Errorf("opening %s: %w", folder, err)
	}
	var st unix.Stat_t
	if err := unix.Fstat(dir, &st); err != nil || int(st.Uid) != os.Getuid() {
		unix.Close(dir)
		return -1, fmt.Errorf("opening %s: it is not your own folder", folder)
	}
	return dir, nil
}

func openLock(dir, flags int) (*os.File, error) {
	fd, err := unix.Openat(dir, aloneFile, flags|unix.O_NOFOLLOW|unix.O_CLOEXEC|unix.O_NONBLOCK, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", aloneFile, err)
	}
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil || st.Mode&unix.S_IFMT != unix.S_IFREG || int(st.Uid) != os.Getuid() {
		unix.Close(fd)
		return nil, fmt.Errorf("opening %s: it is not a file of yours", aloneFile)
	}
	return os.NewFile(uintptr(fd), aloneFile), nil
}

// leftAlone is the file of one that was killed, or of the one that runs.
func leftAlone(folder string) (File, bool) {
	path := filepath.Join(folder, aloneFile)
	if _, err := os.Lstat(path); err != nil {
		return File{}, false
	}
	f := File{Path: path, What: aloneWhat, State: Kept}
	if RunningIn(folder) != 0 {
		f.State = InUse
	}
	return f, true
}

// removeAlone takes away what one that was killed left. That of one that runs
// stays, and goes with it.
func removeAlone(folder string) (File, bool, error) {
	if RunningIn(folder) != 0 {
		return File{Path: filepath.Join(folder, aloneFile), What: aloneWhat, State: InUse}, true, nil
	}
	f := File{Path: filepath.Join(folder, aloneFile), What: aloneWhat, State: Removed}
	err := os.Remove(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return File{}, false, nil
	}
	return f, err == nil, err
}

//words:mark
const aloneWhat = "tells that Vestibule runs"
