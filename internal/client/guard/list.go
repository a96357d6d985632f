//go:build linux || darwin

package guard

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"vestibule/internal/client"
)

// Kept is a guarded profile that is on this machine.
type Kept struct {
	Dir     string
	Running bool
}

// Kept lists the guarded profiles that are on this machine.
func (g *Guards) Kept() []Kept {
	var out []Kept
	var commands [][]string
	for _, root := range g.roots() {
		names, _ := os.ReadDir(root)
		for _, name := range names {
			for _, which := range []Profile{Closed, Open} {
				dir := filepath.Join(root, name.Name(), string(which))
				// A link elsewhere is not ours to follow.
				if info, err := os.Lstat(dir); !name.IsDir() || err != nil || !info.IsDir() {
					continue
				}
				if commands == nil {
					commands = append(g.commands(), []string{})
				}
				out = append(out, Kept{Dir: dir, Running: running(g.opts.Proc, dir, commands)})
			}
		}
	}
	slices.SortFunc(out, func(a, b Kept) int { return strings.Compare(a.Dir, b.Dir) })
	return out
}

// running says whether any family's browser has the folder open.
func running(proc, dir string, commands [][]string) bool {
	for _, f := range []client.BrowserFamily{client.Chromium, client.Firefox} {
		if _, held := (profile{family: f, dir: dir}).running(proc, commands); held {
			return true
		}
	}
	return false
}

// Remove takes the guarded profiles away, with the sign-ins in them. One that
// is open stays: taking it would end a meeting. The error names what stayed.
func (g *Guards) Remove() (removed []string, err error) {
	starting.Lock()
	defer starting.Unlock()
	var errs []error
	for _, k := range g.Kept() {
		if k.Running {
			errs = append(errs, fmt.Errorf("removing %s: its window is open; close it first", k.Dir))
			continue
		}
		if err := os.RemoveAll(k.Dir); err != nil {
			errs = append(errs, err)
			continue
		}
		removed = append(removed, k.Dir)
	}
	for _, root := range g.roots() {
		names, _ := filepath.Glob(filepath.Join(root, "*"))
		for _, dir := range append(names, root, filepath.Dir(root)) {
			_ = unix.Rmdir(dir) // not empty: something else is there
		}
	}
	return removed, errors.Join(errs...)
}
