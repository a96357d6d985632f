package config

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// settle is how long a file must be left alone before a change is told: an
// editor makes several of one save.
const settle = 100 * time.Millisecond

// longest is how long a file that does not come to rest is waited for.
const longest = time.Second

// Watch calls changed after the file was changed, made, replaced or removed.
// It watches folders, since editors replace files; where the folder does not
// exist yet it waits for it in the nearest one that does, and where a part of
// the path is a link, it watches both ends. Changes close together are told
// once. At rest it sleeps: no timer runs.
//
// Watch returns when watching has begun: a change after that is told, so load
// after it. It ends with ctx. The calls come from one goroutine, one after
// the other.
func Watch(ctx context.Context, file string, changed func()) error {
	return WatchAll(ctx, []string{file}, changed)
}

// WatchAll is Watch for several files. A path may also be a folder that holds
// drop-in files: then each entry of it counts.
func WatchAll(ctx context.Context, paths []string, changed func()) error {
	fs, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watching the configuration: %w", err)
	}
	w := &watcher{fs: fs, watched: map[string]bool{}}
	for _, p := range paths {
		abs, err := filepath.Abs(p)
		if err != nil {
			fs.Close()
			return fmt.Errorf("watching the configuration: %w", err)
		}
		w.paths = append(w.paths, abs)
	}
	if err := w.sync(); err != nil {
		fs.Close()
		return fmt.Errorf("watching the configuration: %w", err)
	}
	go w.run(ctx, changed)
	return nil
}

type watcher struct {
	fs      *fsnotify.Watcher
	paths   []string
	watched map[string]bool // folders
	names   map[string]bool // full paths whose events count
}

func (w *watcher) run(ctx context.Context, changed func()) {
	defer w.fs.Close()
	timer := time.NewTimer(settle)
	timer.Stop()
	defer timer.Stop()
	var first time.Time // of the events that are not told yet
	event := func() {
		if first.IsZero() {
			first = time.Now()
		}
		if time.Since(first) < longest {
			timer.Reset(settle)
		}
	}
	for {
		select {
		case <-ctx.Done():
			return
		case e, ok := <-w.fs.Events:
			if !ok {
				return
			}
			if w.counts(e) {
				event()
			}
		case _, ok := <-w.fs.Errors:
			if !ok {
				return
			}
			event() // events were lost: anything may have changed
		case <-timer.C:
			if ctx.Err() != nil {
				return
			}
			first = time.Time{}
			w.sync() // on failure the folders that are watched stay so
			changed()
		}
	}
}

// counts says whether an event may be of one of the paths, of a folder on the
// way to one, or of a drop-in file.
func (w *watcher) counts(e fsnotify.Event) bool {
	return w.names[e.Name] || w.names[filepath.Dir(e.Name)] || w.watched[e.Name]
}

// sync watches the folders that matter now. Since one may appear between
// looking and watching, it looks until nothing is new.
func (w *watcher) sync() error {
	for range 10 {
		want, names := w.wanted()
		w.names = names
		fresh := false
		for dir := range want {
			// Adding again is free where the folder is the same one, and needed
			// where it was removed and made anew.
			if err := w.fs.Add(dir); err != nil {
				if _, gone := os.Stat(dir); gone != nil {
					fresh = true // it went away just now: look again
					continue
				}
				return err
			}
			fresh = fresh || !w.watched[dir]
		}
		for dir := range w.watched {
			if !want[dir] {
				w.fs.Remove(dir)
			}
		}
		w.watched = maps.Clone(want)
		if !fresh {
			break
		}
	}
	return nil
}

// wanted lists the folders to watch, and the full paths whose events count:
// the files, the links on the way to them, and the first part of a path that
// does not exist yet.
func (w *watcher) wanted() (dirs, names map[string]bool) {
	dirs, names = map[string]bool{}, map[string]bool{}
	for _, p := range w.paths {
		for links := 0; links < maxLinks; links++ {
			next := follow(p, dirs, names)
			if next == "" {
				break
			}
			p = next
		}
	}
	return dirs, names
}

// maxLinks is how many links of one path are followed, as systems do.
const maxLinks = 40

// follow walks down a path. At the first link it stops and gives the path
// that the link leads to; otherwise it gives "".
func follow(path string, dirs, names map[string]bool) string {
	volume := filepath.VolumeName(path)
	at := volume + string(filepath.Separator)
	parts := strings.Split(strings.Trim(path[len(volume):], string(filepath.Separator)), string(filepath.Separator))
	for i, part := range parts {
		next := filepath.Join(at, part)
		info, err := os.Lstat(next)
		isLink := err == nil && info.Mode()&os.ModeSymlink != 0
		if err != nil || isLink || i == len(parts)-1 {
			dirs[at], names[next] = true, true
		}
		switch {
		case err != nil:
			return ""
		case isLink:
			target, err := os.Readlink(next)
			if err != nil {
				return ""
			}
			if !filepath.IsAbs(target) {
				target = filepath.Join(at, target)
			}
			return filepath.Join(append([]string{target}, parts[i+1:]...)...)
		case i == len(parts)-1 && info.IsDir():
			dirs[next] = true
		}
		at = next
	}
	return ""
}
