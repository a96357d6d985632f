//go:build linux

package e2e

import (
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// WithWayland gives a session whose display is a Wayland compositor (sway,
// without a screen, drawing by the processor) and no X server. Everything in
// it runs as an ordinary user, since sway refuses to run as root: as whoever
// runs the test, or, for root, as nobody. config is added to sway's own.
func WithWayland(config string) Option {
	return func(o *options) { o.wayland, o.sway = true, config }
}

// person is the ordinary user that a session runs as; nil for oneself.
func person() (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("nobody")
	if err != nil {
		return nil, fmt.Errorf("finding an ordinary user: %w", err)
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, fmt.Errorf("finding an ordinary user: %w", err)
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, fmt.Errorf("finding an ordinary user: %w", err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}

// give makes a file or a folder, and all in it, the session's user's.
func (s *Session) give(path string) {
	s.t.Helper()
	if s.person == nil {
		return
	}
	err := filepath.WalkDir(path, func(name string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		s.giveOne(name)
		return nil
	})
	if err != nil {
		s.t.Fatalf("giving a file to the session's user: %v", err)
	}
}

func (s *Session) giveOne(name string) {
	s.t.Helper()
	if s.person == nil {
		return
	}
	if err := os.Lchown(name, int(s.person.Uid), int(s.person.Gid)); err != nil {
		s.t.Fatalf("giving a file to the session's user: %v", err)
	}
}

// startSway starts the compositor and waits until it has its socket.
func (s *Session) startSway(screen, config string) {
	s.t.Helper()
	path, fifo := s.Dir+"/sway.conf", s.Dir+"/sway-ready"
	s.WriteFile(path, fmt.Sprintf(`xwayland disable
output HEADLESS-1 resolution %s
exec /bin/sh -c 'echo "$WAYLAND_DISPLAY $SWAYSOCK" >%s'
%s
`, screen, fifo, config), 0o600)
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		s.t.Fatalf("making a pipe: %v", err)
	}
	s.give(fifo)
	r, err := os.OpenFile(fifo, os.O_RDWR, 0)
	if err != nil {
		s.t.Fatalf("making a pipe: %v", err)
	}
	defer r.Close()
	cmd := s.Command("sway", "-c", path)
	cmd.Env = append(cmd.Env, "WLR_BACKENDS=headless", "WLR_LIBINPUT_NO_DEVICES=1", "WLR_RENDERER=pixman")
	running := s.Run(cmd)
	s.first = append(s.first, running)
	said := strings.Fields(s.waitReady("sway", running, r))
	if len(said) != 2 {
		s.t.Fatalf("sway says %q, which names no display", said)
	}
	s.WaylandDisplay, s.swaySocket = said[0], said[1]
	// A seat without a keyboard gives nobody the focus.
	if s.keyboard, err = plugIn(filepath.Join(s.Runtime, s.WaylandDisplay)); err != nil {
		s.t.Fatalf("%v", err)
	}
	if _, err := fmt.Sscanf(screen, "%dx%d", &s.screen[0], &s.screen[1]); err != nil {
		s.t.Fatalf("reading the size of the screen: %v", err)
	}
	s.t.Cleanup(func() { s.keyboard.conn.Close() })
}

// key presses a key of the Wayland keyboard, or lets it go.
func (s *Session) key(name string, down bool) {
	s.t.Helper()
	if err := s.keyboard.set(name, down); err != nil {
		s.t.Fatalf("%v", err)
	}
}
