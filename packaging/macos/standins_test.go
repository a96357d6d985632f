package macos_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// standIns are programs of a test's own in place of those of a Mac. Each writes
// down exactly the words it is given, leaves the file it would make, and fails
// where it is told to.
type standIns struct {
	t *testing.T
	// dir is the folder they are in; record, what they wrote.
	dir, record string
	// environment is what a script gets besides them.
	environment []string
}

// noted is how each script begins: it writes down the words it is given, kept
// apart by a character that no word has, and fails where it is told to.
const noted = `#!/bin/sh
name=${0##*/}
{
  printf '%s' "$name"
  for word in "$@"; do printf '\037%s' "$word"; done
  case $name in go) printf '\037<%s %s %s %s>' "${GOOS:-}/${GOARCH:-}" "${CGO_ENABLED:-}" "${CC:-}" "${MACOSX_DEPLOYMENT_TARGET:-}" ;; esac
  printf '\n'
} >>"$STANDIN_RECORD"
case "$name $*" in
  ${STANDIN_FAIL:-nothing}*) exit 3 ;;
esac
`

// buildTools do what the tools of a build leave behind.
const buildTools = noted + `case $name in
  uname) echo "${STANDIN_SYSTEM:-Darwin}" ;;
  ditto) cp -R "$1" "$2" ;;
  go | lipo)
    before=
    for word in "$@"; do
      case $before in -o | -output) echo made >"$word" ;; esac
      before=$word
    done
    ;;
  pkgbuild | productbuild | hdiutil)
    for last in "$@"; do :; done
    case $last in *.pkg | *.dmg) echo made >"$last" ;; esac
    ;;
esac
`

// newStandIns makes stand-ins of these names, all of them one script.
func newStandIns(t *testing.T, script string, names ...string) *standIns {
	t.Helper()
	s := &standIns{t: t, dir: filepath.Join(t.TempDir(), "bin")}
	s.record = filepath.Join(s.dir, "..", "record")
	write(t, filepath.Join(s.dir, "stand-in"), script, 0o755)
	for _, name := range names {
		if err := os.Symlink("stand-in", filepath.Join(s.dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// run starts a script, or any program, with the stand-ins before the system's
// own programs on its PATH, and gives what it printed and how it ended.
func (s *standIns) run(stdin string, words ...string) (said string, err error) {
	s.t.Helper()
	cmd := exec.Command(words[0], words[1:]...)
	cmd.Env = append([]string{"PATH=" + s.dir + ":/usr/bin:/bin", "STANDIN_RECORD=" + s.record}, s.environment...)
	cmd.Stdin = strings.NewReader(stdin)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// calls gives what was called since the last time, a line a call, with a bar
// between words.
func (s *standIns) calls() (all []string) {
	s.t.Helper()
	data, err := os.ReadFile(s.record)
	if err != nil && !os.IsNotExist(err) {
		s.t.Fatal(err)
	}
	os.Remove(s.record)
	for line := range strings.Lines(string(data)) {
		all = append(all, strings.ReplaceAll(strings.TrimSuffix(line, "\n"), "\037", "|"))
	}
	return all
}
