//go:build unix

package urlscheme

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// target follows symbolic links to the file that is really meant, which need
// not exist: many people keep mimeapps.list in a folder of their own and link
// to it.
func target(path string) (string, error) {
	for range 40 {
		info, err := os.Lstat(path)
		if errors.Is(err, fs.ErrNotExist) {
			return path, nil
		}
		if err != nil {
			return "", err
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			if !info.Mode().IsRegular() {
				return "", fmt.Errorf("%s is not a regular file", path)
			}
			return path, nil
		}
		to, err := os.Readlink(path)
		if err != nil {
			return "", err
		}
		if !filepath.IsAbs(to) {
			// The folder itself may be a link: ".." counts from its target.
			dir, err := filepath.EvalSymlinks(filepath.Dir(path))
			if err != nil {
				return "", err
			}
			to = filepath.Join(dir, to)
		}
		path = to
	}
	return "", fmt.Errorf("%s links to itself", path)
}

// read gives the content of a file, and whether there is one.
func read(path string) (data []byte, exists bool, err error) {
	real, err := target(path)
	if err != nil {
		return nil, false, fmt.Errorf("reading %s: %w", path, err)
	}
	data, err = os.ReadFile(real)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	return data, err == nil, err
}

// errMoved says that a file changed between reading and writing it.
var errMoved = errors.New("it changed meanwhile")

// replace writes data to path in one step: whoever reads it sees the old or
// the new content, after a power cut too. was is what the file held when it was
// read (nil for no file); if it holds something else now, errMoved comes back
// and nothing is written. The mode of an existing file stays.
func replace(path string, was, data []byte, mode fs.FileMode) error {
	real, err := target(path)
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	if info, err := os.Stat(real); err == nil {
		mode = info.Mode().Perm()
	}
	tmp, err := os.CreateTemp(filepath.Dir(real), ".vestibule-*")
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	defer os.Remove(tmp.Name()) // fails, rightly, once it is renamed
	_, err = tmp.Write(data)
	err = errors.Join(err, tmp.Chmod(mode), tmp.Sync(), tmp.Close())
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	now, exists, err := read(real)
	if err != nil {
		return err
	}
	if exists != (was != nil) || !bytes.Equal(now, was) {
		return fmt.Errorf("writing %s: %w", path, errMoved)
	}
	if err := os.Rename(tmp.Name(), real); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return syncDir(filepath.Dir(real))
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// edit changes path by change, again when it changed meanwhile. change gets
// nil for a missing file and gives nil for one to remove. It returns what the
// file held before and holds now.
func edit(path string, change func(was []byte) []byte) (was, now []byte, err error) {
	for range 5 {
		var exists bool
		was, exists, err = read(path)
		if err != nil {
			return nil, nil, err
		}
		if !exists {
			was = nil
		} else if was == nil {
			was = []byte{}
		}
		now = change(was)
		switch {
		case now == nil && was == nil:
			return was, now, nil
		case now == nil:
			real, err := target(path)
			if err == nil {
				err = os.Remove(real)
			}
			return was, now, err
		case was != nil && bytes.Equal(was, now):
			return was, now, nil
		}
		// 0644 for a new one: other programs read mimeapps.list.
		if err = replace(path, was, now, 0o644); !errors.Is(err, errMoved) {
			return was, now, err
		}
	}
	return nil, nil, err
}

// makeDirs makes dir and those above it, and lists those it made, outermost
// first, so that they can be taken away again.
func makeDirs(dir string, mode fs.FileMode) (made []string, err error) {
	var missing []string
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Stat(d); err == nil || d == filepath.Dir(d) {
			break
		}
		missing = append([]string{d}, missing...)
	}
	for _, d := range missing {
		if err := os.Mkdir(d, mode); err != nil && !errors.Is(err, fs.ErrExist) {
			return made, fmt.Errorf("making %s: %w", d, err)
		}
		made = append(made, d)
	}
	return made, nil
}
