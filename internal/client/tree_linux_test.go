package client

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// tree is a made machine: files below a temporary directory.
type tree struct {
	t    testing.TB
	root string
	dirs Dirs
}

func newTree(t testing.TB) *tree {
	root := t.TempDir()
	tr := &tree{t: t, root: root, dirs: Dirs{
		ConfigHome: root + "/config",
		ConfigDirs: []string{root + "/xdg1", root + "/xdg2"},
		DataHome:   root + "/data",
		DataDirs:   []string{root + "/local", root + "/share"},
		Path:       []string{root + "/bin"},
		Home:       root,
	}}
	for _, program := range []string{"one", "two"} {
		tr.write("bin/"+program, "#!/bin/sh\n", 0o755)
	}
	return tr
}

func (tr *tree) write(name, text string, mode os.FileMode) string {
	tr.t.Helper()
	path := filepath.Join(tr.root, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		tr.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		tr.t.Fatal(err)
	}
	return path
}

// entry writes a desktop entry of a program that handles schemes; more lines
// override the usual ones.
func (tr *tree) entry(name string, schemes []string, more ...string) {
	tr.t.Helper()
	lines := map[string]string{"Type": "Application", "Name": strings.TrimSuffix(filepath.Base(name), ".desktop"), "Exec": "one %u"}
	for _, s := range schemes {
		lines["MimeType"] += "x-scheme-handler/" + s + ";"
	}
	for _, l := range more {
		key, value, _ := strings.Cut(l, "=")
		lines[key] = value
	}
	text := "[Desktop Entry]\n"
	for _, key := range slices.Sorted(maps.Keys(lines)) {
		text += key + "=" + lines[key] + "\n"
	}
	tr.write(name, text, 0o644)
}

func (tr *tree) finder() *Finder { return New(Options{Dirs: tr.dirs}) }

// env is the environment that makes other programs see the tree.
func (tr *tree) env() []string {
	return []string{
		"HOME=" + tr.root, "LC_ALL=C",
		"XDG_CONFIG_HOME=" + tr.dirs.ConfigHome, "XDG_CONFIG_DIRS=" + strings.Join(tr.dirs.ConfigDirs, ":"),
		"XDG_DATA_HOME=" + tr.dirs.DataHome, "XDG_DATA_DIRS=" + strings.Join(tr.dirs.DataDirs, ":"),
		"XDG_CURRENT_DESKTOP=" + strings.Join(tr.dirs.Desktop, ":"),
		"PATH=" + strings.Join(tr.dirs.Path, ":"),
	}
}

// updateCaches runs update-desktop-database, without which gio does not see
// what entries declare.
func (tr *tree) updateCaches() {
	tr.t.Helper()
	for _, dir := range append([]string{tr.dirs.DataHome}, tr.dirs.DataDirs...) {
		dir = filepath.Join(dir, "applications")
		if _, err := os.Stat(dir); err != nil {
			continue
		}
		if out, err := exec.Command("update-desktop-database", dir).CombinedOutput(); err != nil {
			tr.t.Fatalf("update-desktop-database: %v: %s", err, out)
		}
	}
}

// gio asks "gio mime", the judge of what is right.
func (tr *tree) gio(scheme string) (def string, registered []string) {
	tr.t.Helper()
	path, err := exec.LookPath("gio")
	if err != nil {
		tr.t.Fatal(err)
	}
	cmd := exec.Command(path, "mime", "x-scheme-handler/"+scheme)
	cmd.Env = tr.env()
	out, err := cmd.Output()
	if err != nil {
		tr.t.Fatalf("gio mime: %v", err)
	}
	section := ""
	for _, line := range strings.Split(string(out), "\n") {
		switch {
		case strings.HasPrefix(line, "\t"):
			if section == "Registered applications:" {
				registered = append(registered, strings.TrimSpace(line))
			}
		case strings.HasPrefix(line, "Default application for"):
			def = line[strings.LastIndex(line, " ")+1:]
		default:
			section = line
		}
	}
	return def, registered
}

// seen is what the index says in gio's terms.
func (tr *tree) seen(scheme string) (def string, registered []string) {
	x := readIndex(tr.dirs)
	for _, e := range x.present(x.associated(mimeOf(scheme))) {
		registered = append(registered, e.ID)
	}
	return New(Options{Dirs: tr.dirs}).DefaultID(scheme), registered
}

func (tr *tree) compare(scheme string) {
	tr.t.Helper()
	wantDefault, want := tr.gio(scheme)
	gotDefault, got := tr.seen(scheme)
	if gotDefault != wantDefault || !slices.Equal(got, want) {
		tr.t.Errorf("%s: default %q, list %q; gio says %q, %q", scheme, gotDefault, got, wantDefault, want)
	}
}

// dump is every file of the tree, for a failure that has to be understood.
func (tr *tree) dump() string {
	out, _ := exec.Command("grep", "-r", "", tr.root, "--include=*.desktop", "--include=*.list", "--include=*.cache").Output()
	return strings.ReplaceAll(string(out), tr.root, "")
}

func mkfifo(t *testing.T, path string) {
	t.Helper()
	if err := unix.Mkfifo(path, 0o644); err != nil {
		t.Fatal(err)
	}
}
