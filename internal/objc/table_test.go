package objc

import (
	"go/ast"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// row is one line of table.tsv.
type row struct {
	kind   string // class, selector, ours, constant, code, number, function, variable or string
	in     string // selector: its class, "+" before it for a class method; function: its library
	name   string
	value  string // selector: its kinds, "v(@q)"; constant, code and number: its value
	header string
	since  string // the first macOS
}

func table(t *testing.T) (rows []row) {
	t.Helper()
	data, err := os.ReadFile("table.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for n, line := range strings.Split(strings.TrimSuffix(string(data), "\n"), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 6 {
			t.Fatalf("table.tsv:%d: %d columns, not 6", n+1, len(f))
		}
		rows = append(rows, row{f[0], f[1], f[2], f[3], f[4], f[5]})
	}
	return rows
}

const module = "vestibule/internal/objc"

// used collects from the whole tree what is handed to this package: "selector
// setTitle:" and the place of it. Everything must be a plain string there.
func used(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "build" || d.Name() == ".git") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		files := token.NewFileSet()
		tree, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		inside := filepath.Dir(path) == "../../internal/objc"
		if !inside && !slices.ContainsFunc(tree.Imports, func(i *ast.ImportSpec) bool { return i.Path.Value == strconv.Quote(module) }) {
			return nil
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			name := calledName(call)
			for _, c := range calls[name] {
				if len(call.Args) <= c.argument || inside && !c.inside {
					continue
				}
				text, ok := literal(call.Args[c.argument])
				if !ok {
					if !inside && name != "Do" && name != "Send" {
						t.Errorf("%s: %s is not called with a plain string", files.Position(call.Pos()), name)
					}
					continue
				}
				if c.kind == "selector" && !selectorName.MatchString(text) {
					continue // another package's Send
				}
				if c.kind == "code" || c.kind == "number" {
					text += "=" + secondLiteral(call.Args)
				}
				found[c.kind+" "+text] = files.Position(call.Pos()).String()
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) < 100 {
		t.Fatalf("found %d names only: the test sees nothing", len(found))
	}
	return found
}

var selectorName = regexp.MustCompile(`^[a-zA-Z][A-Za-z0-9]*:?([A-Za-z0-9]+:)*$`)

// calls say which arguments of our functions are names of Apple's.
var calls = map[string][]struct {
	argument int
	kind     string
	inside   bool // in this package too
}{
	"Send": {{0, "selector", true}}, "Do": {{0, "selector", true}}, "Responds": {{0, "selector", false}},
	"Get": {{1, "selector", true}}, "Super": {{2, "selector", false}}, "Selector": {{0, "selector", false}},
	"M": {{0, "ours", false}}, "Class": {{0, "class", true}},
	"Code": {{0, "code", false}}, "Number": {{0, "number", false}}, "Named": {{1, "variable", false}},
	"Func": {{2, "function", false}}, "Symbol": {{1, "function", false}}, "Name": {{0, "string", false}},
}

// calledName is the last word of what is called.
func calledName(call *ast.CallExpr) string {
	f := call.Fun
	if i, ok := f.(*ast.IndexExpr); ok {
		f = i.X
	}
	switch f := f.(type) {
	case *ast.SelectorExpr:
		return f.Sel.Name
	case *ast.Ident:
		return f.Name
	}
	return ""
}

func literal(e ast.Expr) (string, bool) {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(l.Value)
	return s, err == nil
}

// secondLiteral is the value in a call of Code or Number.
func secondLiteral(args []ast.Expr) string {
	if len(args) != 2 {
		return ""
	}
	if l, ok := args[1].(*ast.BasicLit); ok && l.Kind == token.INT {
		return l.Value
	}
	letters, _ := literal(args[1])
	return letters
}

// TestTableAndCodeAgree: every name that the code uses is in the table, and
// none other.
func TestTableAndCodeAgree(t *testing.T) {
	listed := map[string]bool{}
	for _, r := range table(t) {
		switch r.kind {
		case "constant":
		case "code", "number":
			listed[r.kind+" "+r.name+"="+r.value] = true
		default:
			listed[r.kind+" "+r.name] = true
		}
	}
	found := used(t)
	for name, at := range found {
		if !listed[name] && !(strings.HasPrefix(name, "class ") && strings.Contains(name, "Vestibule")) &&
			!(strings.HasPrefix(name, "selector ") && listed["ours "+strings.TrimPrefix(name, "selector ")]) {
			t.Errorf("%s: %s is not in table.tsv", at, name)
		}
	}
	for name := range listed {
		if found[name] == "" {
			t.Errorf("table.tsv: nothing uses %s", name)
		}
	}
}

