//go:build linux

package e2e

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// LinkOpener is a program that opens links over the bus by itself, and lies
// about itself in each message.
type LinkOpener struct {
	s       *Session
	Program string
	running *Running
	in      io.Writer
	opened  int
}

// InstallOpener makes a program of a file of its own, with a desktop entry of
// that name and icon where name is not empty, and starts it. With root, it
// moves into that folder first.
func (s *Session) InstallOpener(id, name, icon, script, root string) *LinkOpener {
	s.t.Helper()
	data, err := os.ReadFile("/usr/bin/python3")
	if err != nil {
		s.t.Fatalf("installing the opener %s: %v", id, err)
	}
	o := &LinkOpener{s: s, Program: filepath.Join(s.Dir, "opt", id, id)}
	s.WriteFile(o.Program, string(data), 0o700)
	if name != "" {
		s.WriteFile(filepath.Join(s.System, "applications", id+".desktop"),
			fmt.Sprintf("[Desktop Entry]\nType=Application\nName=%s\nIcon=%s\nExec=%s\n", name, icon, o.Program), 0o600)
	}
	args := []string{script}
	if root != "" {
		args = append(args, root)
	}
	cmd := s.Command(o.Program, args...)
	cmd.Env = append(cmd.Env, "PYTHONHOME=/usr", "PYTHONDONTWRITEBYTECODE=1")
	in, err := cmd.StdinPipe()
	if err != nil {
		s.t.Fatalf("starting the opener %s: %v", id, err)
	}
	o.in = in
	o.running = s.Run(cmd)
	return o
}

// Open opens links, one after the other, and waits until all were taken.
func (o *LinkOpener) Open(links ...string) {
	o.s.t.Helper()
	for _, l := range links {
		if _, err := fmt.Fprintln(o.in, l); err != nil {
			o.s.t.Fatalf("opening a link: %v\n%s", err, o.running.Output())
		}
	}
	o.opened += len(links)
	// Its output is read elsewhere, so this looks.
	for late := time.Now().Add(60 * time.Second); strings.Count(o.running.Output(), "opened\n") < o.opened; <-time.After(10 * time.Millisecond) {
		if _, ended := o.running.Wait(0); ended || time.Now().After(late) {
			o.s.t.Fatalf("the opener opened %d of %d links:\n%s", strings.Count(o.running.Output(), "opened\n"), o.opened, o.running.Output())
		}
	}
}
