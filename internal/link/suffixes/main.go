// Command suffixes makes internal/link/publicsuffix.txt from the Public Suffix
// List, which Debian's package publicsuffix carries. Run it from the module's
// folder:
//
//	go run ./internal/link/suffixes [FILE]
package main

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strings"

	"golang.org/x/net/idna"
)

const (
	from = "/usr/share/publicsuffix/public_suffix_list.dat"
	to   = "internal/link/publicsuffix.txt"
)

func main() {
	file := from
	if len(os.Args) > 1 {
		file = os.Args[1]
	}
	if err := run(file); err != nil {
		fmt.Fprintln(os.Stderr, "suffixes:", err)
		os.Exit(1)
	}
}

func run(file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	var rules []string
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		rule, _, _ := strings.Cut(strings.TrimSpace(lines.Text()), " ")
		if rule == "" || strings.HasPrefix(rule, "//") {
			continue
		}
		mark := ""
		switch {
		case rule[0] == '!':
			mark, rule = "!", rule[1:]
		case strings.HasPrefix(rule, "*."):
			mark, rule = "*.", rule[2:]
		}
		name, err := idna.ToASCII(rule)
		if err != nil {
			return fmt.Errorf("reading rule %q: %w", rule, err)
		}
		// Without a rule the last label is the suffix, so those of one label
		// say nothing.
		if mark != "" || strings.Contains(name, ".") {
			rules = append(rules, mark+name)
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	slices.Sort(rules)
	rules = slices.Compact(rules)
	text := "\n" + strings.Join(rules, "\n") + "\n"
	return os.WriteFile(to, []byte(text), 0o644)
}