// TestConstantsAreThoseOfTheTable compares values, on Intel and Apple silicon.
func TestConstantsAreThoseOfTheTable(t *testing.T) {
	want := map[string]string{}
	for _, r := range table(t) {
		if r.kind == "constant" {
			want[r.name] = r.value
		}
	}
	for _, files := range [][]string{{"constants.go", "alignment_intel.go"}, {"constants.go", "alignment_silicon.go"}} {
		set := token.NewFileSet()
		var trees []*ast.File
		for _, name := range files {
			tree, err := parser.ParseFile(set, name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			trees = append(trees, tree)
		}
		pkg, err := (&types.Config{Importer: importer.Default()}).Check("objc", set, trees, nil)
		if err != nil {
			t.Fatal(err)
		}
		seen := 0
		for _, name := range pkg.Scope().Names() {
			c, ok := pkg.Scope().Lookup(name).(*types.Const)
			if !ok {
				continue
			}
			seen++
			value := strings.Trim(constant.ToInt(c.Val()).ExactString(), `"`)
			if c.Val().Kind() == constant.String {
				value = constant.StringVal(c.Val())
			}
			either, other, two := strings.Cut(want[name], "|") // Intel|Apple silicon
			if two && files[1] == "alignment_silicon.go" {
				either = other
			}
			if want[name] == "" {
				t.Errorf("%s is not in table.tsv", name)
			} else if either != value {
				t.Errorf("%s is %s, table.tsv says %s", name, value, either)
			}
		}
		if seen != len(want) {
			t.Errorf("%d constants, %d in table.tsv", seen, len(want))
		}
	}
}

// TestConstantsAreUsed keeps the list short.
func TestConstantsAreUsed(t *testing.T) {
	var code strings.Builder
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") && d.Name() != "constants.go" && !strings.HasPrefix(d.Name(), "alignment_") {
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			if filepath.Dir(path) == "../../internal/objc" { // no name of a package before it there
				data = regexp.MustCompile(`\b(NS[A-Z]\w*)`).ReplaceAll(data, []byte("objc.$1"))
			}
			code.Write(data)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range table(t) {
		if r.kind == "constant" && !regexp.MustCompile(`objc\.`+r.name+`\b`).MatchString(code.String()) {
			t.Errorf("nothing uses %s", r.name)
		}
	}
}

func TestTableIsComplete(t *testing.T) {
	header := regexp.MustCompile(`^[A-Za-z]+(/[A-Za-z]+)*\.h$`)
	since := regexp.MustCompile(`^1[0-9](\.[0-9]+)?$`)
	var last string
	for _, r := range table(t) {
		if r.kind != "ours" && !header.MatchString(r.header) {
			t.Errorf("%s %s: header %q", r.kind, r.name, r.header)
		}
		if !since.MatchString(r.since) {
			t.Errorf("%s %s: first macOS %q", r.kind, r.name, r.since)
		}
		if r.kind == "selector" && (r.in == "" || !regexp.MustCompile(`^[a-zA-Z@:^]+\([a-zA-Z@:^]*\)$`).MatchString(r.value)) {
			t.Errorf("%s: class %q, types %q", r.name, r.in, r.value)
		}
		if now := r.kind + " " + r.name; now <= last {
			t.Errorf("%s is not in order, or twice", now)
		} else {
			last = now
		}
	}
}

// TestNothingOpensADevice: no name of the table starts a camera or a microphone,
// or asks the person for leave to. Vestibule reads what they do, and that is
// all: what is not in the table the code does not use.
func TestNothingOpensADevice(t *testing.T) {
	opens := regexp.MustCompile(`^AV|AVCapture|AVAudio|AudioUnit|AudioQueue|AudioComponent|IOProc|DeviceStart|StartStream|CopyBufferQueue|AudioHardwareCreate|requestAccess|ExtAudioFile`)
	for _, r := range table(t) {
		if opens.MatchString(r.name) || strings.HasPrefix(r.header, "AV") || strings.HasPrefix(r.header, "AudioToolbox") {
			t.Errorf("%s %s (%s)", r.kind, r.name, r.header)
		}
	}
	for _, name := range []string{"AVCaptureDevice", "AudioDeviceCreateIOProcID", "CMIODeviceStartStream", "AudioQueueNewInput"} {
		if !opens.MatchString(name) {
			t.Errorf("%s would not be seen", name)
		}
	}
}
