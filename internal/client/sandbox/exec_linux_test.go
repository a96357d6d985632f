package sandbox

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"vestibule/internal/client"
)

// A client that does not come to run is not told as started.
func TestWhatCannotBeExecuted(t *testing.T) {
	r := newRoom(t)
	r.bus()
	g := r.guard()
	copied := func(tool string) []byte {
		b, err := os.ReadFile(tool)
		r.must(err)
		return b
	}
	for name, c := range map[string]struct {
		program []byte
		mode    os.FileMode
		runs    bool // it may be seen to have run
		fails   bool
	}{
		"no interpreter":     {bytes.Replace(copied("/usr/bin/true"), []byte("/ld-linux"), []byte("/no-linux"), 1), 0o700, false, true},
		"not executable":     {copied("/usr/bin/true"), 0o600, false, true},
		"ends with an error": {copied("/usr/bin/false"), 0o700, true, true},
		"ends well":          {copied("/usr/bin/true"), 0o700, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(r.vars["HOME"], strings.ReplaceAll(name, " ", "-"))
			r.must(os.WriteFile(path, c.program, 0o600))
			r.must(os.Chmod(path, c.mode))
			target := Target{ID: "probe.desktop", Name: "Probe", Argv: []string{path, link}}
			s, err := g.Start(context.Background(), target, link, nil)
			if err == nil {
				if !c.runs {
					t.Error("told as started")
				}
				err = <-s.Exited
			}
			if c.fails != (err != nil) {
				t.Fatalf("error %v", err)
			}
			var start *client.StartError
			if err != nil && (!errors.As(err, &start) || start.Hint() == "" || strings.Contains(err.Error(), link)) {
				t.Errorf("error %v", err)
			}
			if err != nil && strings.Count(err.Error(), "starting") != 1 {
				t.Errorf("error %v", err)
			}
		})
	}
}

// A guard that stands and runs nothing is ended, with what waits in it.
func TestWhatDoesNotComeToRun(t *testing.T) {
	r := newRoom(t)
	ctx, cancel := context.WithCancel(context.Background())
	g := r.guard()
	var child int
	// It is stopped before it gets leave to run the client.
	g.Scope = func(_ context.Context, pids ...int) error {
		child = pids[len(pids)-1]
		r.must(unix.Kill(child, unix.SIGSTOP))
		cancel()
		return nil
	}
	if _, err := g.Start(ctx, r.target(), link, nil); !errors.Is(err, errStill) {
		t.Errorf("error %v", err)
	}
	r.waitFor("the end of what waits", func() bool { return !alive(child) })
}
