package promises

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestMakeHandsTheLinkOnUnread: whatever is in LINK, make and the shell do not
// run it, and the script gets it as it is. The Makefile runs here with scripts
// that only write down what they are given.
func TestMakeHandsTheLinkOnUnread(t *testing.T) {
	for _, c := range []struct{ name, link string }{
		{"ordinary", "https://meet.jit.si/VestibuleDemo"},
		{"fragment and query", "https://zoom.us/j/1?pwd=a&b=c;d#e f"},
		{"shell", "`touch owned`$(touch owned)'; touch owned; '\"$HOME|&"},
		{"make function", "$(shell touch owned)${shell touch owned}$(HOME)$$"},
		{"leading dash", "--help"},
		{"backslash and hash", `a\#b\\c`},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			write := func(name, text string) {
				t.Helper()
				path := filepath.Join(dir, name)
				if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(text), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			write("Makefile", string(read(t, "Makefile")))
			write("scripts/packages.sh", "#!/bin/sh\n")
			write("scripts/find-go.sh", "#!/bin/sh\necho true\n")
			write("scripts/run.sh", "#!/bin/sh\nprintf '%s/%s' \"$#\" \"$1\" >given\n")
			for how, arguments := range map[string][]string{
				"argument":    {"run", "LINK=" + c.link},
				"environment": {"run"},
			} {
				cmd := exec.Command("make", arguments...)
				cmd.Dir = dir
				cmd.Env = append(os.Environ(), "MAKEFLAGS=", "MAKELEVEL=")
				if how == "environment" {
					cmd.Env = append(cmd.Env, "LINK="+c.link)
				}
				if said, err := cmd.CombinedOutput(); err != nil {
					t.Fatalf("make run, link by %s: %v\n%s", how, err, said)
				}
				given, err := os.ReadFile(filepath.Join(dir, "given"))
				if err != nil {
					t.Fatal(err)
				}
				if want := "1/" + c.link; string(given) != want {
					t.Errorf("by %s the script was given %s, want %s", how, given, want)
				}
			}
			entries, err := os.ReadDir(dir)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range entries {
				if strings.HasPrefix(e.Name(), "owned") {
					t.Error("the link was run")
				}
			}
		})
	}
}

// TestCIRunsMakeTest and nothing else.
func TestCIRunsMakeTest(t *testing.T) {
	if got, want := string(read(t, ".ci/run")), "#!/bin/sh\nexec make test\n"; got != want {
		t.Errorf(".ci/run is\n%s", got)
	}
	info, err := os.Stat(filepath.Join(root, ".ci", "run"))
	if err != nil || info.Mode().Perm()&0o100 == 0 {
		t.Errorf(".ci/run cannot be run: %v", err)
	}
}
