package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"vestibule/internal/client"
	"vestibule/internal/words"
)

// Start opens link with the client, without a camera: a session of its own, no
// input, no descriptor of ours but the end of a pipe that keeps the bus proxy
// alive, nothing of ours in its output, no zombie. It returns as soon as the
// client runs. env holds more environment ("XDG_ACTIVATION_TOKEN=…"). The
// client goes on when we end.
//
// Ask Holds first: Start refuses where it says no. The error is a
// *client.StartError and never quotes the link.
func (g *Guard) Start(ctx context.Context, t Target, link string, env []string) (Started, error) {
	s, err := g.start(ctx, t, link, env)
	var ended *client.StartError
	if err == nil || errors.As(err, &ended) {
		return s, err
	}
	var hint interface{ Hint() string }
	mend := words.Mark("start it without the guard, or turn its camera off in its own settings")
	if errors.As(err, &hint) {
		mend = hint.Hint()
	}
	name := t.Name
	if name == "" {
		name = strings.TrimSuffix(t.ID, ".desktop")
	}
	return Started{}, &client.StartError{Client: name + " without the camera", Cause: err, Mend: mend}
}

func (g *Guard) start(ctx context.Context, t Target, link string, env []string) (Started, error) {
	if ok, why := g.Holds(ctx, t); !ok {
		return Started{}, errors.New(why)
	}
	client.CloseOnExec()
	if isFlatpak(t.Argv) {
		return g.startFlatpak(ctx, t, link, env)
	}
	runtime, err := g.runtimeDir()
	if err != nil {
		return Started{}, err
	}
	address, err := g.busAddress(runtime)
	if err != nil {
		return Started{}, err
	}
	// A sound server that starts later is heard too.
	_ = os.Mkdir(filepath.Join(runtime, "pulse"), 0o700)
	var bus *proxy
	socket := ""
	pids := []int{}
	if address != "" {
		place, err := newPlace(runtime)
		if err != nil {
			return Started{}, fmt.Errorf("making the place of the bus proxy: %w", err)
		}
		if bus, err = g.startProxy(ctx, address, place); err != nil {
			_ = os.RemoveAll(place)
			return Started{}, err
		}
		defer bus.lifeline.Close()
		bus.place, socket = place, bus.socket
		pids = append(pids, bus.pid)
	}
	argv, err := g.command(t.Argv, link, socket)
	if err != nil {
		return Started{}, err
	}
	info, infoW, err := os.Pipe()
	if err != nil {
		return Started{}, err
	}
	defer info.Close()
	defer infoW.Close()
	block, blockW, err := os.Pipe()
	if err != nil {
		return Started{}, err
	}
	defer block.Close()
	defer blockW.Close() // lets what waits end, also when we fail
	files := []*os.File{infoW, block}
	if bus != nil {
		files = append(files, bus.lifeline)
	}
	cmd := g.process(t, argv, append(slices.Clone(env), inside(runtime)...), files)
	if err := cmd.Start(); err != nil {
		return Started{}, err
	}
	exited := watch(cmd, t)
	infoW.Close()
	child, err := childPID(ctx, info)
	if err != nil {
		endAll(cmd)
		return Started{}, err
	}
	// It waits for leave to run: the number is its own.
	process, err := unix.PidfdOpen(child, 0)
	if err != nil {
		endAll(cmd)
		return Started{}, fmt.Errorf("starting bubblewrap: %w", err)
	}
	defer unix.Close(process)
	g.place(ctx, append(pids, cmd.Process.Pid, child)...)
	block.Close()
	if bus != nil && unblocked(blockW) {
		// The client has the socket in its own folder now: no name of it is
		// left by which another program could connect.
		removePlace(bus.place)
	}
	blockW.Close()
	runs, err := becomes(ctx, child, process, argv)
	if err != nil {
		endAll(cmd)
		return Started{}, err
	}
	if runs {
		return Started{PID: child, Exited: exited}, nil
	}
	// It could not be executed, or it was and is over: bubblewrap ends as it
	// did.
	if err := <-exited; err != nil {
		return Started{}, err
	}
	over := make(chan error)
	close(over)
	return Started{PID: child, Exited: over}, nil
}

