package urlscheme

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"vestibule/internal/client"
)

// Register makes Vestibule the handler of its own scheme and of those in o,
// for this user, and remembers who had each. Registering again adds schemes,
// mends what is missing, and keeps what is remembered.
func Register(o Options) (Report, error) {
	binary := o.Binary
	if binary == "" {
		var err error
		if binary, err = os.Executable(); err != nil {
			return Report{}, fmt.Errorf("registering: %w", err)
		}
	}
	g, err := registryFromEnv(binary)
	if err != nil {
		return Report{}, err
	}
	return g.register(o.Schemes, o.Web)
}

// Unregister takes everything away that Register put on the machine, and
// gives each scheme back. What other programs changed meanwhile stays theirs.
// It can be run again, and after a half-done one.
func Unregister() (Report, error) {
	g, err := registryFromEnv("")
	if err != nil {
		return Report{}, err
	}
	return g.unregister()
}

// Status tells what Vestibule has on the machine. It changes nothing.
func Status() (Report, error) {
	g, err := registryFromEnv("")
	if err != nil {
		return Report{}, err
	}
	return g.status()
}

// EarlierHandler gives the id of the desktop entry that opened scheme before
// Vestibule did, for this user or else for all, or "".
func EarlierHandler(scheme string) string {
	g, err := registryFromEnv("")
	if err != nil {
		return ""
	}
	rec, _, err := readRecord(g.recordFile)
	if err != nil {
		return ""
	}
	if earlier := rec.Earlier[scheme]; earlier != "" {
		return earlier
	}
	all, _ := fromSystem()
	return all.Earlier[scheme]
}

// registry is where all of it happens.
type registry struct {
	dirs       client.Dirs
	recordFile string
	binary     string // to register, as it is seen on the machine
	// tools is where the programs are that are run; dirs for a user.
	tools client.Dirs
	// root is the folder of an image of a machine, or "".
	root   string
	system bool // for all users
}

func registryFromEnv(binary string) (registry, error) {
	dirs := client.FromEnv()
	state := os.Getenv("XDG_STATE_HOME")
	if !filepath.IsAbs(state) && dirs.Home != "" {
		state = filepath.Join(dirs.Home, ".local", "state")
	}
	if !filepath.IsAbs(state) || dirs.ConfigHome == "" || dirs.DataHome == "" {
		return registry{}, &HintError{errors.New("finding your directories: HOME is not set"), "set HOME"}
	}
	return registry{dirs: dirs, tools: dirs, recordFile: filepath.Join(state, "vestibule", "registered.json"), binary: binary}, nil
}

func (g registry) listFile() string { return filepath.Join(g.dirs.ConfigHome, "mimeapps.list") }

func (g registry) cacheFile() string {
	return filepath.Join(g.dirs.DataHome, "applications", "mimeinfo.cache")
}

func (g registry) finder(binary string) *client.Finder {
	return client.New(client.Options{Dirs: g.dirs, Self: binary})
}

func (g registry) register(schemes []string, web bool) (Report, error) {
	if err := checkBinary(g.binary); err != nil {
		return Report{}, err
	}
	if _, err := os.Stat(filepath.Join(g.root, g.binary)); err != nil {
		return Report{}, fmt.Errorf("registering: %w", err)
	}
	rec, _, err := g.readRecord()
	if err != nil {
		return Report{}, err
	}
	all, err := union(rec.Schemes, schemes, web)
	if err != nil {
		return Report{}, err
	}
	rec.Version, rec.Binary, rec.Schemes = 1, g.binary, all
	g.rememberEarlier(&rec)
	files := ownFiles(g.dirs, g.binary, all)
	if err := errors.Join(g.remember(&rec, "list of default programs", g.listFile()), g.remember(&rec, "cache of desktop entries", g.cacheFile())); err != nil {
		return Report{}, err
	}
	// What was there is on disk before anything is changed: a crash from here
	// on leaves something that Unregister can put back.
	if err := g.begin(&rec, files); err != nil {
		return Report{}, err
	}
	if err := g.write(&rec, files); err != nil {
		return Report{}, err
	}
	notices := g.updateCache(filepath.Dir(g.cacheFile()))
	if data, exists, err := read(g.cacheFile()); err == nil && exists {
		rec.edited(g.cacheFile()).Sum = sum(data)
	}
	if err := g.writeRecord(rec); err != nil {
		return Report{}, err
	}
	if needsQuotes(g.binary) {
		notices = append(notices, "the path of vestibule has a space or another special character, which xdg-open does not understand where no desktop environment runs: move vestibule to a plain path such as /usr/local/bin and register again")
	}
	report, err := g.status()
	report.Notices = append(notices, report.Notices...)
	return report, err
}

