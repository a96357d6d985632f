package client

import (
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/sys/unix"

	"vestibule/internal/words"
)

// Grace is how long after its start a client that ends with an error is
// still reported.
const Grace = 3 * time.Second

// Command gives the argument vector that opens link with c and the working
// directory it asks for, or "". It is what Start runs; a guard may put its own
// words before it.
func (f *Finder) Command(c Client, link string) (argv []string, dir string, err error) {
	fail := func(cause error, hint string) error {
		return &StartError{Client: c.label(), Cause: cause, Mend: hint}
	}
	if err := checkLink(c, link); err != nil {
		return nil, "", fail(err, "")
	}
	e := readIndex(f.opts.Dirs).entry(c.ID)
	if e == nil {
		return nil, "", fail(errors.New(words.Mark("it is not installed")), words.Mark("install it, or choose another program to open the link"))
	}
	if err := e.offerable(f.opts.Self); err != nil {
		return nil, "", fail(err, "its desktop entry is "+e.File)
	}
	argv = e.command.argv(link, e)
	argv[0] = e.programPath
	if filepath.IsAbs(e.Path) {
		dir = e.Path
	}
	return argv, dir, nil
}

// Start opens link with c: one argument, no shell, a session of its own, no
// input, no descriptor of ours, nothing of ours in its output (what a client
// prints may hold the link, and our output goes to a log). It returns as soon
// as the program runs and leaves no zombie. env holds more environment
// ("XDG_ACTIVATION_TOKEN=…").
//
// The error is a *StartError and has a Hint.
func (f *Finder) Start(c Client, link string, env []string) (Started, error) {
	return f.StartChanged(c, link, env, nil)
}

// StartChanged is Start with the argument vector that change makes of the one
// Command gives: a guard adds its own words there. change may be nil.
func (f *Finder) StartChanged(c Client, link string, env []string, change func(argv []string) ([]string, error)) (Started, error) {
	argv, dir, err := f.Command(c, link)
	if err == nil && change != nil {
		if argv, err = change(argv); err != nil {
			err = &StartError{Client: c.label(), Cause: err}
		}
	}
	if err != nil {
		return Started{}, err
	}
	if info, err := os.Stat(dir); dir == "" || err != nil || !info.IsDir() {
		dir = f.opts.Dirs.Home
	}
	return startCommand(c, argv, dir, env, Grace)
}

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

func (c Client) label() string {
	if c.Name != "" {
		return c.Name
	}
	return strings.TrimSuffix(c.ID, ".desktop")
}

// checkLink is the last guard before a program gets the link, after link and
// meeting have rebuilt it: it must be a link of a scheme that c is for, so
// that it can be neither an option nor a file.
func checkLink(c Client, link string) error {
	if !utf8.ValidString(link) || strings.ContainsFunc(link, unicode.IsControl) {
		return errors.New("the link has a control character or is no UTF-8")
	}
	scheme, _, ok := strings.Cut(link, ":")
	scheme = strings.ToLower(scheme)
	if !ok || !isScheme(scheme) {
		return errors.New("the link has no scheme")
	}
	web := scheme == "https" || scheme == "http"
	if c.Kind == Browser && web || slices.Contains(c.Schemes, scheme) {
		return nil
	}
	return fmt.Errorf("it does not open %s links", scheme)
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

// closeOnExec marks every descriptor beyond the standard ones: those that we
// were started with ourselves (the runtime marks only its own) would go on to
// the client. No loss here: a child gets what it is meant to get by ExtraFiles.
func closeOnExec() {
	if unix.CloseRange(3, math.MaxUint32, unix.CLOSE_RANGE_CLOEXEC) == nil {
		return
	}
	// Before Linux 5.11.
	list, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return
	}
	for _, item := range list {
		var fd int
		if _, err := fmt.Sscan(item.Name(), &fd); err == nil && fd > 2 {
			unix.CloseOnExec(fd)
		}
	}
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