// endAll ends bubblewrap and what it has begun, which is of its session: what
// could not be started must not open a meeting later.
func endAll(cmd *exec.Cmd) { _ = unix.Kill(-cmd.Process.Pid, unix.SIGKILL) }

// unblocked lets bubblewrap run the client and says whether it does: it reads
// once its folders stand, and closes its end.
func unblocked(blockW *os.File) bool {
	if _, err := blockW.Write([]byte{1}); err != nil {
		return false
	}
	fds := []unix.PollFd{{Fd: int32(blockW.Fd())}} // no event but the other end's close
	for end := time.Now().Add(startLimit); time.Now().Before(end); {
		n, err := unix.Poll(fds, int(time.Until(end).Milliseconds())+1)
		if n > 0 {
			return fds[0].Revents&unix.POLLERR != 0
		}
		if err != nil && err != unix.EINTR {
			return false
		}
	}
	return false
}

func (g *Guard) startFlatpak(ctx context.Context, t Target, link string, env []string) (Started, error) {
	argv, err := g.command(t.Argv, link, "")
	if err != nil {
		return Started{}, err
	}
	cmd := g.process(t, argv, env, nil)
	if err := cmd.Start(); err != nil {
		return Started{}, err
	}
	exited := watch(cmd, t)
	g.place(ctx, cmd.Process.Pid)
	return Started{PID: cmd.Process.Pid, Exited: exited}, nil
}

func (g *Guard) process(t Target, argv, env []string, files []*os.File) *exec.Cmd {
	dir := t.Dir
	if fi, err := os.Stat(dir); dir == "" || err != nil || !fi.IsDir() {
		dir = g.getenv("HOME")
	}
	return &exec.Cmd{
		Path: argv[0], Args: argv, Dir: dir,
		Env:         client.Environment(withoutPipeWire(g.environ()), env),
		ExtraFiles:  files,
		SysProcAttr: &syscall.SysProcAttr{Setsid: true},
	}
}

// place hands what was started to Scope. A failure is no reason not to join:
// the client then ends with Vestibule's unit.
func (g *Guard) place(ctx context.Context, pids ...int) {
	if g.Scope == nil {
		return
	}
	if err := g.Scope(ctx, pids...); err != nil {
		slog.Debug("scope", "err", err)
	}
}

// inside is the environment that is different for a guarded client.
func inside(runtime string) []string {
	return []string{
		"XDG_RUNTIME_DIR=" + runtime,
		"DBUS_SESSION_BUS_ADDRESS=unix:path=" + filepath.Join(runtime, "bus"),
		// GTK's own way to open a link, for the reason of flatpak-info.
		"GTK_USE_PORTAL=1",
	}
}

// withoutPipeWire takes away what names PipeWire's own socket.
func withoutPipeWire(env []string) []string {
	return slices.DeleteFunc(slices.Clone(env), func(kv string) bool { return strings.HasPrefix(kv, "PIPEWIRE_") })
}

// childPID reads the client's PID from what bubblewrap tells.
func childPID(ctx context.Context, info *os.File) (int, error) {
	var text []byte
	for len(text) < 4096 {
		b := make([]byte, 512)
		n, err := readWithin(ctx, info, b)
		text = append(text, b[:n]...)
		if err == io.EOF {
			break
		} else if err != nil {
			return 0, fmt.Errorf("starting bubblewrap: %w", err)
		}
	}
	var told struct {
		Child int `json:"child-pid"`
	}
	if err := json.Unmarshal(text, &told); err != nil || told.Child <= 1 {
		return 0, errors.New("starting bubblewrap: it told of no client")
	}
	return told.Child, nil
}

// watch reaps the process, however late it ends, and reports an end with an
// error while that is worth telling.
func watch(cmd *exec.Cmd, t Target) <-chan error {
	exited, ended := make(chan error, 1), make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	go func() {
		defer close(exited)
		late := time.NewTimer(client.Grace)
		defer late.Stop()
		select {
		case err := <-ended:
			if err != nil {
				exited <- &client.StartError{Client: t.Name, Cause: client.EndedAtOnce(err), Mend: words.Mark("start it without the guard to see whether that is why")}
			}
		case <-late.C:
		}
	}()
	return exited
}
