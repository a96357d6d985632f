package sandbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// The descriptors bubblewrap is started with.
const (
	infoFD  = 3 // it writes the client's PID here
	blockFD = 4 // it waits for this before the client runs
)

// find finds a program in PATH.
func (g *Guard) find(name string) (string, error) {
	for _, dir := range filepath.SplitList(g.getenv("PATH")) {
		if !filepath.IsAbs(dir) {
			continue
		}
		path := filepath.Join(dir, name)
		if fi, err := os.Stat(path); err == nil && fi.Mode().IsRegular() && fi.Mode()&0o111 != 0 {
			return path, nil
		}
	}
	return "", &missing{name}
}

// missing is the error of a program that is not installed.
type missing struct{ name string }

func (m *missing) Error() string { return "looking for " + m.name + ": it is not installed" }

// Hint is the command that installs it.
func (m *missing) Hint() string {
	pkg := map[string]string{"bwrap": "bubblewrap"}[m.name]
	if pkg == "" {
		pkg = m.name
	}
	return "on Debian: apt install " + pkg
}

// Command gives the argument vector by which a client runs without a camera.
// argv is the client's own, of which link is, or is part of, exactly one
// argument. No shell has a part in it. Start runs the same, with the session
// bus added.
func (g *Guard) Command(argv []string, link string) ([]string, error) {
	return g.command(argv, link, "")
}

func (g *Guard) command(argv []string, link, busSocket string) ([]string, error) {
	if len(argv) == 0 || !filepath.IsAbs(argv[0]) {
		return nil, errors.New("starting without a camera: the program has no absolute path")
	}
	for _, arg := range argv {
		if strings.IndexByte(arg, 0) >= 0 {
			return nil, errors.New("starting without a camera: an argument has a NUL")
		}
	}
	places := 0
	for _, arg := range argv {
		places += strings.Count(arg, link)
	}
	if link == "" || places != 1 {
		return nil, errors.New("starting without a camera: the link is not exactly one argument")
	}
	if isFlatpak(argv) {
		return flatpakCommand(argv)
	}
	own, err := g.bwrap(busSocket)
	if err != nil {
		return nil, fmt.Errorf("starting without a camera: %w", err)
	}
	own = append(own, "--info-fd", fmt.Sprint(infoFD), "--block-fd", fmt.Sprint(blockFD), "--")
	return append(own, argv...), nil
}

// bwrap is bubblewrap with the options of the guard. It never has
// --die-with-parent: the end of Vestibule ends no meeting.
func (g *Guard) bwrap(busSocket string) ([]string, error) {
	tool, err := g.find("bwrap")
	if err != nil {
		return nil, err
	}
	runtime, err := g.runtimeDir()
	if err != nil {
		return nil, err
	}
	root, err := rootArgs()
	if err != nil {
		return nil, err
	}
	args := []string{tool, "--unshare-user", "--cap-drop", "ALL"}
	args = append(args, root...)
	args = append(args, "--bind", "/proc", "/proc")
	args = append(args, g.devArgs()...)
	args = append(args, g.sysArgs()...)
	return append(args, g.runArgs(runtime, busSocket)...), nil
}

// Works says whether bubblewrap can make the guard here: it runs a program
// that lists its devices and looks at what it saw. Nil: it can. An ordinary
// user may be forbidden to make user namespaces; ask once at start.
func (g *Guard) Works(ctx context.Context) error {
	fail := func(err error) error { return fmt.Errorf("trying the guard for programs: %w", err) }
	argv, err := g.bwrap("")
	if err != nil {
		return fail(err)
	}
	if _, err := g.find("xdg-dbus-proxy"); err != nil {
		return fail(err)
	}
	list, err := g.find("ls")
	if err != nil {
		return fail(err)
	}
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	argv = append(argv, "--", list, "-1A", "/dev")
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Env, cmd.Dir = g.environ(), "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		if text, _, _ := strings.Cut(strings.TrimSpace(complaint.String()), "\n"); text != "" {
			err = errors.New(text)
		}
		return fail(&refused{err})
	}
	for _, name := range strings.Fields(out.String()) {
		if !slices.Contains(made, name) && !slices.Contains(devices, name) {
			return fail(fmt.Errorf("it shows /dev/%s", name))
		}
	}
	return nil
}

// refused is the error of a bubblewrap that does not start.
type refused struct{ cause error }

func (r *refused) Error() string { return "bubblewrap cannot start: " + r.cause.Error() }
func (r *refused) Unwrap() error { return r.cause }

// Hint names the usual reason.
func (r *refused) Hint() string {
	return "an administrator may have forbidden user namespaces: sysctl kernel.unprivileged_userns_clone kernel.apparmor_restrict_unprivileged_userns user.max_user_namespaces"
}

// isSnap says whether a program is a Snap's.
func isSnap(path string) bool {
	if real, err := filepath.EvalSymlinks(path); err == nil && filepath.Base(real) == "snap" {
		return true
	}
	return strings.HasPrefix(path, "/snap/") || strings.Contains(path, "/snapd/snap/")
}

// program is the path of a command's program, past env and its assignments, or
// "" when it is not found.
func (g *Guard) program(argv []string) string {
	name := argv[0]
	if filepath.Base(name) == "env" {
		for _, word := range argv[1:] {
			if strings.HasPrefix(word, "-") {
				return ""
			}
			if strings.IndexByte(word, '=') <= 0 {
				name = word
				break
			}
		}
	}
	if filepath.IsAbs(name) {
		return name
	}
	path, err := g.find(name)
	if err != nil {
		return ""
	}
	return path
}

func (g *Guard) environ() []string {
	if g.Environ != nil {
		return g.Environ
	}
	return os.Environ()
}
