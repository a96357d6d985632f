package config

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// policyFiles lists the files of a policy, those of policy.d by name.
func policyFiles(p Paths) (files []string, problems []Problem) {
	unsafe := func(path string, err error) {
		problems = append(problems, policyProblem(path, err))
	}
	if err := p.trust(p.Policy); err != nil {
		unsafe(p.Policy, err)
		return nil, problems
	}
	if info, err := os.Stat(p.Policy); err == nil && !info.IsDir() {
		unsafe(p.Policy, &readProblem{text: "it is " + what(info.Mode()) + ", not a folder", hint: "policies are files in it"})
		return nil, problems
	}
	main := filepath.Join(p.Policy, "policy.toml")
	if _, err := os.Lstat(main); !errors.Is(err, fs.ErrNotExist) {
		files = append(files, main)
	}
	folder := filepath.Join(p.Policy, "policy.d")
	if _, err := os.Lstat(folder); errors.Is(err, fs.ErrNotExist) {
		return files, problems
	}
	if err := p.trust(folder); err != nil {
		unsafe(folder, err)
		return files, problems
	}
	entries, err := os.ReadDir(folder) // sorted by name
	if err != nil {
		unsafe(folder, openProblem(folder, err))
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".toml") && !strings.HasPrefix(e.Name(), ".") {
			files = append(files, filepath.Join(folder, e.Name()))
		}
	}
	return files, problems
}

// readPolicy reads one file. Values in void are errors of the policy that have
// no effect and need no fail-safe: they would have loosened something.
func readPolicy(file string, data []byte, providers []string) (levels map[string]*layer, void, problems []Problem) {
	r := newReader(file, data, providers)
	if r.tree == nil {
		return nil, nil, r.problems
	}
	values := r.decode()
	levels = map[string]*layer{"recommended": newLayer(), "locked": newLayer()}
	for _, level := range r.tree.root.names {
		n := r.tree.root.fields[level]
		r.source, r.layer = level, levels[level]
		switch {
		case r.layer == nil:
			p := r.tree.unknownKey(n, join("", level), level, []string{"recommended", "locked"})
			if userSchema.fields[level] != nil {
				p.Hint = fmt.Sprintf("in a policy it is [recommended.%s] or [locked.%s]", level, level)
			}
			r.problems = append(r.problems, p)
		case n.kind != kindTable:
			r.problems = append(r.problems, r.tree.wrongType(n, level, string(kindTable)))
		default:
			below, _ := values[level].(map[string]any)
			r.table(n, below, userSchema, level, nil)
			r.checkTimes(r.layer)
		}
	}
	if len(r.problems) > 0 {
		return nil, nil, r.sorted()
	}
	for _, level := range []string{"recommended", "locked"} {
		r.dropLoosening(levels[level], level)
	}
	return levels, r.sorted(), nil
}

// dropLoosening takes out what a policy may not say: a value less private
// than the built-in one, save what the table lets it recommend.
func (r *reader) dropLoosening(l *layer, level string) {
	for _, name := range slices.Sorted(maps.Keys(l.values)) {
		set := l.values[name]
		k := set.key
		usual := k.Default
		if usual == "" {
			usual = Defaults().Join.OpenWith // of a service
		}
		if !k.morePrivate(usual, set.value) {
			continue
		}
		if !slices.Contains(k.MayRecommend, set.value) {
			r.complain(set.at, set.path, fmt.Sprintf("%q has no effect at %q: a policy only makes things more private than %q", set.path, set.value, usual), "remove the line")
		} else if level == "locked" {
			r.complain(set.at, set.path, fmt.Sprintf("%q has no effect at %q: this value can be recommended, not locked", set.path, set.value), fmt.Sprintf("move it to [recommended.%s]", k.Name[:strings.LastIndexByte(k.Name, '.')]))
		} else {
			continue
		}
		delete(l.values, name)
	}
}

// policyProblem is why a policy's file cannot be used.
func policyProblem(path string, err error) Problem {
	p := fileProblem(path, err)
	var r *readProblem
	if errors.As(err, &r) && r.denied {
		p.Hint = letRead(path)
	}
	if errors.Is(err, errNotThere) {
		p.Text = "there is no such file"
	}
	return p
}

// letRead is the command that lets everybody read a file of a policy: what
// keeps them out may be its folder.
func letRead(path string) string {
	if isFolder(path) {
		return "chmod 755 " + shellQuote(path)
	}
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		info, err := os.Stat(dir)
		if err == nil && info.IsDir() && info.Mode().Perm()&0o005 != 0o005 {
			return "chmod 755 " + shellQuote(dir)
		}
		if err == nil || dir == filepath.Dir(dir) {
			return "chmod 644 " + shellQuote(path)
		}
	}
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
