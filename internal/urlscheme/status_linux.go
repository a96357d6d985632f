package urlscheme

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"vestibule/internal/client"

	"vestibule/internal/words"
)

func (g registry) status() (Report, error) {
	rec, had, err := g.readRecord()
	if err != nil {
		return Report{}, err
	}
	report := Report{Registered: had, System: g.system, Binary: rec.Binary, Files: []File{}}
	files := rec.Files
	for _, f := range ownFiles(g.dirs, "", nil) {
		known := slices.ContainsFunc(files, func(r recordedFile) bool { return r.Path == f.path })
		if _, err := os.Lstat(f.path); err == nil && !known {
			files = append(files, recordedFile{What: f.what, Path: f.path})
			report.Registered = true
		}
	}
	for _, f := range files {
		report.Files = append(report.Files, File{Path: f.Path, What: f.What, State: stateOf(f.Path, f.Sum)})
	}
	if had {
		report.Files = append(report.Files, File{Path: g.recordFile, What: words.Mark("what was registered"), State: AsWritten})
	}
	for _, e := range rec.Edited {
		if e.Sum != "" {
			report.Files = append(report.Files, File{Path: e.Path, What: e.What, State: stateOf(e.Path, e.Sum), Edited: true})
		}
	}
	if all, registered := fromSystem(); !had && !g.system && registered {
		// Registered for all users: who opens a link is still each user's own.
		rec.Binary, rec.Schemes, rec.Earlier = all.Binary, all.Schemes, all.Earlier
	}
	report.Schemes = g.schemes(rec)
	report.Notices = g.notices(rec, had, report)
	return report, nil
}

func stateOf(path, want string) FileState {
	data, exists, err := read(path)
	switch {
	case err == nil && !exists:
		return Missing
	case err != nil || sum(data) != want:
		return Changed
	}
	return AsWritten
}

// schemes tells of each registered scheme who opens it now and who did before.
func (g registry) schemes(rec record) []Scheme {
	f := g.finder(rec.Binary)
	name := func(id string) string {
		if id == "" {
			return ""
		}
		return f.Name(id)
	}
	out := []Scheme{}
	for _, s := range rec.Schemes {
		now, before := f.DefaultID(s), rec.Earlier[s]
		out = append(out, Scheme{
			Scheme: s, Ours: now == client.SelfID,
			Now: now, NowName: name(now), Before: before, BeforeName: name(before),
		})
	}
	return out
}

func (g registry) notices(rec record, had bool, report Report) []string {
	var out []string
	if !had {
		if report.Registered {
			out = append(out, "these files were found without a note of what was there before; \"vestibule register"+g.flag()+"\" mends that, \"vestibule unregister"+g.flag()+"\" takes them away")
		}
		return out
	}
	if _, err := os.Stat(filepath.Join(g.root, rec.Binary)); err != nil {
		out = append(out, fmt.Sprintf("the registered program %s is not there any more: run \"vestibule register%[2]s\" where it is now, or \"vestibule unregister%[2]s\"", rec.Binary, g.flag()))
	}
	for _, s := range report.Schemes {
		if s.Ours {
			continue
		}
		text := fmt.Sprintf("%s links are opened by %s now, not by Vestibule", s.Scheme, program(s.Now, s.NowName))
		if file := g.overriding(s.Scheme); file != "" {
			text += "; " + file + " says so"
		} else {
			text += "; \"vestibule register" + g.flag() + "\" takes the scheme again"
		}
		out = append(out, text)
	}
	return out
}

// overriding names the mimeapps.list of the running desktop that comes before
// the one that Register edits, if it speaks of scheme.
func (g registry) overriding(scheme string) string {
	for _, d := range g.dirs.Desktop {
		path := filepath.Join(g.dirs.ConfigHome, d+"-mimeapps.list")
		data, exists, err := read(path)
		if err != nil || !exists {
			continue
		}
		if slices.ContainsFunc(splitLines(string(data)), func(l line) bool { return l.group == defaultGroup && l.key == mimePrefix+scheme }) {
			return path
		}
	}
	return ""
}
