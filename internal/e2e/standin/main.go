//go:build linux

// The runtime would open files of the control group before main, and they
// would look inherited:
//go:debug containermaxprocs=0
//go:debug updatemaxprocs=0

// Command standin plays a meeting client or a browser: it records exactly what
// it was started with, as one line of JSON, and ends.
//
// Where it writes stands in a file beside it, not in its environment or its
// arguments, since these are what it is there to record.
package main

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"sort"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"vestibule/internal/e2e/standin/record"
)

func main() {
	// Before anything else opens a descriptor of its own.
	fds := descriptors()
	if err := run(fds); err != nil {
		fmt.Fprintln(os.Stderr, "standin:", err)
		os.Exit(1)
	}
}

func run(fds map[int]string) error {
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("finding myself: %w", err)
	}
	data, err := os.ReadFile(self + ".json")
	if err != nil {
		return fmt.Errorf("reading where to record: %w", err)
	}
	var conf record.Settings
	if err := json.Unmarshal(data, &conf); err != nil {
		return fmt.Errorf("reading where to record: %w", err)
	}
	cwd, err := os.Getwd()
	if err != nil {
		return fmt.Errorf("asking for the working directory: %w", err)
	}
	sid, err := unix.Getsid(0)
	if err != nil {
		return fmt.Errorf("asking for the session: %w", err)
	}
	start := record.Start{
		Argv:    os.Args,
		Cwd:     cwd,
		EnvKeys: keys(os.Environ()),
		FDs:     fds,
		Dev:     names("/dev"),
		Reach:   reach(),
		Guarded: exists("/run/dev.vestibule.guard"),
		PID:     os.Getpid(),
		SID:     sid,
	}
	if conf.Listen {
		start.Muted, start.Deaf = microphones()
	}
	line, err := json.Marshal(start)
	if err != nil {
		return fmt.Errorf("writing the record: %w", err)
	}
	file, err := os.OpenFile(conf.Record, os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("writing the record: %w", err)
	}
	// One write, so that two of us never share a line.
	if _, err := file.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("writing the record: %w", err)
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("writing the record: %w", err)
	}
	if conf.Stay {
		// Like a client in a meeting: until something ends it.
		for {
			unix.Pause()
		}
	}
	return nil
}

// microphones asks the sound server for the mute of each.
func microphones() (muted map[string]bool, deaf string) {
	out, err := exec.Command("pactl", "--format=json", "list", "sources").Output()
	var list []struct {
		Name    string `json:"name"`
		Monitor string `json:"monitor_source"`
		Mute    bool   `json:"mute"`
	}
	if err == nil {
		err = json.Unmarshal(out, &list)
	}
	if err != nil {
		return nil, err.Error()
	}
	muted = map[string]bool{}
	for _, s := range list {
		if s.Monitor == "" {
			muted[s.Name] = s.Mute
		}
	}
	return muted, ""
}

func names(dir string) []string {
	list, _ := os.ReadDir(dir)
	out := []string{}
	for _, item := range list {
		out = append(out, item.Name())
	}
	return out
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// reach connects to what a client needs of its session, where the environment
// says that it is.
func reach() map[string]string {
	bus, _, _ := strings.Cut(strings.TrimPrefix(os.Getenv("DBUS_SESSION_BUS_ADDRESS"), "unix:path="), ",")
	out := map[string]string{}
	for what, path := range map[string]string{
		"bus":     bus,
		"display": "/tmp/.X11-unix/X" + strings.TrimPrefix(os.Getenv("DISPLAY"), ":"),
		"sound":   os.Getenv("XDG_RUNTIME_DIR") + "/pulse/native",
	} {
		conn, err := net.Dial("unix", path)
		if err != nil {
			out[what] = err.Error()
			continue
		}
		conn.Close()
		out[what] = "ok"
	}
	return out
}

func keys(environ []string) []string {
	var names []string
	for _, pair := range environ {
		name, _, _ := strings.Cut(pair, "=")
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// descriptors lists what was inherited, by system calls alone: package os
// would first open descriptors for its own poller.
func descriptors() map[int]string {
	const dir = "/proc/self/fd"
	own, err := syscall.Open(dir, syscall.O_RDONLY|syscall.O_DIRECTORY, 0)
	if err != nil {
		return nil
	}
	defer syscall.Close(own)
	found := map[int]string{}
	buf := make([]byte, 8192)
	for {
		n, err := syscall.ReadDirent(own, buf)
		if err != nil || n <= 0 {
			return found
		}
		_, _, names := syscall.ParseDirent(buf[:n], -1, nil)
		for _, name := range names {
			var fd int
			if _, err := fmt.Sscan(name, &fd); err != nil || fd == own {
				continue
			}
			target := make([]byte, 4096)
			n, err := syscall.Readlink(dir+"/"+name, target)
			if err != nil {
				continue
			}
			found[fd] = string(target[:n])
		}
	}
}
