//go:build unix

package urlscheme

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// aloneIn has this test's program run as another process that takes the place,
// says so on its output, and keeps it until its input ends.
const aloneIn = "VESTIBULE_TEST_ALONE_IN"

func init() {
	folder := os.Getenv(aloneIn)
	if folder == "" {
		return
	}
	a, err := BeAlone(folder)
	var other *RunningError
	switch {
	case errors.As(err, &other):
		fmt.Println("running", other.PID)
	case err != nil:
		fmt.Println("error", err)
	default:
		fmt.Println("alone", os.Getpid())
		_, _ = io.Copy(io.Discard, os.Stdin)
		a.Leave()
	}
	os.Exit(0)
}

// another is such a process.
type another struct {
	cmd  *exec.Cmd
	in   io.Closer
	said string
	pid  int
}

func startAnother(t *testing.T, folder string) *another {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	x := &another{cmd: exec.Command(self)}
	x.cmd.Env = append(os.Environ(), aloneIn+"="+folder)
	in, err := x.cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := x.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := x.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.cmd.Process.Kill(); _ = x.cmd.Wait() })
	x.in = in
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Sscan(line, &x.said, &x.pid); err != nil {
		t.Fatalf("%q", line)
	}
	return x
}

func TestOneIsAlone(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "a", "Vestibule")
	if RunningIn(folder) != 0 {
		t.Error("somebody runs in a folder that is not there")
	}
	first := startAnother(t, folder)
	if first.said != "alone" {
		t.Fatalf("%s", first.said)
	}
	if got := RunningIn(folder); got != first.pid {
		t.Errorf("%d runs, not %d", got, first.pid)
	}
	second := startAnother(t, folder)
	if second.said != "running" || second.pid != first.pid {
		t.Errorf("the second: %s %d", second.said, second.pid)
	}
	if f, ok := leftAlone(folder); !ok || f.State != InUse {
		t.Errorf("%+v", f)
	}
	if f, _, err := removeAlone(folder); err != nil || f.State != InUse {
		t.Errorf("%+v, %v: taken from one that runs", f, err)
	}

	// A killed one leaves its file, and keeps nobody out.
	if err := first.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = first.cmd.Wait()
	if f, ok := leftAlone(folder); !ok || f.State != Kept || RunningIn(folder) != 0 {
		t.Errorf("%+v", f)
	}
	third := startAnother(t, folder)
	if third.said != "alone" {
		t.Fatalf("after a kill: %s", third.said)
	}
	// One that ends well leaves nothing.
	third.in.Close()
	if err := third.cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(filepath.Join(folder, "*")); len(left) != 0 {
		t.Errorf("left %q", left)
	}
	if f, removed, err := removeAlone(folder); removed || err != nil {
		t.Errorf("%+v %v", f, err)
	}
}

func TestAloneLeavesNoFolderOfItsOwn(t *testing.T) {
	top := t.TempDir()
	a, err := BeAlone(filepath.Join(top, "a", "b"))
	if err != nil {
		t.Fatal(err)
	}
	a.Leave()
	if left, _ := filepath.Glob(filepath.Join(top, "*")); len(left) != 0 {
		t.Errorf("left %q", left)
	}
}

// TestAloneFollowsNoLink: a link would have another file locked, made or taken
// away.
func TestAloneFollowsNoLink(t *testing.T) {
	top := t.TempDir()
	real := filepath.Join(top, "real")
	if err := os.Mkdir(real, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, prepare := range map[string]func(folder string) error{
		"the folder": func(folder string) error { return os.Symlink(real, folder) },
		"the file": func(folder string) error {
			return errors.Join(os.Mkdir(folder, 0o700), os.Symlink(filepath.Join(real, "target"), filepath.Join(folder, aloneFile)))
		},
		"a folder in the file's place": func(folder string) error { return os.MkdirAll(filepath.Join(folder, aloneFile), 0o700) },
	} {
		t.Run(name, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "Vestibule")
			if err := prepare(folder); err != nil {
				t.Fatal(err)
			}
			if a, err := BeAlone(folder); err == nil {
				a.Leave()
				t.Error("it was followed")
			}
			if left, _ := filepath.Glob(filepath.Join(real, "*")); len(left) != 0 {
				t.Errorf("made %q", left)
			}
		})
	}
}

// TestAloneAfterTheNameIsGone: who opened the file before its holder took the
// name away has a lock that keeps nobody out, and must not believe in it.
func TestAloneAfterTheNameIsGone(t *testing.T) {
	folder := t.TempDir()
	a, err := BeAlone(folder)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(folder, aloneFile)); err != nil {
		t.Fatal(err)
	}
	if a.still() {
		t.Error("believes in a file without a name")
	}
	other := startAnother(t, folder)
	if other.said != "alone" {
		t.Fatalf("%s", other.said)
	}
	a.Leave() // must not take the other's file
	if RunningIn(folder) != other.pid {
		t.Error("took another's place away")
	}
}
