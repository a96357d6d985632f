package urlscheme

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"vestibule/internal/client"
)

// Registering for all users of a machine: an administrator's entry, where a
// package manager writes nothing (/usr/local), and the defaults of the machine,
// which each person's own mimeapps.list still overrides.

// System says where the machine's files are.
type System struct {
	// Root is "" for this machine, or the folder that an image of one is
	// mounted at. Everything below it is written as it will be seen inside.
	Root string
}

// systemRecord is what a machine's registration remembers. Everybody may read
// it: who had a scheme before is what the opener of each user must know.
const systemRecord = "/var/lib/vestibule/registered.json"

// systemRoot is where this machine's files are, for what users ask of it.
// Tests, whose machine is a folder, set it.
var systemRoot = ""

func (s System) registry(binary string) (registry, error) {
	root, err := s.root()
	if err != nil {
		return registry{}, err
	}
	at := func(path string) string { return filepath.Join(root, path) }
	if root != "" {
		if rest, inside := strings.CutPrefix(binary, root+"/"); inside {
			binary = "/" + rest
		}
	}
	path := []string{"/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"}
	inside := make([]string, len(path))
	for i, p := range path {
		inside[i] = at(p)
	}
	return registry{
		dirs: client.Dirs{
			ConfigHome: at("/etc/xdg"),
			DataHome:   at("/usr/local/share"),
			DataDirs:   []string{at("/usr/share"), at("/var/lib/flatpak/exports/share"), at("/var/lib/snapd/desktop")},
			Path:       inside, Root: root,
		},
		tools:      client.Dirs{Path: path},
		recordFile: at(systemRecord), binary: binary, root: root, system: true,
	}, nil
}

// root is Root, cleaned, "" for this machine; links in it are followed so that
// the running program's own path compares.
func (s System) root() (string, error) {
	switch {
	case s.Root == "":
		return systemRoot, nil
	case !filepath.IsAbs(s.Root):
		return "", fmt.Errorf("reading %s: the root of a machine is an absolute path", s.Root)
	}
	root, err := filepath.EvalSymlinks(s.Root)
	if err != nil {
		return "", fmt.Errorf("reading the root of a machine: %w", err)
	}
	if info, err := os.Stat(root); err != nil || !info.IsDir() {
		return "", fmt.Errorf("reading %s: it is no folder", s.Root)
	}
	if root == "/" {
		return "", nil
	}
	return root, nil
}

// RegisterSystem is Register for all users of a machine.
func RegisterSystem(o Options, s System) (Report, error) {
	binary := o.Binary
	if binary == "" {
		var err error
		if binary, err = os.Executable(); err != nil {
			return Report{}, fmt.Errorf("registering: %w", err)
		}
	}
	g, err := s.registry(binary)
	if err != nil {
		return Report{}, err
	}
	r, err := g.register(o.Schemes, o.Web)
	return r, needsRoot(err, "register")
}

// UnregisterSystem is Unregister for all users of a machine.
func UnregisterSystem(s System) (Report, error) {
	g, err := s.registry("")
	if err != nil {
		return Report{}, err
	}
	r, err := g.unregister()
	r.System = true
	return r, needsRoot(err, "unregister")
}

// StatusSystem tells what is registered for all users of a machine.
func StatusSystem(s System) (Report, error) {
	g, err := s.registry("")
	if err != nil {
		return Report{}, err
	}
	return g.status()
}

func needsRoot(err error, verb string) error {
	if errors.Is(err, fs.ErrPermission) {
		return &HintError{err, "sudo vestibule " + verb + " --system"}
	}
	return err
}

// fromSystem completes what is known of a user by what is registered for all.
func fromSystem() (record, bool) {
	g, err := System{}.registry("")
	if err != nil {
		return record{}, false
	}
	rec, had, err := g.readRecord()
	return rec, had && err == nil
}

// moved is the record with each path changed: paths are kept as they are seen
// on the machine itself, also while it is an image.
func (r record) moved(path func(string) string) record {
	r.Files, r.Edited, r.Dirs = append([]recordedFile{}, r.Files...), append([]editedFile{}, r.Edited...), append([]string{}, r.Dirs...)
	for i := range r.Files {
		r.Files[i].Path = path(r.Files[i].Path)
	}
	for i := range r.Edited {
		r.Edited[i].Path = path(r.Edited[i].Path)
	}
	for i := range r.Dirs {
		r.Dirs[i] = path(r.Dirs[i])
	}
	return r
}

func (g registry) readRecord() (record, bool, error) {
	rec, had, err := readRecord(g.recordFile)
	if g.root != "" && had {
		rec = rec.moved(func(p string) string { return filepath.Join(g.root, p) })
	}
	return rec, had, err
}

func (g registry) writeRecord(rec record) error {
	if g.root != "" {
		rec = rec.moved(func(p string) string { return strings.TrimPrefix(p, g.root) })
	}
	mode := fs.FileMode(0o600)
	if g.system {
		mode = 0o644
	}
	return writeRecord(g.recordFile, rec, mode)
}

// dirMode is the mode of directories that are made.
func (g registry) dirMode() fs.FileMode {
	if g.system {
		return 0o755
	}
	return 0o700
}

// flag is what a command needs to mean the same registration.
func (g registry) flag() string {
	if g.system {
		return " --system"
	}
	return ""
}
