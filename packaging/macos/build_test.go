package macos_test

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files again")

var macTools = []string{"uname", "go", "lipo", "codesign", "ditto", "pkgbuild", "productbuild", "pkgutil", "hdiutil", "xcrun", "spctl"}

// release is all that a build for others is given. The secrets are there to
// see that nobody passes them on.
var release = []string{
	"SIGN_APP=Developer ID Application: Ada O'Neil (ABCDE12345)", "SIGN_PKG=Developer ID Installer: Ada O'Neil (ABCDE12345)", "NOTARY_PROFILE=the notary's",
	"AC_PASSWORD=s3cret", "NOTARY_PASSWORD=s3cret", "KEYCHAIN_PASSWORD=s3cret",
}

// buildRun runs build.sh with stand-ins into a folder with a space in its name.
// What it gives has OUT for that folder.
func buildRun(t *testing.T, environment []string, flags ...string) (said string, calls []string, err error) {
	t.Helper()
	s := newStandIns(t, buildTools, macTools...)
	s.environment = environment
	out := filepath.Join(t.TempDir(), "the out")
	said, err = s.run("", slices.Concat([]string{"./build.sh"}, flags, []string{out})...)
	for _, c := range s.calls() {
		if c != "uname|-s" {
			calls = append(calls, strings.ReplaceAll(c, out, "OUT"))
		}
	}
	if _, statErr := os.Stat(filepath.Join(out, "Vestibule-build")); statErr == nil {
		t.Error("the folder it worked in is left")
	}
	return strings.ReplaceAll(said, out, "OUT"), calls, err
}

// TestBuildOnAMac holds every word that build.sh gives to the tools of a Mac:
// for a release, and for nobody but this Mac.
func TestBuildOnAMac(t *testing.T) {
	for name, environment := range map[string][]string{"release": release, "plain": nil} {
		t.Run(name, func(t *testing.T) {
			said, calls, err := buildRun(t, environment)
			if err != nil {
				t.Fatalf("%v\n%s", err, said)
			}
			got := strings.Join(calls, "\n") + "\n"
			golden := filepath.Join("testdata", "build-"+name+".txt")
			if *update {
				write(t, golden, got, 0o644)
			}
			if diff := cmp.Diff(read(t, golden), got); diff != "" {
				t.Errorf("calls (-want +got):\n%s", diff)
			}
			if strings.Contains(said+got, "s3cret") {
				t.Error("a secret of the environment is on a command line or printed")
			}
			for _, made := range []string{"Vestibule.app", "Vestibule-0.1.0.pkg", "Vestibule-0.1.0.dmg"} {
				if !strings.Contains(said, "\n  "+made+"\n") {
					t.Errorf("does not say that it made %s:\n%s", made, said)
				}
			}
		})
	}
}

// TestDryRunSaysWhatARunDoes: the lines that --dry-run prints, typed into a
// shell, call the same tools with the same words as a run, and by themselves
// they call nothing and leave nothing.
func TestDryRunSaysWhatARunDoes(t *testing.T) {
	_, want, err := buildRun(t, release)
	if err != nil {
		t.Fatal(err)
	}
	for _, system := range []string{"Darwin", "Linux"} {
		s := newStandIns(t, buildTools, macTools...)
		s.environment = append(slices.Clone(release), "STANDIN_SYSTEM="+system)
		out := filepath.Join(t.TempDir(), "the out")
		said, err := s.run("", "./build.sh", "--dry-run", out)
		if err != nil {
			t.Fatalf("%s: %v\n%s", system, err, said)
		}
		if calls := s.calls(); len(calls) > 0 {
			t.Errorf("%s: --dry-run calls %v", system, calls)
		}
		if _, err := os.Stat(out); !os.IsNotExist(err) {
			t.Errorf("%s: --dry-run makes its folder: %v", system, err)
		}
		typed := "set -e\ncd ../..\nmkdir -p '" + out + "/Vestibule-build'\n"
		for line := range strings.Lines(said) {
			if strings.HasPrefix(line, "   ") {
				typed += line
			}
		}
		if said, err := s.run(typed, "sh"); err != nil {
			t.Fatalf("%s: typing what --dry-run says: %v\n%s", system, err, said)
		}
		var got []string
		for _, c := range s.calls() {
			got = append(got, strings.ReplaceAll(c, out, "OUT"))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: calls (-a run +what --dry-run says):\n%s", system, diff)
		}
	}
}

var buildSteps = []string{"binary", "app", "sign", "pkg", "dmg", "notarize", "staple"}

