package client

import (
	"path/filepath"
	"slices"
)

// Program is what a desktop entry runs, for finding out which entry a running
// process belongs to.
type Program struct {
	ID   string
	Name string // localised
	// Path is the executable file that Exec names, past env, as it was found.
	Path string
	// Plain says that the entry runs it without further words of its own, so
	// that it stands for the whole program and not for one page of it, and that
	// menus show it.
	Plain bool
	Icon  string // as the entry has it: a name or a path
}

// Programs lists what the entries of this machine run: plain ones first, then
// in the order of directories and ids.
func (f *Finder) Programs() []Program {
	x := readIndex(f.opts.Dirs)
	var out []Program
	seen := map[string]bool{}
	for _, p := range x.places {
		ids := make([]string, 0, len(p.files))
		for id := range p.files {
			ids = append(ids, id)
		}
		slices.Sort(ids)
		for _, id := range ids {
			e := x.entry(id)
			if e == nil || seen[id] || !e.hasExec || e.execErr != nil {
				continue
			}
			seen[id] = true
			words := e.command.argv("", e)
			path, err := f.opts.Dirs.Program(mainProgram(words))
			if err != nil {
				continue
			}
			out = append(out, Program{ID: id, Name: e.Name, Path: path, Plain: !e.NoDisplay && len(words) == 1, Icon: e.Icon})
			if e.TryExec != "" {
				if try, err := f.opts.Dirs.Program(e.TryExec); err == nil && filepath.Base(try) == filepath.Base(path) && try != path {
					out = append(out, Program{ID: id, Name: e.Name, Path: try, Plain: !e.NoDisplay && len(words) == 1, Icon: e.Icon})
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Program) int {
		switch {
		case a.Plain == b.Plain:
			return 0
		case a.Plain:
			return -1
		}
		return 1
	})
	return out
}
