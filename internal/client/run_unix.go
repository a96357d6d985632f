//go:build linux || darwin

package client

import (
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"

	"vestibule/internal/words"
)

// Grace is how long after its start a client that ends with an error is
// still reported.
const Grace = 3 * time.Second

// startCommand runs argv; grace is Grace but for tests.
func startCommand(c Client, argv []string, dir string, env []string, grace time.Duration) (Started, error) {
	closeOnExec()
	cmd := &exec.Cmd{
		Path:        argv[0],
		Args:        argv,
		Dir:         dir,
		Env:         clientEnv(os.Environ(), env),
		SysProcAttr: &syscall.SysProcAttr{Setsid: true},
	}
	if err := cmd.Start(); err != nil {
		// An exec error names the program and never its arguments.
		return Started{}, &StartError{Client: c.label(), Cause: err, Help: startHint(err, argv[0])}
	}
	exited := make(chan error, 1)
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }() // reaps, however late it ends
	go func() {
		defer close(exited)
		timer := time.NewTimer(grace)
		defer timer.Stop()
		select {
		case err := <-ended:
			if err != nil {
				exited <- &StartError{Client: c.label(), Cause: EndedAtOnce(err), Help: startHint(err, argv[0])}
			}
		case <-timer.C:
		}
	}()
	return Started{PID: cmd.Process.Pid, Exited: exited}, nil
}

// ours are the variables that speak of our own start, not of the client's.
var ours = []string{
	"DBUS_STARTER_ADDRESS", "DBUS_STARTER_BUS_TYPE",
	"XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID",
	"GIO_LAUNCHED_DESKTOP_FILE", "GIO_LAUNCHED_DESKTOP_FILE_PID",
	"NOTIFY_SOCKET", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES",
	"INVOCATION_ID", "JOURNAL_STREAM",
}

// clientEnv is base without ours and with more.
func clientEnv(base, more []string) []string {
	out := slices.DeleteFunc(slices.Clone(base), func(kv string) bool {
		key, _, _ := strings.Cut(kv, "=")
		return slices.Contains(ours, key)
	})
	return append(out, more...)
}

func startHint(err error, program string) words.Text {
	switch {
	case errors.Is(err, os.ErrNotExist):
		return words.Make("install it again: {path} or the interpreter it names is missing", "path", program)
	case errors.Is(err, os.ErrPermission):
		return words.Make("make it executable: chmod +x {path}", "path", program)
	}
	return words.Make("start {path} in a terminal to see why", "path", program)
}
