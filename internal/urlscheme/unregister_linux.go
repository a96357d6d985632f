package urlscheme

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"vestibule/internal/client"
)

func (g registry) unregister() (Report, error) {
	report := Report{Files: []File{}}
	rec, had, err := g.readRecord()
	if err != nil {
		// Who had the schemes is lost; what is ours goes all the same.
		report.Notices = append(report.Notices, g.recordFile+" could not be read: Vestibule's own entries were taken out, without knowing the earlier ones")
	}
	var errs []error

	// The schemes first: from here on a link goes where it went before.
	for _, path := range rec.paths(g.listFile()) {
		errs = append(errs, restore(&report, "list of default programs", path, rec.edited(path)))
	}

	files := rec.Files
	for _, f := range ownFiles(g.dirs, "", nil) {
		if !slices.ContainsFunc(files, func(r recordedFile) bool { return r.Path == f.path }) {
			files = append(files, recordedFile{What: f.what, Path: f.path})
		}
	}
	for _, f := range files {
		removed, err := removeFile(f.Path)
		errs = append(errs, err)
		if removed {
			report.Files = append(report.Files, File{Path: f.Path, What: f.What, State: Removed})
		}
	}

	for _, path := range rec.paths(g.cacheFile()) {
		errs = append(errs, g.restoreCache(&report, path, rec.edited(path)))
	}
	report.Schemes = g.schemes(rec)
	if err := errors.Join(errs...); err != nil {
		return report, err // the record stays, so that it can be tried again
	}
	switch err := os.Remove(g.recordFile); {
	case err == nil:
		report.Files = append(report.Files, File{Path: g.recordFile, What: "what was registered", State: Removed})
	case !errors.Is(err, fs.ErrNotExist):
		return report, err
	}
	removeDirs(rec.Dirs)
	if _, registered := fromSystem(); registered && !g.system {
		report.Notices = append(report.Notices, "it is still registered for all users of this computer: sudo vestibule unregister --system")
	}
	if !had && len(report.Files) == 0 {
		report.Notices = append(report.Notices, "there was nothing to take away")
	}
	return report, nil
}

// restore gives a file that was edited back as it was.
func restore(report *Report, what, path string, e *editedFile) error {
	exact := false
	was, now, err := edit(path, func(was []byte) []byte {
		exact = e != nil && e.Sum != "" && e.Sum == sum(was)
		return original(was, e)
	})
	if err != nil {
		return err
	}
	switch {
	case was == nil || bytes.Equal(was, now) && now != nil:
	case now == nil:
		report.Files = append(report.Files, File{Path: path, What: what, State: Removed})
	case exact:
		report.Files = append(report.Files, File{Path: path, What: what, State: Restored})
	default:
		report.Files = append(report.Files, File{Path: path, What: what, State: Cleaned})
	}
	return nil
}

// restoreCache gives a cache of desktop entries back: as it was, or made anew
// from the entries that are left.
func (g registry) restoreCache(report *Report, path string, e *editedFile) error {
	data, exists, err := read(path)
	if err != nil || !exists {
		return err
	}
	if bytes.Contains(data, []byte(client.SelfID)) && (e == nil || e.Sum != sum(data)) {
		g.updateCache(filepath.Dir(path))
	}
	return restore(report, "cache of desktop entries", path, e)
}
