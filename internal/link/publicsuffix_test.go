package link

import (
	"slices"
	"strings"
	"testing"
)

// The cases are those of the list's own test data, and of links.
func TestRegistrableDomain(t *testing.T) {
	for _, tt := range [][2]string{
		{"zoom.us", "zoom.us"},
		{"us02web.zoom.us", "zoom.us"},
		{"meet.google.com", "google.com"},
		{"a.b.example.co.uk", "example.co.uk"},
		{"example.uk", "example.uk"},
		{"co.uk", "co.uk"},
		{"uk", "uk"},
		{"example", "example"},
		{"a.example", "a.example"},
		{"b.a.example", "a.example"},
		{"b.c.kobe.jp", "b.c.kobe.jp"},
		{"a.b.c.kobe.jp", "b.c.kobe.jp"},
		{"city.kobe.jp", "city.kobe.jp"},
		{"www.city.kobe.jp", "city.kobe.jp"},
		{"www.ck", "www.ck"},
		{"www.www.ck", "www.ck"},
		{"b.test.ck", "b.test.ck"},
		{"evil.github.io", "evil.github.io"},
		{"x.evil.github.io", "evil.github.io"},
		{"www.xn--85x722f.com.cn", "xn--85x722f.com.cn"},
		{"zoom.com.cn", "zoom.com.cn"},
		{"meet.jit.si", "jit.si"},
	} {
		if got := RegistrableDomain(tt[0]); got != tt[1] {
			t.Errorf("RegistrableDomain(%q) = %q, want %q", tt[0], got, tt[1])
		}
	}
}

func TestEveryRuleIsFound(t *testing.T) {
	lines := strings.Split(strings.Trim(publicSuffixes, "\n"), "\n")
	if len(lines) < 5000 || !slices.IsSorted(lines) {
		t.Fatalf("there are %d rules, sorted %t\nhint: go run ./internal/link/suffixes", len(lines), slices.IsSorted(lines))
	}
	for _, l := range lines {
		if !isRule("", l) {
			t.Errorf("the rule %q is not found", l)
		}
	}
	if isRule("", "no.such.rule") || isRule("", "") || isRule("*.", "zoom.us") {
		t.Error("a rule is found that is none")
	}
}
