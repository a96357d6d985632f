//go:build !darwin

package client

import (
	"os"
	"path/filepath"
	"strings"
)

// FromEnv reads Dirs from the environment: the XDG_* variables with the
// defaults of the XDG Base Directory specification, where a path that is not
// absolute counts as not set; LC_ALL, LC_MESSAGES, LANG; PATH.
func FromEnv() Dirs { return dirsFrom(os.Getenv) }

func dirsFrom(getenv func(string) string) Dirs {
	home := getenv("HOME")
	if home == "" {
		// A service may run without HOME; the account still has one.
		home, _ = os.UserHomeDir()
	}
	d := Dirs{
		ConfigHome: absoluteOr(getenv("XDG_CONFIG_HOME"), home, ".config"),
		DataHome:   absoluteOr(getenv("XDG_DATA_HOME"), home, ".local/share"),
		ConfigDirs: absolutes(getenv("XDG_CONFIG_DIRS")),
		DataDirs:   absolutes(getenv("XDG_DATA_DIRS")),
		Path:       absolutes(getenv("PATH")),
		Home:       home,
	}
	if len(d.ConfigDirs) == 0 {
		d.ConfigDirs = []string{"/etc/xdg"}
	}
	if len(d.DataDirs) == 0 {
		d.DataDirs = []string{"/usr/local/share", "/usr/share"}
	}
	for _, name := range strings.Split(getenv("XDG_CURRENT_DESKTOP"), ":") {
		// The name becomes part of a file name.
		if name != "" && !strings.ContainsRune(name, '/') {
			d.Desktop = append(d.Desktop, strings.ToLower(name))
		}
	}
	for _, key := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := getenv(key); v != "" {
			d.Lang = v
			break
		}
	}
	return d
}

func absoluteOr(value, home, rest string) string {
	if filepath.IsAbs(value) {
		return filepath.Clean(value)
	}
	if home == "" {
		return ""
	}
	return filepath.Join(home, rest)
}

func absolutes(list string) []string {
	var out []string
	for _, p := range filepath.SplitList(list) {
		if filepath.IsAbs(p) {
			out = append(out, filepath.Clean(p))
		}
	}
	return out
}
