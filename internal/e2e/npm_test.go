//go:build linux && e2e

package e2e

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// need gives a package's files or fails the test.
func (p NPM) need(t *testing.T) fs.FS {
	t.Helper()
	files, err := p.Files()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// elsewhere keeps packages in a directory of the test's own.
func elsewhere(t *testing.T) {
	before := Packages
	Packages = t.TempDir()
	t.Cleanup(func() { Packages = before })
}

// A package that is not the pinned one is not used, and one that cannot be
// had fails the test and says by what command it would have come.
func TestPackagesArePinned(t *testing.T) {
	p := NPM{Name: "@example/client", Version: "1.0.0", SHA512: bourne.SHA512}

	t.Run("another", func(t *testing.T) {
		elsewhere(t)
		if err := os.WriteFile(filepath.Join(Packages, "example-client-1.0.0.tgz"), []byte("another"), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := p.Files(); err == nil || !strings.Contains(err.Error(), "not the one that was pinned") {
			t.Errorf("another package: %v", err)
		}
	})
	t.Run("another comes", func(t *testing.T) {
		elsewhere(t)
		bin := t.TempDir()
		// An npm that brings something.
		script := "#!/bin/sh\nwhile [ \"$1\" != --pack-destination ]; do shift; done\necho other >\"$2/x.tgz\"\n"
		if err := os.WriteFile(filepath.Join(bin, "npm"), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
		t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
		if _, err := p.Files(); err == nil || !strings.Contains(err.Error(), "not the one that was pinned") {
			t.Errorf("another package: %v", err)
		}
		if left, _ := os.ReadDir(Packages); len(left) != 0 {
			t.Errorf("it is kept: %v", left)
		}
	})
	t.Run("none", func(t *testing.T) {
		elsewhere(t)
		bin := t.TempDir()
		if err := os.WriteFile(filepath.Join(bin, "npm"), []byte("#!/bin/sh\necho npm error no network >&2\nexit 1\n"), 0o755); err != nil {
			t.Fatal(err)
		}
		t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
		_, err := p.Files()
		if err == nil || !strings.Contains(err.Error(), "npm pack @example/client@1.0.0") || !strings.Contains(err.Error(), "no network") {
			t.Errorf("no registry: %v", err)
		}
	})
}
