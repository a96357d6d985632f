//go:build unix

package config

import (
	"path/filepath"
	"syscall"
	"testing"
)

// systemCases are what only some systems have in a folder.
var systemCases = []loadCase{
	{"pipe that nobody writes to", func(t *testing.T, dir string) {
		must(t, syscall.Mkfifo(filepath.Join(dir, "config.toml"), 0o600))
	}, false, "FILE: it is a pipe, not a file\nhint: put a regular file in its place, or nothing"},
	{"endless device", link("/dev/zero", "config.toml"), false,
		"FILE: it is a device, not a file\nhint: put a regular file in its place, or nothing"},
}
