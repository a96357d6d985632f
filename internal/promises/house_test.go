package promises

import (
	"bytes"
	"go/ast"
	"path"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestNoTestIsSkipped: a test that is left out where something is missing says
// "passed" of what nobody looked at.
func TestNoTestIsSkipped(t *testing.T) {
	for _, f := range goFiles(t) {
		if !strings.HasSuffix(f.name, "_test.go") && path.Dir(f.name) != "internal/e2e" {
			continue
		}
		ast.Inspect(f.tree, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			method, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			switch method.Sel.Name {
			case "Skip", "Skipf", "SkipNow":
				t.Errorf("%s: calls %s", f.name, method.Sel.Name)
			}
			return true
		})
	}
}

// TestNoRegistryIsNamed: where modules and packages come from is the reader's
// own setting.
func TestNoRegistryIsNamed(t *testing.T) {
	named := regexp.MustCompile(strings.Join([]string{
		`GO` + `PROXY`, `GONO` + `SUMDB`, `GOSUM` + `DB`, `proxy\.golang` + `\.org`, `sum\.golang` + `\.org`, `goproxy\.`,
		`registry\.npm` + `js`, `deb\.debian` + `\.org`, `archive\.ubuntu` + `\.com`, `pypi\.` + `org`, `/work` + `/`,
	}, "|"))
	files := 0
	walk(t, func(name string) {
		data := read(t, name)
		if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
			return
		}
		files++
		if found := named.Find(data); found != nil {
			t.Errorf("%s: names %s", name, found)
		}
	})
	if files < 100 {
		t.Errorf("looked at %d files only", files)
	}
}

// TestFilesAreSmall: a file does one thing. Generated files may be long, and a
// table of cases.
func TestFilesAreSmall(t *testing.T) {
	const most = 450
	generated := regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.$`)
	for _, f := range goFiles(t) {
		if strings.HasSuffix(f.name, "_test.go") {
			continue
		}
		data := read(t, f.name)
		if lines := bytes.Count(data, []byte("\n")); lines > most && !generated.Match(data) {
			t.Errorf("%s: %d lines, at most %d", f.name, lines, most)
		}
	}
}
