package remember

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Files lists what of file (see File) is on the disk: itself, and what a write
// that was cut short left beside it.
func Files(file string) []string {
	var list []string
	if _, err := os.Lstat(file); err == nil {
		list = append(list, file)
	}
	cut, _ := filepath.Glob(filepath.Join(filepath.Dir(file), temporary))
	return append(list, cut...)
}

// temporary is the pattern of a file that is being written.
const temporary = ".muted-*"

// Forget takes them away, and the folder if nothing else is in it. held says
// that a mute was remembered; it is not taken off.
func Forget(file string) (gone []string, held bool, err error) {
	names, _ := load(file)
	for _, path := range Files(file) {
		switch e := os.Remove(path); {
		case e == nil:
			gone = append(gone, path)
		case !errors.Is(e, fs.ErrNotExist):
			err = errors.Join(err, e)
		}
	}
	if len(gone) > 0 {
		_ = os.Remove(filepath.Dir(file)) // fails, rightly, while it holds more
	}
	return gone, len(names) > 0, err
}