// TestAFailingToolEndsTheBuild: with the step's name, and without any call
// after it.
func TestAFailingToolEndsTheBuild(t *testing.T) {
	for _, c := range []struct{ tool, step string }{
		{"go build", "binary"}, {"lipo", "binary"}, {"go run ./packaging/macos/inspect -tray OUT", "app"},
		{"codesign --force --options", "sign"}, {"codesign --verify", "sign"}, {"go run ./packaging/macos/inspect -tray -signed", "sign"},
		{"ditto", "pkg"}, {"pkgbuild", "pkg"}, {"productbuild", "pkg"}, {"pkgutil", "pkg"},
		{"hdiutil create", "dmg"}, {"codesign --force --timestamp --sign", "dmg"}, {"hdiutil verify", "dmg"},
		{"xcrun notarytool", "notarize"}, {"xcrun stapler staple", "staple"}, {"xcrun stapler validate", "staple"}, {"spctl", "staple"},
	} {
		t.Run(c.tool, func(t *testing.T) {
			pattern, _, _ := strings.Cut(c.tool, " OUT")
			said, calls, err := buildRun(t, append(slices.Clone(release), "STANDIN_FAIL="+strings.ReplaceAll(pattern, " ", "?")))
			tool, _, _ := strings.Cut(c.tool, " ")
			if tool == "go" && c.step == "binary" {
				tool = "env" // go is given its environment by it
			}
			if err == nil || !strings.Contains(said, "build.sh: step "+c.step+": "+tool+" ended with 3\n") {
				t.Errorf("%v\n%s", err, said)
			}
			if last := calls[len(calls)-1]; !strings.HasPrefix(strings.ReplaceAll(last, "|", " "), pattern) {
				t.Errorf("goes on to %s", last)
			}
			if strings.Contains(said, "made, in") {
				t.Error("says that it made something")
			}
		})
	}
}

// TestEachStepCanBeSkipped: what it would have made is then taken as it lies
// there, or missed by name.
func TestEachStepCanBeSkipped(t *testing.T) {
	all, _, err := buildRun(t, release, "--dry-run")
	if err != nil {
		t.Fatal(err)
	}
	for n, step := range buildSteps {
		said, _, err := buildRun(t, release, "--dry-run", "--skip", step)
		if err != nil {
			t.Fatalf("%s: %v\n%s", step, err, said)
		}
		// All but this step's own lines.
		from := strings.Index(all, "-- "+step+": ")
		to := len(all)
		if n+1 < len(buildSteps) {
			to = strings.Index(all, "-- "+buildSteps[n+1]+": ")
		}
		if diff := cmp.Diff(all[:from]+"-- "+step+": left out\n"+all[to:], said); diff != "" {
			t.Errorf("--skip %s (-want +got):\n%s", step, diff)
		}
	}
	for skip, missed := range map[string]string{"binary": "step app: there is no OUT/vestibule,", "app": "step sign: there is no OUT/Vestibule.app,", "dmg": "step notarize: there is no OUT/Vestibule-0.1.0.dmg,"} {
		if said, _, err := buildRun(t, release, "--skip", skip); err == nil || !strings.Contains(said, missed) {
			t.Errorf("--skip %s: %v\n%s", skip, err, said)
		}
	}
}

func TestBuildRefuses(t *testing.T) {
	for _, c := range []struct {
		name        string
		environment []string
		flags       []string
		said        string
	}{
		{"another system", []string{"STANDIN_SYSTEM=Linux"}, nil, "this needs a Mac"},
		{"an unknown step", nil, []string{"--skip", "everything"}, "build.sh [--dry-run]"},
		{"no step", nil, []string{"--skip"}, "build.sh [--dry-run]"},
		{"an unknown flag", nil, []string{"--password", "x"}, "build.sh [--dry-run]"},
		{"notarizing what is not signed", []string{"NOTARY_PROFILE=x"}, nil, "SIGN_APP and SIGN_PKG go with NOTARY_PROFILE"},
		{"notarizing an unsigned installer", []string{"NOTARY_PROFILE=x", "SIGN_APP=x"}, nil, "SIGN_APP and SIGN_PKG go with NOTARY_PROFILE"},
	} {
		t.Run(c.name, func(t *testing.T) {
			said, calls, err := buildRun(t, c.environment, c.flags...)
			if err == nil || !strings.Contains(said, c.said) || len(calls) > 0 {
				t.Errorf("%v, calls %v\n%s", err, calls, said)
			}
		})
	}
}

// TestScriptsKeepToOldShells: the sh of macOS is an old bash. What is not in
// POSIX is found by shellcheck, which goes by the first line; the tests run the
// scripts with the dash of Debian, which has none of it.
func TestScriptsKeepToOldShells(t *testing.T) {
	scripts, err := filepath.Glob("*.sh")
	if err != nil || len(scripts) < 3 {
		t.Fatalf("scripts: %v, %v", scripts, err)
	}
	secret := regexp.MustCompile(`--password|--apple-id|--key\b|unlock-keychain|set-key-partition|security |notarytool .* -p `)
	for _, name := range scripts {
		text := read(t, name)
		if !strings.HasPrefix(text, "#!/bin/sh\n") || !strings.Contains(text, "\nset -eu\n") {
			t.Errorf("%s is no script of sh that ends at the first error", name)
		}
		// Programs of GNU that macOS lacks, or has otherwise.
		for _, word := range regexp.MustCompile(`realpath|readlink -f|sed -i|\binstall -D|mktemp --|cp -[a-zA-Z]*t|grep -P|stat -c|date -d|pipefail|\beval\b`).FindAllString(text, -1) {
			t.Errorf("%s: %s", name, word)
		}
		if found := secret.FindString(text); found != "" {
			t.Errorf("%s: %q takes a secret on a command line", name, found)
		}
		if info, err := os.Stat(name); err != nil || info.Mode()&fs.ModePerm != 0o755 {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
		if bytes.ContainsRune([]byte(text), '\r') {
			t.Errorf("%s has carriage returns", name)
		}
	}
}
