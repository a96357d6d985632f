package urlscheme

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// process is what the kernel says of a process, read as one: its start time
// was the same before and after, so that it is not two processes that had one
// PID in turn.
type process struct {
	pid, parent int
	tty         bool   // it has a controlling terminal
	start       uint64 // in clock ticks since boot
	exe         string // path, without " (deleted)"
	link        string // /proc/PID/exe, to be followed
	dir         string // /proc/PID
}

func (p process) base() string { return filepath.Base(p.exe) }

var errReused = errors.New("the process ended meanwhile")

// processAt reads the process with that PID below proc.
func processAt(proc string, pid int) (process, error) {
	if pid <= 0 {
		return process{}, fmt.Errorf("looking at process %d: no such process", pid)
	}
	p := process{pid: pid, dir: filepath.Join(proc, strconv.Itoa(pid))}
	p.link = filepath.Join(p.dir, "exe")
	if err := p.readStat(); err != nil {
		return process{}, err
	}
	exe, err := os.Readlink(p.link)
	if err != nil {
		return process{}, err
	}
	p.exe = strings.TrimSuffix(exe, " (deleted)")
	return p, p.still()
}

// still says whether p is still the same process with the same parent.
func (p process) still() error {
	again := process{pid: p.pid, dir: p.dir}
	if err := again.readStat(); err != nil {
		return err
	}
	if again.start != p.start || again.parent != p.parent {
		return errReused
	}
	return nil
}

// readStat reads parent, terminal and start time (proc(5), /proc/pid/stat).
// The name in it may hold spaces and brackets: the fields count from the last
// one.
func (p *process) readStat() error {
	text, err := p.file("stat")
	if err != nil {
		return err
	}
	i := strings.LastIndexByte(text, ')')
	fields := strings.Fields(text[i+1:])
	if i < 0 || len(fields) < 20 {
		return fmt.Errorf("reading %s/stat: unexpected form", p.dir)
	}
	var errs [3]error
	var tty int
	p.parent, errs[0] = strconv.Atoi(fields[1])
	tty, errs[1] = strconv.Atoi(fields[4])
	p.start, errs[2] = strconv.ParseUint(fields[19], 10, 64)
	p.tty = tty != 0
	return errors.Join(errs[:]...)
}

// file reads a small file below /proc/PID. It never waits: what lies in a
// process's own root may be a FIFO.
func (p process) file(name string) (string, error) {
	f, err := os.OpenFile(filepath.Join(p.dir, name), os.O_RDONLY|unix.O_NONBLOCK|unix.O_NOFOLLOW, 0)
	if err != nil {
		return "", err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return "", fmt.Errorf("reading %s of process %d: not a regular file", name, p.pid)
	}
	data, err := io.ReadAll(io.LimitReader(f, 64<<10))
	return string(data), err
}

// arguments is the command line. It is what the process says of itself:
// good for telling what a shell runs, not for a name.
func (p process) arguments() []string {
	text, err := p.file("cmdline")
	if err != nil || text == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(text, "\x00"), "\x00")
}
