package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// writer replaces one file as a whole. While it is open no other writer of
// ours edits a file in the same folder; an editor still may, which is what
// the check before the rename is for.
type writer struct {
	file   string // as it was named
	target string // where links lead
	old    []byte // what it holds, or Commented() when it does not exist
	exists bool
	info   fs.FileInfo
	unlock func()
}

// lockPatience is how long another writer of ours is waited for. One takes
// milliseconds.
const lockPatience = 2 * time.Second

// testOnlyBefore, set by tests alone, is called before each step of a write
// and may fail in its place.
var testOnlyBefore = func(step string) error { return nil }

func openForEdit(file string) (*writer, error) {
	w := &writer{file: file}
	var err error
	if w.target, err = resolve(file); err != nil {
		return nil, systemError(err, "")
	}
	if err := os.MkdirAll(filepath.Dir(w.target), 0o700); err != nil {
		return nil, systemError(err, "")
	}
	if w.unlock, err = lockFolder(filepath.Dir(w.target), lockPatience); err != nil {
		return nil, err
	}
	w.old, w.info, err = readFile(w.target)
	switch {
	case errors.Is(err, errNotThere):
		w.old = Commented()
		return w, nil
	case err == nil:
		w.exists = true
		err = w.writable()
	}
	if err != nil {
		w.unlock()
		return nil, systemError(err, "")
	}
	return w, nil
}

func (w *writer) close() { w.unlock() }

// resolve follows links to where the file is, so that a link stays a link.
func resolve(file string) (string, error) {
	target, err := filepath.EvalSymlinks(file)
	if err == nil {
		return target, nil
	}
	if errors.Is(err, fs.ErrNotExist) {
		if _, lstat := os.Lstat(file); lstat != nil {
			return file, nil
		}
	}
	// The system's own words: EvalSymlinks has no error of its own for a circle.
	if _, stat := os.Stat(file); stat != nil {
		err = stat
	}
	return "", openProblem(file, err)
}

// writable says whether the person meant the file to be written. Replacing a
// file needs only its folder; one that was made read-only stays.
func (w *writer) writable() error {
	hint := "chmod u+w " + shellQuote(w.target)
	if w.info.Mode().Perm()&0o200 == 0 {
		return hinted("it is read-only", hint)
	}
	f, err := os.OpenFile(w.target, os.O_WRONLY|dontWait, 0)
	if err != nil {
		return systemError(err, hint)
	}
	return f.Close()
}

// replace puts new bytes in the file's place in one step.
func (w *writer) replace(data []byte) (err error) {
	dir, base := filepath.Split(w.target)
	// One fixed name, under the lock: what a killed writer left is replaced.
	temp := filepath.Join(dir, "."+base+".new")
	if err := os.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return systemError(err, "chmod u+w "+shellQuote(filepath.Clean(dir)))
	}
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return systemError(err, "chmod u+w "+shellQuote(filepath.Clean(dir)))
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(temp)
		}
	}()
	steps := []struct {
		name string
		do   func() error
	}{
		{"write", func() error { _, err := f.Write(data); return err }},
		{"keep owner and mode", func() error { return w.keepOwner(f) }},
		{"sync", f.Sync},
		{"close", f.Close},
		{"look again", w.unchanged},
		{"rename", func() error { return os.Rename(temp, w.target) }},
	}
	for _, s := range steps {
		err := testOnlyBefore(s.name)
		if err == nil {
			err = s.do()
		}
		if err != nil {
			return systemError(err, "")
		}
	}
	syncFolder(dir) // a failure here loses nothing: the new file is complete
	return nil
}

// keepOwner gives the new file the mode and the owner of the old one.
func (w *writer) keepOwner(f *os.File) error {
	if !w.exists {
		return nil
	}
	if err := copyOwner(f, w.info); err != nil {
		return hinted("it belongs to another user, whose it would be no longer", "")
	}
	return f.Chmod(w.info.Mode().Perm())
}

// unchanged looks whether the file is still what was read.
func (w *writer) unchanged() error {
	changed := hinted("another program changed it at the same time; its change was kept", "try again")
	target, err := resolve(w.file)
	if err != nil || target != w.target {
		return changed
	}
	now, info, err := readFile(w.target)
	switch {
	case errors.Is(err, errNotThere) && !w.exists:
		return nil
	case err != nil, !w.exists, !os.SameFile(info, w.info), !bytes.Equal(now, w.old):
		return changed
	}
	return nil
}

// systemError words an error of the system. The hint is for the case that
// something may not be written.
func systemError(err error, hint string) error {
	var known *Hinted
	var read *readProblem
	switch {
	case errors.As(err, &known):
		return known
	case errors.As(err, &read):
		return hinted(read.text, read.hint)
	case !errors.Is(err, fs.ErrPermission):
		hint = ""
	}
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		err = path.Err
	case errors.As(err, &link):
		err = link.Err
	}
	return hinted(plainErrno(err), hint)
}

// errBusy says that another writer of ours holds the folder.
var errBusy = fmt.Errorf("another Vestibule is changing it and does not finish")
