package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// maxSize bounds a configuration file. A file of every key with comments is
// a few KiB.
const maxSize = 1 << 20

// errNotThere says that nothing has the file's name, not even a dangling
// link.
var errNotThere = errors.New("there is no such file")

// readProblem is why a file could not be read, with what mends it.
type readProblem struct {
	text, hint string
	denied     bool // for want of a permission
}

func (e *readProblem) Error() string { return e.text }

// readFile reads a file that a person wrote: a regular one, of bounded size.
// It never waits: a pipe in the file's place is refused, not read.
func readFile(file string) ([]byte, fs.FileInfo, error) {
	// Looking before opening keeps a device from noticing; looking again at
	// what was opened is what counts.
	info, err := os.Stat(file)
	if err == nil && !info.Mode().IsRegular() {
		return nil, nil, notRegular(info)
	}
	f, err := os.OpenFile(file, os.O_RDONLY|dontWait, 0)
	if err != nil {
		return nil, nil, openProblem(file, err)
	}
	defer f.Close()
	if info, err = f.Stat(); err != nil {
		return nil, nil, openProblem(file, err)
	}
	if !info.Mode().IsRegular() {
		return nil, nil, notRegular(info)
	}
	data, err := io.ReadAll(io.LimitReader(f, maxSize+1))
	if err != nil {
		return nil, nil, openProblem(file, err)
	}
	if len(data) > maxSize {
		return nil, nil, &readProblem{text: "it is larger than 1 MiB", hint: "a configuration is a few kilobytes; is this another file?"}
	}
	return data, info, nil
}

func notRegular(info fs.FileInfo) error {
	return &readProblem{text: "it is " + what(info.Mode()) + ", not a file", hint: "put a regular file in its place, or nothing"}
}

// openProblem puts an error of the system into words.
func openProblem(file string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if target, err := os.Readlink(file); err == nil {
			return &readProblem{text: fmt.Sprintf("it is a link to %s, which does not exist", target), hint: "mend the link, or remove it"}
		}
		return errNotThere
	case errors.Is(err, fs.ErrPermission):
		return &readProblem{text: "you may not read it", hint: "chmod u+r " + shellQuote(file), denied: true}
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return &readProblem{text: plainErrno(err)}
}

// plainErrno words the errors that people meet.
func plainErrno(err error) string {
	switch {
	case errors.Is(err, syscall.ENOTDIR):
		return "a part of its path is a file, not a folder"
	case errors.Is(err, syscall.ELOOP):
		return "its links lead in a circle"
	case errors.Is(err, syscall.ENOSPC):
		return "the disk is full"
	case errors.Is(err, syscall.EROFS):
		return "the file system is read-only"
	case errors.Is(err, syscall.ENXIO):
		return "it is not a file"
	case errors.Is(err, fs.ErrPermission):
		return "you may not write there"
	}
	return err.Error()
}

func what(m fs.FileMode) string {
	switch {
	case m.IsRegular():
		return "a file"
	case m.IsDir():
		return "a folder"
	case m&fs.ModeNamedPipe != 0:
		return "a pipe"
	case m&fs.ModeSocket != 0:
		return "a socket"
	}
	return "a device"
}

// shellQuote makes a path one word for a shell, so that a hint can be pasted.
func shellQuote(s string) string {
	plain := s != ""
	for _, c := range s {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '/' || c == '.' || c == '-' || c == '_' || c == '~') {
			plain = false
		}
	}
	if plain {
		return s
	}
	quoted := "'"
	for _, c := range s {
		if c == '\'' {
			quoted += `'\''`
		} else {
			quoted += string(c)
		}
	}
	return quoted + "'"
}
