package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"vestibule/internal/app"
)

func runCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "run",
		Short: "Run the daemon: tray and consent window",
		Long:  "Runs the daemon: the tray and the consent window, and the part that starts\nclients. Started by the session bus when a link comes, or at login. With one\nrunning already, that one shows its status window.",
		Args:  noWord,
		RunE:  func(*cobra.Command, []string) error { return serve() },
	}
}

// serve starts the front over a socket pair and carries out what it decides,
// until it ends.
func serve() error {
	front, err := frontPath()
	if err != nil {
		return failed(err)
	}
	ours, theirs, err := socketPair()
	if err != nil {
		return failed(err)
	}
	cmd := exec.Command(front)
	cmd.ExtraFiles = []*os.File{theirs}
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Start(); err != nil {
		return failed(fmt.Errorf("starting the window's program: %w", err))
	}
	theirs.Close()

	stop, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer cancel()
	go func() {
		<-stop.Done()
		ours.Close() // the front ends when its end closes
	}()
	m := machine()
	// A link that started the daemon asks for it at once. Without one it is found
	// out when whatever began this start is over.
	defer time.AfterFunc(2*time.Second, m.TryGuard).Stop()
	err = app.NewOpener(m, ours).Serve(stop, ours)
	if err != nil && stop.Err() == nil {
		// Nonsense from the front: whatever it is now, it decides nothing more.
		slog.Error("front", "err", err)
		_ = cmd.Process.Kill()
	}
	ours.Close()
	err = cmd.Wait()
	if stop.Err() != nil {
		return nil
	}
	var e *exec.ExitError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &e) && e.ExitCode() > 0:
		return &exit{status: e.ExitCode()} // it said why
	}
	return failed(fmt.Errorf("the window's program ended: %w", err))
}

// frontPath finds vestibule-front beside this binary, where the build and
// every package puts it.
func frontPath() (string, error) {
	p := filepath.Join(filepath.Dir(self()), "vestibule-front")
	if _, err := os.Stat(p); err != nil {
		return "", fmt.Errorf("starting the window's program: %w", err)
	}
	return p, nil
}

// socketPair gives a connected pair of sockets. Neither has a name, and
// neither can be connected to.
func socketPair() (ours, theirs *os.File, err error) {
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, nil, fmt.Errorf("making the socket pair: %w", err)
	}
	// Non-blocking, so that closing ours ends a read of it.
	if err := unix.SetNonblock(fds[0], true); err != nil {
		return nil, nil, fmt.Errorf("making the socket pair: %w", err)
	}
	return os.NewFile(uintptr(fds[0]), "front"), os.NewFile(uintptr(fds[1]), "opener"), nil
}
