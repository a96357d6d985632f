package client

import (
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
)

// index is one reading of all directories: which entries there are and what
// each mimeapps.list says.
type index struct {
	dirs    Dirs
	places  []*place
	entries map[string]*Entry // those that could be loaded, by file
}

// place is one directory that can hold a mimeapps.list, and, if it is an
// applications directory, desktop entries.
type place struct {
	path  string
	files map[string]string // desktop entry id → file
	types map[string]*tweaks
}

// tweaks is what one place says of one type.
type tweaks struct {
	defaults, added, removed []string
}

// readIndex reads everything, in the order of "Locations of mimeapps.list" of
// the MIME applications specification.
func readIndex(dirs Dirs) *index {
	x := &index{dirs: dirs, entries: map[string]*Entry{}}
	for _, dir := range append([]string{dirs.ConfigHome}, dirs.ConfigDirs...) {
		if dir != "" {
			x.add(&place{path: dir}, false)
		}
	}
	for _, dir := range append([]string{dirs.DataHome}, dirs.DataDirs...) {
		if dir != "" {
			x.add(&place{path: filepath.Join(dir, "applications")}, true)
		}
	}
	return x
}

func (x *index) add(p *place, applications bool) {
	p.types = map[string]*tweaks{}
	p.files = map[string]string{}
	x.places = append(x.places, p)
	// The more specific file first; within a place what was said first wins.
	for _, desktop := range x.dirs.Desktop {
		p.readList(filepath.Join(p.path, desktop+"-mimeapps.list"), false)
	}
	p.readList(filepath.Join(p.path, "mimeapps.list"), true)
	if applications {
		p.readList(filepath.Join(p.path, "defaults.list"), false)
		findEntries(p.path, "", p.files, 0)
		x.addDeclared(p)
	}
}

// readList reads one mimeapps.list. Only the plain one may add and remove;
// those of one desktop set defaults alone.
func (p *place) readList(file string, mayChange bool) {
	k, err := readKeyfile(file)
	if err != nil {
		return
	}
	if mayChange {
		for mime := range k.groups["Added Associations"] {
			t := p.of(mime)
			t.added = extend(t.added, k.list("Added Associations", mime), t.removed)
		}
		for mime := range k.groups["Removed Associations"] {
			t := p.of(mime)
			t.removed = extend(t.removed, k.list("Removed Associations", mime), t.added)
		}
	}
	for mime := range k.groups["Default Applications"] {
		t := p.of(mime)
		t.defaults = extend(t.defaults, k.list("Default Applications", mime), nil)
	}
}

func (p *place) of(mime string) *tweaks {
	if p.types[mime] == nil {
		p.types[mime] = &tweaks{}
	}
	return p.types[mime]
}

// extend appends to list what is neither in it nor in not. The first list of
// all is taken as it stands, so that what an entry declares outlives a removal
// in its own directory when nothing was added there: the specification does
// not say so, but GLib does it, and GLib decides who opens a link.
func extend(list, more, not []string) []string {
	if list == nil {
		return more
	}
	for _, id := range more {
		if !slices.Contains(list, id) && !slices.Contains(not, id) {
			list = append(list, id)
		}
	}
	return list
}

// maxDepth bounds how deep applications directories are searched: a loop of
// symbolic links must end.
const maxDepth = 8

// findEntries collects the entries under dir; the id of one in a
// subdirectory has "-" for "/". Of two files with one id the first in order of
// names counts.
func findEntries(dir, prefix string, files map[string]string, depth int) {
	list, err := os.ReadDir(dir)
	if err != nil || depth > maxDepth {
		return
	}
	for _, item := range list {
		path := filepath.Join(dir, item.Name())
		if strings.HasSuffix(item.Name(), ".desktop") {
			if id := prefix + item.Name(); files[id] == "" {
				files[id] = path
			}
		} else if info, err := os.Stat(path); err == nil && info.IsDir() {
			findEntries(path, prefix+item.Name()+"-", files, depth+1)
		}
	}
}

// addDeclared takes in what the entries of p declare by MimeType. The cache
// that update-desktop-database makes of it may be old or missing; the entries
// themselves cannot be.
func (x *index) addDeclared(p *place) {
	ids := make([]string, 0, len(p.files))
	for id := range p.files {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	declared := map[string][]string{}
	for _, id := range ids {
		file := p.files[id]
		k, err := readKeyfile(file)
		if err != nil {
			continue
		}
		e := entryFrom(k, id, file, x.dirs)
		if e.loadable() == nil {
			x.entries[file] = e
		}
		if e.Hidden {
			continue
		}
		for _, mime := range e.MimeTypes {
			if !slices.Contains(declared[mime], id) {
				declared[mime] = append(declared[mime], id)
			}
		}
	}
	for mime, ids := range declared {
		t := p.of(mime)
		t.added = extend(t.added, ids, t.removed)
	}
}

// masked says whether an entry with that id lies in a more important place
// than the one at position n, which then does not speak for it.
func (x *index) masked(n int, id string) bool {
	for _, p := range x.places[:n] {
		if p.files[id] != "" {
			return true
		}
	}
	return false
}

// associated lists the ids that are associated with mime, best first,
// whether they can be loaded or not.
func (x *index) associated(mime string) []string {
	var hits, blocked []string
	for n, p := range x.places {
		t := p.types[mime]
		if t == nil {
			continue
		}
		for _, id := range t.added {
			if !x.masked(n, id) && !slices.Contains(blocked, id) && !slices.Contains(hits, id) {
				hits = append(hits, id)
			}
		}
		for _, id := range t.removed {
			if !x.masked(n, id) && !slices.Contains(blocked, id) && !slices.Contains(hits, id) {
				blocked = append(blocked, id)
			}
		}
	}
	return hits
}

// ordered lists the ids for mime in the order in which one of them becomes
// the default: those that are said to be, then the associated ones.
func (x *index) ordered(mime string) []string {
	ids := []string{}
	for _, p := range x.places {
		if t := p.types[mime]; t != nil {
			ids = extend(ids, t.defaults, nil)
		}
	}
	return extend(ids, x.associated(mime), nil)
}

// entry gives the entry of id, unless it is hidden, which stands for removed.
func (x *index) entry(id string) *Entry {
	if e := x.loaded(id); e != nil && !e.Hidden {
		return e
	}
	return nil
}

// loaded gives the first entry of id that can be loaded, hidden ones too.
func (x *index) loaded(id string) *Entry {
	for _, p := range x.places {
		if e := x.entries[p.files[id]]; e != nil {
			return e
		}
	}
	return nil
}

// present drops the ids without an entry.
func (x *index) present(ids []string) []*Entry {
	var out []*Entry
	for _, id := range ids {
		if e := x.entry(id); e != nil {
			out = append(out, e)
		}
	}
	return out
}
