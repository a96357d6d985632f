package main

import "testing"

func TestStartedByDesktop(t *testing.T) {
	const inBundle = "/Applications/Vestibule.app/Contents/MacOS/vestibule"
	for name, c := range map[string]struct {
		args     []string
		binary   string
		terminal bool
		want     bool
	}{
		"Finder":                    {nil, inBundle, false, true},
		"an older Finder":           {[]string{"-psn_0_12345"}, inBundle, false, true},
		"a terminal":                {nil, inBundle, true, false},
		"a verb":                    {[]string{"run"}, inBundle, false, false},
		"a link":                    {[]string{"https://meet.jit.si/x"}, inBundle, false, false},
		"two words":                 {[]string{"-psn_0_1", "x"}, inBundle, false, false},
		"not in a bundle, no words": {nil, "/usr/local/bin/vestibule", false, false},
	} {
		if got := startedByDesktop(c.args, c.binary, c.terminal); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
