//go:build linux || darwin

package guard

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// enough is the room a profile needs to come up.
const enough = 32 << 20

// writable says why the profile cannot be written, without writing. A place
// that changes its mind until the start is an error then.
func (p profile) writable() error {
	at := p.dir
	for {
		info, err := os.Lstat(at)
		if err == nil {
			if !info.IsDir() {
				return errReadOnly
			}
			break
		}
		if !errors.Is(err, fs.ErrNotExist) || at == filepath.Dir(at) {
			return errReadOnly
		}
		at = filepath.Dir(at)
	}
	if unix.Access(at, unix.W_OK|unix.X_OK) != nil {
		return errReadOnly
	}
	var st unix.Statfs_t
	if err := unix.Statfs(at, &st); err != nil {
		return errReadOnly
	}
	if uint64(st.Flags)&readOnly != 0 {
		return errReadOnly
	}
	if uint64(st.Bavail)*uint64(st.Bsize) < enough {
		return errFull
	}
	return nil
}
