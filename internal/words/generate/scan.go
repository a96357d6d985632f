package main

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// text is one text as the code says it.
type text struct {
	one, many string   // many only where a number decides
	files     []string // that say it, below the module's folder
}

const wordsPath = "vestibule/internal/words"

// scan finds every text that the module's code says, sorted. faults are calls
// that translators or the reader could not follow: a text that is not written
// out, placeholders that are not those given.
func scan(root string) (texts []text, faults []string, err error) {
	found := map[string]*text{}
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "third_party" || d.Name() == "build"):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		more, err := scanFile(path, filepath.ToSlash(name), found)
		faults = append(faults, more...)
		return err
	})
	if err != nil {
		return nil, nil, fmt.Errorf("looking for texts: %w", err)
	}
	for _, t := range found {
		slices.Sort(t.files)
		t.files = slices.Compact(t.files)
		texts = append(texts, *t)
	}
	slices.SortFunc(texts, func(a, b text) int { return cmp.Compare(a.one, b.one) })
	return texts, faults, nil
}

func scanFile(path, name string, found map[string]*text) (faults []string, err error) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution|parser.ParseComments)
	if err != nil {
		return nil, err
	}
	for _, d := range file.Decls {
		for _, one := range marked(d) {
			add(found, text{one: one, files: []string{name}})
		}
	}
	if !slices.ContainsFunc(file.Imports, func(i *ast.ImportSpec) bool { return i.Path.Value == strconv.Quote(wordsPath) }) {
		return nil, nil
	}
	fault := func(at ast.Node, format string, args ...any) {
		faults = append(faults, set.Position(at.Pos()).String()+": "+fmt.Sprintf(format, args...))
	}
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		verb, ok := verbOf(call)
		if !ok {
			return true
		}
		t, pairs := text{files: []string{name}}, call.Args
		if verb == "Count" {
			if len(call.Args) < 3 {
				fault(call, "Count needs a number and two texts")
				return true
			}
			if t.many, ok = literal(call.Args[2]); !ok {
				fault(call, "the plural is not written out")
			}
			pairs = append(pairs[1:2:2], pairs[3:]...)
		}
		if t.one, ok = literal(pairs[0]); !ok {
			fault(call, "the text is not written out")
			return true
		}
		if verb != "Mark" {
			checkPairs(t, pairs[1:], func(format string, args ...any) { fault(call, format, args...) })
		}
		if !add(found, t) {
			fault(call, "%q is said with another plural elsewhere", t.one)
		}
		return true
	})
	return faults, nil
}

// add takes a text in; false if it is known with another plural.
func add(found map[string]*text, t text) bool {
	have := found[t.one]
	if have == nil {
		found[t.one] = &t
		return true
	}
	have.files = append(have.files, t.files...)
	return have.many == t.many
}

// directive stands in the comment of a declaration whose strings are texts that
// are kept as plain English and said later: what words.Mark does, for constants.
const directive = "//words:mark"

// marked are the strings of a declaration that has the directive.
func marked(d ast.Decl) (texts []string) {
	var doc *ast.CommentGroup
	switch d := d.(type) {
	case *ast.GenDecl:
		doc = d.Doc
	case *ast.FuncDecl:
		doc = d.Doc
	}
	if doc == nil || !slices.ContainsFunc(doc.List, func(c *ast.Comment) bool { return c.Text == directive }) {
		return nil
	}
	ast.Inspect(d, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
			if s, ok := literal(l); ok {
				texts = append(texts, s)
			}
		}
		return true
	})
	return texts
}

// verbOf tells whether a call is one of words' that says a text.
func verbOf(call *ast.CallExpr) (string, bool) {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) == 0 {
		return "", false
	}
	pkg, ok := sel.X.(*ast.Ident)
	if !ok || pkg.Name != "words" {
		return "", false
	}
	switch sel.Sel.Name {
	case "Say", "Count", "Make", "Mark":
		return sel.Sel.Name, true
	}
	return "", false
}

// literal gives a string that is written out, be it in several pieces.
func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		a, ok := literal(e.X)
		b, also := literal(e.Y)
		return a + b, ok && also && e.Op == token.ADD
	}
	return "", false
}

// checkPairs holds the names that a call gives against the text's.
func checkPairs(t text, pairs []ast.Expr, fault func(format string, args ...any)) {
	var given []string
	if t.many != "" {
		given = append(given, "n")
	}
	for i := 0; i < len(pairs); i += 2 {
		name, ok := literal(pairs[i])
		if !ok || i+1 == len(pairs) {
			fault("the names of placeholders are not written out")
			return
		}
		given = append(given, name)
	}
	for _, said := range []string{t.one, t.many} {
		for _, p := range placeholders(said) {
			if !slices.Contains(given, p) {
				fault("nothing is given for {%s}", p)
			}
		}
	}
	for _, name := range given {
		if name != "n" && !slices.Contains(placeholders(t.one), name) {
			fault("%q has no {%s}", t.one, name)
		}
	}
}

var placeholder = regexp.MustCompile(`\{([a-z]+)\}`)

// placeholders are the names in a text, sorted, each once.
func placeholders(s string) []string {
	var names []string
	for _, m := range placeholder.FindAllStringSubmatch(s, -1) {
		names = append(names, m[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}
