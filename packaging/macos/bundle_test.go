package macos_test

import (
	"debug/macho"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"vestibule/packaging/macos/bundle"
)

// built is the bundle that build-cross.sh made of a copy of this tree, in a
// folder of another name, one with a space in it.
var built struct {
	once      sync.Once
	app, tree string
}

// crossBuilt makes the bundle, once for all tests, and gives where it is.
func crossBuilt(t *testing.T) string {
	t.Helper()
	built.once.Do(func() {
		dir, err := os.MkdirTemp("", "vestibule bundle ")
		if err != nil {
			t.Fatal(err)
		}
		cleanups = append(cleanups, func() { os.RemoveAll(dir) })
		tree := filepath.Join(dir, "the tree")
		copyTree(t, tree)
		if cross(t, tree, filepath.Join(dir, "out")) {
			built.app, built.tree = filepath.Join(dir, "out", "Vestibule.app"), tree
		}
	})
	if built.app == "" {
		t.Fatal("there is no bundle")
	}
	return built.app
}

// cleanups are run when all tests are over.
var cleanups []func()

func TestMain(m *testing.M) {
	status := m.Run()
	for _, f := range cleanups {
		f()
	}
	os.Exit(status)
}

// cross runs build-cross.sh of a tree.
func cross(t *testing.T, tree, out string) bool {
	t.Helper()
	cmd := exec.Command(filepath.Join(tree, "packaging", "macos", "build-cross.sh"), out)
	said, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("build-cross.sh: %v\n%s", err, said)
	}
	return err == nil
}

// TestCrossBuiltBundle judges the bundle made on this machine. What is judged,
// and that each fault is seen, is in ./bundle.
func TestCrossBuiltBundle(t *testing.T) {
	app := crossBuilt(t)
	for _, err := range bundle.Check(app, bundle.Options{Hidden: []string{built.tree, filepath.Dir(app)}}) {
		t.Error(err)
	}
}

// TestBuildIsReproducible makes the bundle again, from the tree itself and with
// another umask, and compares every byte.
func TestBuildIsReproducible(t *testing.T) {
	first := files(t, crossBuilt(t))
	out := t.TempDir()
	cmd := exec.Command("sh", "-c", `umask 077 && exec "$0" "$1"`, filepath.Join(root, "packaging", "macos", "build-cross.sh"), out)
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build-cross.sh: %v\n%s", err, said)
	}
	app := filepath.Join(out, "Vestibule.app")
	second := files(t, app)
	for name, data := range first {
		if second[name] != data {
			t.Errorf("%s: %d bytes the first time, %d others the second", name, len(data), len(second[name]))
		}
	}
	if len(first) != len(second) || len(first) < 5 {
		t.Errorf("%d files the first time, %d the second", len(first), len(second))
	}
	for _, err := range bundle.Check(app, bundle.Options{}) {
		t.Error(err)
	}
}

// TestABadBundleIsNotLeft: what build-cross.sh found wrong is not there to be
// given to anybody.
func TestABadBundleIsNotLeft(t *testing.T) {
	crossBuilt(t)
	tree := filepath.Join(t.TempDir(), "tree")
	copyTree(t, tree)
	list := filepath.Join(tree, "packaging", "macos", "Info.plist")
	write(t, list, strings.Replace(read(t, list), "<string>zoommtg</string>", "<string>zoomtmg</string>", 1), 0o644)
	out := t.TempDir()
	said, err := exec.Command(filepath.Join(tree, "packaging", "macos", "build-cross.sh"), out).CombinedOutput()
	if err == nil || !strings.Contains(string(said), "schemes differ from the catalogue's") {
		t.Errorf("a scheme with a typing error: %v\n%s", err, said)
	}
	if left := files(t, out); len(left) > 0 {
		t.Errorf("%d files are left", len(left))
	}
}

func TestFatRefusesTwoOfOneKind(t *testing.T) {
	dir := t.TempDir()
	half := filepath.Join(dir, "half")
	header := make([]byte, 32)
	binary.LittleEndian.PutUint32(header, macho.Magic64)
	binary.LittleEndian.PutUint32(header[4:], uint32(macho.CpuArm64))
	write(t, half, string(header), 0o600)
	cmd := exec.Command("go", "run", "./fat", filepath.Join(dir, "out"), half, half)
	said, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(said), "a second binary for CpuArm64") {
		t.Errorf("joining a binary with itself: %v, %s", err, said)
	}
}
