package client

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// Entry is a desktop entry of an application.
type Entry struct {
	ID      string
	File    string // path of the entry itself
	Name    string // localised
	Icon    string
	TryExec string
	// Path is the working directory it asks for, or "".
	Path                          string
	MimeTypes                     []string
	Hidden, NoDisplay, Terminal   bool
	hasExec                       bool
	command                       command
	execErr                       error
	notApplication, missingTryExe bool
	programPath                   string // found in $PATH, or ""
}

const mainGroup = "Desktop Entry"

// loadEntry reads the entry with that id from file. The error says why GLib
// would not load it either; what only we do not offer is for offerable.
func loadEntry(id, file string, dirs Dirs) (*Entry, error) {
	k, err := readKeyfile(file)
	if err != nil {
		return nil, err
	}
	e := entryFrom(k, id, file, dirs)
	return e, e.loadable()
}

func entryFrom(k keyfile, id, file string, dirs Dirs) *Entry {
	e := &Entry{ID: id, File: file}
	kind, _ := k.text(mainGroup, "Type")
	e.notApplication = k.first != mainGroup || kind != "Application"
	e.Name, _ = k.localised(mainGroup, "Name", dirs.Lang)
	if e.Name == "" {
		e.Name = strings.TrimSuffix(id, ".desktop")
	}
	e.Icon, _ = k.localised(mainGroup, "Icon", dirs.Lang)
	e.Path, _ = k.text(mainGroup, "Path")
	e.MimeTypes = k.list(mainGroup, "MimeType")
	e.Hidden = k.truth(mainGroup, "Hidden")
	e.NoDisplay = k.truth(mainGroup, "NoDisplay")
	e.Terminal = k.truth(mainGroup, "Terminal")
	e.TryExec, _ = k.text(mainGroup, "TryExec")
	if e.TryExec != "" {
		_, err := dirs.Program(e.TryExec)
		e.missingTryExe = err != nil
	}
	exec, _ := k.text(mainGroup, "Exec")
	e.hasExec = exec != ""
	if e.hasExec {
		e.command, e.execErr = parseExec(exec)
		if e.execErr == nil {
			e.programPath, _ = dirs.Program(e.command.program())
		}
	}
	return e
}

// loadable says why an entry counts as not being there, so that the same id
// in a less important directory is looked at. Hidden is no such reason: it
// stands for "removed".
func (e *Entry) loadable() error {
	switch {
	case e.notApplication:
		return errors.New("not an application")
	case e.missingTryExe:
		return fmt.Errorf("the program %s of TryExec is not installed", e.TryExec)
	case e.hasExec && e.execErr == nil && e.programPath == "":
		return fmt.Errorf("the program %s is not installed", e.command.program())
	}
	return nil
}

// openers hand a link to the person's default, which is where it came from.
var openers = map[string]bool{
	"xdg-open": true, "gvfs-open": true, "kde-open": true, "kde-open5": true,
	"kde-open6": true, "gnome-open": true,
}

// offerable says why an entry that is there is still not offered as a client.
func (e *Entry) offerable(self string) error {
	switch {
	case e.Hidden:
		return errors.New("it is hidden, which means removed")
	case e.isSelf(self):
		return errors.New("it is Vestibule itself")
	case !e.hasExec:
		return errors.New("it has no Exec")
	case e.execErr != nil:
		return e.execErr
	case !e.command.wantsLink():
		return errors.New("its Exec takes no link")
	case e.Terminal:
		return errors.New("it runs in a terminal")
	}
	words := e.command.argv("", e)
	base := filepath.Base(words[0])
	if openers[base] || base == "gio" && len(words) > 1 && words[1] == "open" {
		return errors.New("it only hands the link to the default program")
	}
	return nil
}

// isSelf says whether the entry is ours, by id or because any word of its
// command is our own binary ("env X=1 /opt/vestibule open %u").
func (e *Entry) isSelf(self string) bool {
	if e.ID == SelfID {
		return true
	}
	if self == "" || !e.hasExec || e.execErr != nil {
		return false
	}
	if e.programPath != "" && sameFile(e.programPath, self) {
		return true
	}
	for _, word := range e.command.argv("", e) {
		if filepath.IsAbs(word) && sameFile(word, self) {
			return true
		}
	}
	return false
}

func sameFile(a, b string) bool {
	if a == b {
		return true
	}
	ia, err := os.Stat(a)
	if err != nil {
		return false
	}
	ib, err := os.Stat(b)
	return err == nil && os.SameFile(ia, ib)
}

// Program finds an executable file by the rules of $PATH. A relative path
// with a slash is not found: it would depend on where we were started.
func (d Dirs) Program(name string) (string, error) {
	if filepath.IsAbs(name) {
		return name, executable(filepath.Join(d.Root, name))
	}
	if strings.Contains(name, "/") {
		return "", fmt.Errorf("finding %s: not an absolute path", name)
	}
	for _, dir := range d.Path {
		path := filepath.Join(dir, name)
		if executable(path) == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("finding %s: not in PATH", name)
}

func executable(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.IsDir() {
		return fmt.Errorf("finding %s: it is a directory", path)
	}
	if err := unix.Access(path, unix.X_OK); err != nil {
		return fmt.Errorf("finding %s: %w", path, err)
	}
	return nil
}
