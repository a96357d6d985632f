package promises

import (
	"go/ast"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// testNames gives every test, fuzz target and benchmark of the tree, with the
// folders it is in.
func testNames(t *testing.T) map[string][]string {
	t.Helper()
	name := regexp.MustCompile(`^(Test|Fuzz|Benchmark)[A-Z0-9_]`)
	all := map[string][]string{}
	for _, f := range goFiles(t) {
		if !strings.HasSuffix(f.name, "_test.go") {
			continue
		}
		for _, d := range f.tree.Decls {
			if d, ok := d.(*ast.FuncDecl); ok && d.Recv == nil && name.MatchString(d.Name.Name) {
				all[d.Name.Name] = append(all[d.Name.Name], path.Dir(f.name))
			}
		}
	}
	return all
}

// TestLessonsNameRealTests: each lesson names the test that proves what is
// said, as `TestName` in `folder`.
func TestLessonsNameRealTests(t *testing.T) {
	known := testNames(t)
	lessons := string(read(t, "docs/lessons.md"))
	proof := regexp.MustCompile("`((?:Test|Fuzz)[A-Za-z0-9_]+)` in `([a-z0-9/-]+)`")
	for _, section := range strings.Split(lessons, "\n## ")[1:] {
		title, text, _ := strings.Cut(section, "\n")
		if strings.HasPrefix(title, "Sources") {
			continue
		}
		proofs := proof.FindAllStringSubmatch(text, -1)
		if len(proofs) == 0 {
			t.Errorf("%q names no test", title)
		}
		for _, p := range proofs {
			if !contains(known[p[1]], p[2]) {
				t.Errorf("%q names %s in %s, which is not there (it is in %v)", title, p[1], p[2], known[p[1]])
			}
		}
	}
	// No test is named in another way, which would not be checked.
	named := regexp.MustCompile(`\b(?:Test|Fuzz)[A-Z][A-Za-z0-9_]+`)
	if all, proved := len(named.FindAllString(lessons, -1)), len(proof.FindAllString(lessons, -1)); all != proved {
		t.Errorf("%d test names, %d of them with their folder", all, proved)
	}
}

// TestAttackSurfaceNamesRealTests: each row of the table of tricks names the
// tests that show its defence, or says that there is none, and what is not
// defended.
func TestAttackSurfaceNamesRealTests(t *testing.T) {
	known := testNames(t)
	proof := regexp.MustCompile("`((?:Test|Fuzz)[A-Za-z0-9_]+)` in `([a-z0-9/-]+)`")
	_, text, _ := strings.Cut(string(read(t, "docs/attack-surface.md")), "\n## Tricks")
	text, _, _ = strings.Cut(text, "\n## ")
	rows := 0
	for line := range strings.Lines(text) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), " | ")
		if len(cells) != 4 || strings.HasPrefix(cells[0], " trick") {
			if strings.HasPrefix(line, "| ") && !strings.HasPrefix(line, "| trick") {
				t.Errorf("%d columns, want 4: %s", len(cells), line)
			}
			continue
		}
		rows++
		trick, defence, shown, open := cells[0], cells[1], cells[2], cells[3]
		proofs := proof.FindAllStringSubmatch(shown, -1)
		for _, p := range proofs {
			if !contains(known[p[1]], p[2]) {
				t.Errorf("%q names %s in %s, which is not there (it is in %v)", trick, p[1], p[2], known[p[1]])
			}
		}
		if len(proofs) == 0 && !strings.HasPrefix(defence, "none") {
			t.Errorf("%q has a defence that no test shows", trick)
		}
		if strings.TrimSpace(open) == "" {
			t.Errorf("%q does not say what is not defended", trick)
		}
	}
	if rows < 25 {
		t.Errorf("%d tricks: the test sees too little", rows)
	}
}

// TestLessonsAreSeven: the seven missteps are all there.
func TestLessonsAreSeven(t *testing.T) {
	sections := regexp.MustCompile(`(?m)^## [1-9]\. `).FindAll(read(t, "docs/lessons.md"), -1)
	if len(sections) != 7 {
		t.Errorf("%d lessons, want 7", len(sections))
	}
}

func contains(all []string, one string) bool {
	for _, s := range all {
		if s == one {
			return true
		}
	}
	return false
}

// documents are the texts a person is sent to.
func documents(t *testing.T) (all []string) {
	t.Helper()
	walk(t, func(name string) {
		if strings.HasSuffix(name, ".md") {
			all = append(all, name)
		}
	})
	if len(all) < 4 {
		t.Fatalf("documents: %v", all)
	}
	return all
}

// TestNamedMakeTargetsExist: every "make word" in code of a document is a
// target.
func TestNamedMakeTargetsExist(t *testing.T) {
	targets := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^([a-z][a-z-]*):`).FindAllStringSubmatch(string(read(t, "Makefile")), -1) {
		targets[m[1]] = true
	}
	command := regexp.MustCompile("(?m)(?:^|`)make ([a-z][a-z-]*)")
	seen := map[string]bool{}
	for _, name := range documents(t) {
		for _, m := range command.FindAllStringSubmatch(string(read(t, name)), -1) {
			seen[m[1]] = true
			if !targets[m[1]] {
				t.Errorf("%s: make %s is no target of the Makefile", name, m[1])
			}
		}
	}
	if !seen["run"] || !seen["test"] {
		t.Errorf("the documents name %v: the test sees too little", seen)
	}
}

// TestDocumentsLinkToWhatIsThere follows every relative link and picture.
func TestDocumentsLinkToWhatIsThere(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#\s]+)(?:#[^)]*)?\)`)
	for _, name := range documents(t) {
		for _, m := range link.FindAllStringSubmatch(string(read(t, name)), -1) {
			if strings.Contains(m[1], "://") || strings.HasPrefix(m[1], "mailto:") {
				continue
			}
			target := filepath.Join(root, path.Dir(name), filepath.FromSlash(m[1]))
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s: links to %s, which is not there", name, m[1])
			}
		}
	}
}

// TestNamedFilesExist: every path in code of a document that begins with one
// of the tree's folders is there.
func TestNamedFilesExist(t *testing.T) {
	named := regexp.MustCompile("`((?:cmd|internal|packaging|docs|scripts|bench)/[A-Za-z0-9_./-]*)`")
	for _, name := range documents(t) {
		for _, m := range named.FindAllStringSubmatch(string(read(t, name)), -1) {
			if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(m[1]))); err != nil {
				t.Errorf("%s: names %s, which is not there", name, m[1])
			}
		}
	}
}
