//go:build linux

package e2e

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// Process is one running program, as /proc shows it.
type Process struct {
	PID, Parent int
	// State is the letter of proc(5): "Z" is a zombie.
	State string
	// Name is the command name, cut to 15 characters by the kernel.
	Name string
}

// adopt makes this process the parent of every orphan below it, so that what
// a bus daemon or a launcher started is still found by walking down from here.
var adopt = sync.OnceValue(func() error {
	if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("adopting orphans: %w", err)
	}
	return nil
})

// Processes lists every process that /proc shows.
func Processes() []Process {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var all []Process
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		if p, ok := processOf(pid); ok {
			all = append(all, p)
		}
	}
	return all
}

func processOf(pid int) (Process, bool) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return Process{}, false
	}
	// The name is in parentheses and may hold any character, these included.
	open, shut := bytes.IndexByte(data, '('), bytes.LastIndexByte(data, ')')
	if open < 0 || shut < open {
		return Process{}, false
	}
	rest := strings.Fields(string(data[shut+1:]))
	if len(rest) < 2 {
		return Process{}, false
	}
	parent, err := strconv.Atoi(rest[1])
	if err != nil {
		return Process{}, false
	}
	return Process{PID: pid, Parent: parent, State: rest[0], Name: string(data[open+1 : shut])}, true
}

// Descendants lists the processes below pid, nearest first.
func Descendants(pid int) []Process {
	children := map[int][]Process{}
	for _, p := range Processes() {
		children[p.Parent] = append(children[p.Parent], p)
	}
	var found []Process
	for queue := []int{pid}; len(queue) > 0; queue = queue[1:] {
		found = append(found, children[queue[0]]...)
		for _, child := range children[queue[0]] {
			queue = append(queue, child.PID)
		}
	}
	return found
}

// Arguments gives the command line of pid, or nil.
func Arguments(pid int) []string {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	if err != nil || len(data) == 0 {
		return nil
	}
	return strings.Split(strings.TrimRight(string(data), "\x00"), "\x00")
}

// Executable gives the file that pid runs, or "".
func Executable(pid int) string {
	path, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid))
	if err != nil {
		return ""
	}
	return path
}

// Alive says whether pid runs. A zombie does not.
func Alive(pid int) bool { return !WaitGone(pid, 0) }

// WaitGone waits until pid has ended, and says whether it did in time. A
// zombie has ended.
func WaitGone(pid int, within time.Duration) bool {
	fd, err := unix.PidfdOpen(pid, 0)
	if err != nil {
		return true // nobody of that number
	}
	defer unix.Close(fd)
	deadline := time.Now().Add(within)
	for {
		left := max(0, int(time.Until(deadline).Milliseconds()))
		n, err := unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, left)
		if err == unix.EINTR {
			continue
		}
		return err == nil && n > 0
	}
}

// end asks the processes to end, waits, and then insists.
func end(pids []int, patience time.Duration) {
	for _, pid := range pids {
		_ = unix.Kill(pid, unix.SIGTERM)
	}
	deadline := time.Now().Add(patience)
	for _, pid := range pids {
		if !WaitGone(pid, time.Until(deadline)) {
			_ = unix.Kill(pid, unix.SIGKILL)
			WaitGone(pid, 5*time.Second)
		}
	}
}

// reap collects the orphans that ended, leaving alone the children that
// os/exec waits for itself.
func reap(own map[int]bool) {
	self := os.Getpid()
	for _, p := range Processes() {
		if p.Parent == self && p.State == "Z" && !own[p.PID] {
			_, _ = unix.Wait4(p.PID, nil, unix.WNOHANG, nil)
		}
	}
}

// marked lists the processes whose environment or command line names dir.
func marked(dir string) []Process {
	var found []Process
	if dir == "" {
		return nil // or it would be everybody
	}
	for _, p := range Processes() {
		if p.PID == os.Getpid() || p.State == "Z" {
			continue
		}
		environ, _ := os.ReadFile(fmt.Sprintf("/proc/%d/environ", p.PID))
		command, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", p.PID))
		if bytes.Contains(environ, []byte(dir)) || bytes.Contains(command, []byte(dir)) {
			found = append(found, p)
		}
	}
	return found
}

// Parent gives the parent of pid, or 0.
func Parent(pid int) int {
	p, _ := processOf(pid)
	return p.Parent
}

// Terminate asks a process of the session to end.
func (s *Session) Terminate(pid int) { s.signal(pid, unix.SIGTERM) }

// Kill ends a process of the session at once, as a crash does.
func (s *Session) Kill(pid int) { s.signal(pid, unix.SIGKILL) }

func (s *Session) signal(pid int, sig unix.Signal) {
	s.t.Helper()
	// Never anybody else's.
	for _, p := range Descendants(os.Getpid()) {
		if p.PID == pid {
			_ = unix.Kill(pid, sig)
			return
		}
	}
	s.t.Fatalf("ending process %d: it is none of the session's", pid)
}
