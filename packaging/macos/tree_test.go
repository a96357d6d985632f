// Package macos_test checks what packaging/macos carries, on any system: it
// builds the bundle, and runs the scripts for a Mac with stand-ins for its tools.
package macos_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// root is the module's folder.
const root = "../.."

// copyTree copies what a program is built from. It is read by the test itself,
// so that "go test" does not take the result of an earlier tree for this one's.
func copyTree(t *testing.T, to string) {
	t.Helper()
	for _, part := range []string{"go.mod", "go.sum", "LICENSE", "cmd", "internal", "packaging", "scripts"} {
		err := filepath.WalkDir(filepath.Join(root, part), func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			name, err := filepath.Rel(root, path)
			if err != nil {
				return err
			}
			target := filepath.Join(to, name)
			if d.IsDir() {
				return os.MkdirAll(target, 0o755)
			}
			if !d.Type().IsRegular() {
				return nil
			}
			if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
				return err
			}
			copyFile(t, path, target)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// copyFile copies a file and its mode.
func copyFile(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(to, info.Mode()); err != nil {
		t.Fatal(err)
	}
}

// files gives each file below a folder by its slash path, with its bytes; of a
// link, where it leads.
func files(t *testing.T, folder string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		if d.Type()&fs.ModeSymlink != 0 {
			to, err := os.Readlink(path)
			all[filepath.ToSlash(name)] = "-> " + to
			return err
		}
		data, err := os.ReadFile(path)
		all[filepath.ToSlash(name)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func write(t *testing.T, path, text string, mode fs.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
