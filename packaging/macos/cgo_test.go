package macos_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// listed is what "go list -json" says of a package.
type listed struct {
	ImportPath, Dir string
	Standard        bool
	GoFiles         []string
	CgoFiles        []string
	ImportMap       map[string]string
}

// macWithCgo are the packages of a build with the tray, and of the tray itself,
// each after those that it imports.
func macWithCgo(t *testing.T, arch string) (all []listed) {
	t.Helper()
	cmd := exec.Command("go", "list", "-deps", "-json=ImportPath,Dir,Standard,GoFiles,CgoFiles,ImportMap", "./cmd/launcher", "./internal/tray", "./internal/notify")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS=darwin", "GOARCH="+arch, "CGO_ENABLED=1")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := d.Decode(&p); err == io.EOF {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// known are the packages that were checked already.
type known map[string]*types.Package

func (k known) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if p := k[path]; p != nil {
		return p, nil
	}
	return nil, fmt.Errorf("%s is not known", path)
}

// mapped is known, by the names that one package has for its imports.
type mapped struct {
	known
	names map[string]string
}

func (m mapped) Import(path string) (*types.Package, error) {
	if other := m.names[path]; other != "" {
		path = other
	}
	return m.known.Import(path)
}

// typeCheck checks all packages as the compiler would, but for the names that
// come from C: those it takes for whatever they are used as. extra is one more
// file of internal/tray.
func typeCheck(t *testing.T, arch, extra string) error {
	t.Helper()
	fset := token.NewFileSet()
	checked := known{}
	var wrong []error
	for _, p := range macWithCgo(t, arch) {
		var parsed []*ast.File
		add := func(name string, source []byte) {
			f, err := parser.ParseFile(fset, name, source, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			parsed = append(parsed, f)
		}
		for _, name := range slices.Concat(p.GoFiles, p.CgoFiles) {
			path := filepath.Join(p.Dir, name)
			add(path, []byte(read(t, path)))
		}
		if extra != "" && p.ImportPath == "vestibule/internal/tray" {
			add("extra.go", []byte(extra))
		}
		config := types.Config{
			FakeImportC: true, IgnoreFuncBodies: p.Standard, Importer: mapped{checked, p.ImportMap}, Sizes: types.SizesFor("gc", arch),
			Error: func(err error) {
				if !p.Standard {
					wrong = append(wrong, err)
				}
			},
		}
		checked[p.ImportPath], _ = config.Check(p.ImportPath, fset, parsed, nil)
	}
	return errors.Join(wrong...)
}

// TestTheTrayBuildTypeChecks: the build with cgo needs a Mac's headers, which
// are not here. Its Go, systray's and ours, is checked without them.
func TestTheTrayBuildTypeChecks(t *testing.T) {
	for _, arch := range []string{"arm64", "amd64"} {
		if err := typeCheck(t, arch, ""); err != nil {
			t.Errorf("%s: %v", arch, err)
		}
	}
	// systray has no such function, and only a build with cgo sees systray.
	err := typeCheck(t, "arm64", "package tray\n\nimport \"github.com/getlantern/systray\"\n\nfunc extra() { systray.NoSuchThing() }\n")
	if err == nil || !strings.Contains(err.Error(), "NoSuchThing") {
		t.Errorf("a wrong call of systray: %v", err)
	}
}

// TestTheTrayIsBuiltWithCgo: the build that is checked above is the one that
// has the tray.
func TestTheTrayIsBuiltWithCgo(t *testing.T) {
	for _, p := range macWithCgo(t, "arm64") {
		if p.ImportPath != "vestibule/internal/tray" {
			continue
		}
		for _, name := range p.GoFiles {
			first, _, _ := strings.Cut(read(t, filepath.Join(p.Dir, name)), "\n")
			if c, err := constraint.Parse(first); err == nil && c.Eval(func(tag string) bool { return tag == "darwin" || tag == "cgo" }) && !c.Eval(func(tag string) bool { return tag == "darwin" }) {
				return
			}
		}
	}
	t.Error("no file of internal/tray needs cgo on a Mac: what is checked has no tray")
}
