package promises

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestTheProgramWithTheTrayOfAMac: on a Mac the tray is compiled by cgo, which
// needs Apple's compiler. What the compiler checks of Go it is held to here:
// every package of the program, as it is chosen there, without what C gives it.
func TestTheProgramWithTheTrayOfAMac(t *testing.T) {
	for _, arch := range []string{"arm64", "amd64"} {
		t.Run(arch, func(t *testing.T) {
			c := &onAMac{t: t, done: map[string]*types.Package{"unsafe": types.Unsafe}, arch: arch}
			for _, p := range c.list() {
				c.check(p)
			}
			systray := c.done["github.com/getlantern/systray"]
			if systray == nil {
				t.Fatal("there is no tray in it")
			}
			built, ok := c.done["vestibule/internal/tray"].Scope().Lookup("Built").(*types.Const)
			if !ok || built.Val().String() != "true" {
				t.Error("the program does not know that it has a tray")
			}
		})
	}
}

type listed struct {
	ImportPath, Dir, Name string
	Standard              bool
	GoFiles, CgoFiles     []string
	ImportMap             map[string]string
}

type onAMac struct {
	t    *testing.T
	arch string
	done map[string]*types.Package
}

// list gives the packages of the program, each behind those it imports.
func (c *onAMac) list() []listed {
	cmd := exec.Command("go", "list", "-deps", "-json=ImportPath,Dir,Name,Standard,GoFiles,CgoFiles,ImportMap", "vestibule/cmd/launcher")
	cmd.Env = append(os.Environ(), "GOOS=darwin", "GOARCH="+c.arch, "CGO_ENABLED=1")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		c.t.Fatalf("go list: %v: %s", err, stderr.String())
	}
	var all []listed
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			c.t.Fatal(err)
		}
		all = append(all, p)
	}
}

func (c *onAMac) check(p listed) {
	if p.ImportPath == "unsafe" {
		return
	}
	ours := strings.HasPrefix(p.ImportPath, "vestibule")
	files := token.NewFileSet()
	var parsed []*ast.File
	for _, name := range append(p.GoFiles, p.CgoFiles...) {
		f, err := parser.ParseFile(files, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			c.t.Fatal(err)
		}
		parsed = append(parsed, f)
	}
	conf := types.Config{
		Importer: importerFunc(func(path string) (*types.Package, error) {
			if mapped, ok := p.ImportMap[path]; ok {
				path = mapped
			}
			if done := c.done[path]; done != nil {
				return done, nil
			}
			return nil, errors.New("not listed: " + path)
		}),
		FakeImportC:      true,
		IgnoreFuncBodies: !ours && len(p.CgoFiles) == 0,
		Sizes:            types.SizesFor("gc", c.arch),
		// Errors elsewhere are not ours to find.
		Error: func(err error) {
			if ours {
				c.t.Error(err)
			}
		},
	}
	pkg, err := conf.Check(p.ImportPath, files, parsed, nil)
	if pkg == nil {
		c.t.Fatal(err)
	}
	c.done[p.ImportPath] = pkg
}

type importerFunc func(string) (*types.Package, error)

func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }
