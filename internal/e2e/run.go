//go:build linux

package e2e

import (
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Command makes a command that runs in the session. It is not started.
func (s *Session) Command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	if !strings.ContainsRune(name, '/') {
		if path, err := exec.LookPath(filepath.Join(s.Bin, name)); err == nil {
			cmd.Path, cmd.Err = path, nil
		}
	}
	cmd.Env = s.Env()
	cmd.Dir = s.Home
	if s.person != nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.person}
	}
	return cmd
}

// Running is a program that the session started and has not forgotten.
type Running struct {
	Cmd  *exec.Cmd
	PID  int
	done chan struct{}
	out  *buffer
}

// Run starts cmd and gives what watches over it. What it prints is kept, and
// shown if the test fails, unless cmd has its own Stdout or Stderr.
func (s *Session) Run(cmd *exec.Cmd) *Running {
	s.t.Helper()
	r := &Running{Cmd: cmd, done: make(chan struct{}), out: &buffer{}}
	if cmd.Stdout == nil {
		cmd.Stdout = r.out
	}
	if cmd.Stderr == nil {
		cmd.Stderr = r.out
	}
	// A grandchild that keeps the output open must not keep Wait waiting.
	cmd.WaitDelay = 200 * time.Millisecond
	s.mu.Lock()
	err := cmd.Start()
	if err == nil {
		r.PID = cmd.Process.Pid
		s.own[r.PID] = true
	}
	s.mu.Unlock()
	if err != nil {
		s.t.Fatalf("starting %s: %v", filepath.Base(cmd.Path), err)
	}
	go func() {
		_ = cmd.Wait()
		close(r.done)
	}()
	s.runs = append(s.runs, r)
	return r
}

// Output is what the program printed so far.
func (r *Running) Output() string { return r.out.String() }

// Wait waits for the end and gives the exit status: -1 for a signal. It says
// false if the program still runs after that time.
func (r *Running) Wait(within time.Duration) (status int, ended bool) {
	select {
	case <-r.done:
		return r.Cmd.ProcessState.ExitCode(), true
	case <-time.After(within):
		return 0, false
	}
}

// MustWait is Wait, and fails the test if the program goes on.
func (s *Session) MustWait(r *Running, within time.Duration) int {
	s.t.Helper()
	status, ended := r.Wait(within)
	if !ended {
		s.t.Fatalf("%s still runs after %v; it printed:\n%s", filepath.Base(r.Cmd.Path), within, r.out.tail(4000))
	}
	return status
}

// Output runs a command to its end and gives its standard output, and fails
// the test if its status is not 0.
func (s *Session) Output(name string, args ...string) string {
	s.t.Helper()
	cmd := s.Command(name, args...)
	var stdout bytes.Buffer
	cmd.Stdout = &stdout
	r := s.Run(cmd)
	if status := s.MustWait(r, 20*time.Second); status != 0 {
		s.t.Fatalf("%s %q ended with %d:\n%s%s", name, args, status, stdout.String(), r.out.tail(4000))
	}
	return stdout.String()
}

// buffer is a bytes.Buffer that several goroutines may use.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

func (b *buffer) tail(n int) string {
	text := b.String()
	if len(text) > n {
		return fmt.Sprintf("…%s", text[len(text)-n:])
	}
	return text
}

// ends is the beginning and the end of what was printed.
func (b *buffer) ends(n int) string {
	text := b.String()
	if len(text) > 2*n {
		return text[:n] + "\n…\n" + text[len(text)-n:]
	}
	return text
}