// begin makes the directories and writes the record.
func (g registry) begin(rec *record, files []ownFile) error {
	var all []string
	paths := []string{g.recordFile, g.listFile()}
	for _, f := range files {
		paths = append(paths, f.path)
	}
	for _, path := range paths {
		made, err := makeDirs(filepath.Dir(path), g.dirMode())
		all = append(all, made...)
		if err != nil {
			removeDirs(all)
			return err
		}
	}
	rec.addDirs(all)
	if err := g.writeRecord(*rec); err != nil {
		removeDirs(all)
		return err
	}
	return nil
}

// write puts the files and the lines of mimeapps.list in place.
func (g registry) write(rec *record, files []ownFile) error {
	rec.Files = nil
	for _, f := range files {
		if _, _, err := edit(f.path, func([]byte) []byte { return []byte(f.text) }); err != nil {
			return err
		}
		rec.Files = append(rec.Files, recordedFile{What: f.what, Path: f.path, Sum: sum([]byte(f.text))})
	}
	e := rec.edited(g.listFile())
	_, now, err := edit(g.listFile(), func(was []byte) []byte {
		before := original(was, e)
		e.Existed, e.Before = before != nil, string(before)
		e.MadeGroup = !hasDefaults(string(before))
		return []byte(takeOver(string(before), rec.Schemes, client.SelfID))
	})
	if err != nil {
		return &HintError{err, "if mimeapps.list is made by another tool, let that tool put " + client.SelfID + " in it"}
	}
	e.Sum = sum(now)
	return nil
}

// rememberEarlier notes who opens each scheme without Vestibule. A remembered
// one stays, unless another program has taken the scheme since.
func (g registry) rememberEarlier(rec *record) {
	if rec.Earlier == nil {
		rec.Earlier = map[string]string{}
	}
	f := g.finder(g.binary)
	for _, s := range rec.Schemes {
		if rec.Earlier[s] == "" || f.DefaultID(s) != client.SelfID {
			rec.Earlier[s] = f.DefaultWithout(s)
		}
	}
}

// remember notes what a file holds without Vestibule.
func (g registry) remember(rec *record, what, path string) error {
	was, exists, err := read(path)
	if err != nil {
		return err
	}
	if !exists {
		was = nil
	} else if was == nil {
		was = []byte{}
	}
	e := rec.edited(path)
	before := original(was, e)
	if e == nil {
		rec.Edited = append(rec.Edited, editedFile{What: what, Path: path})
		e = &rec.Edited[len(rec.Edited)-1]
	}
	e.Existed, e.Before = before != nil, string(before)
	e.MadeGroup = !hasDefaults(string(before))
	return nil
}

// original is what a file would be without Vestibule: what it was, to the
// byte, when nobody else changed it, else what it is without our entries. Nil
// is no file.
func original(was []byte, e *editedFile) []byte {
	if was == nil {
		return nil
	}
	if e != nil && e.Sum != "" && e.Sum == sum(was) {
		if !e.Existed {
			return nil
		}
		return []byte(e.Before)
	}
	text := takeOut(string(was), client.SelfID)
	if e != nil && e.MadeGroup && text != string(was) {
		text = dropEmptyDefaults(text)
	}
	if e != nil && !e.Existed && strings.TrimSpace(strings.ReplaceAll(text, "[MIME Cache]", "")) == "" {
		return nil
	}
	return []byte(text)
}

func hasDefaults(text string) bool {
	return slices.ContainsFunc(splitLines(text), func(l line) bool { return l.header() && l.group == defaultGroup })
}

// updateCache runs update-desktop-database, which is what makes gio and
// others see what entries declare. Without it the defaults still hold.
func (g registry) updateCache(dir string) (notices []string) {
	tool, err := g.tools.Program("update-desktop-database")
	if err != nil {
		return []string{"update-desktop-database is not installed (package desktop-file-utils): the links open in Vestibule, but lists of programs may not show it"}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := exec.CommandContext(ctx, tool, dir).Run(); err != nil {
		return []string{"update-desktop-database failed (" + err.Error() + "): the links open in Vestibule, but lists of programs may not show it"}
	}
	return nil
}
