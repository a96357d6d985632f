package device

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// firstPIDNamespace is what /proc/self/ns/pid reads outside every container
// (PROC_PID_INIT_INO in the kernel's include/linux/proc_ns.h).
const firstPIDNamespace = "pid:[4026531836]"

// holders says which programs hold which of the nodes open, by node name
// ("video0"), and, when not every process could be looked at, why. It reads
// the links in /proc/PID/fd. We are never among them: Vestibule opens no
// camera.
func holders(ctx context.Context, proc string, nodes map[string]bool) (map[string][]Program, string) {
	found := map[string][]Program{}
	pids, err := processes(proc)
	if err != nil {
		return found, whyHidden
	}
	blind := ""
	if !slices.Contains(pids, 1) {
		blind = whyHidden // a /proc mounted with hidepid shows only our own
	} else if ns, err := os.Readlink(filepath.Join(proc, "self", "ns", "pid")); err == nil && ns != firstPIDNamespace {
		blind = whyContained
	}
	self := os.Getpid()
	var scan fdScan
	for _, pid := range pids {
		if ctx.Err() != nil {
			return found, whyLate
		}
		if pid == self {
			continue
		}
		folder := filepath.Join(proc, strconv.Itoa(pid))
		held, err := scan.nodes(filepath.Join(folder, "fd"), nodes)
		if err != nil && !gone(err) {
			blind = whyUnseen
		}
		for _, node := range held {
			found[node] = addPrograms(found[node], []Program{{PID: pid, Name: programName(folder)}})
		}
	}
	return found, blind
}

// processes lists the process ids in proc, ascending.
func processes(proc string) ([]int, error) {
	f, err := os.Open(proc)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	names, err := f.Readdirnames(-1)
	if err != nil {
		return nil, err
	}
	var pids []int
	for _, n := range names {
		if pid, err := strconv.Atoi(n); err == nil && pid > 0 {
			pids = append(pids, pid)
		}
	}
	slices.Sort(pids)
	return pids, nil
}

// fdScan reads fd folders with few system calls and little garbage: a
// desktop has thousands of descriptors, and the window waits for the answer.
type fdScan struct {
	entries [8 << 10]byte
	target  [256]byte
	names   []string
}

// nodes gives those of the wanted nodes that folder has links to.
func (s *fdScan) nodes(folder string, wanted map[string]bool) (held []string, err error) {
	dir, err := unix.Open(folder, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	defer unix.Close(dir)
	for {
		n, err := unix.ReadDirent(dir, s.entries[:])
		if err != nil || n <= 0 {
			return held, err
		}
		_, _, s.names = unix.ParseDirent(s.entries[:n], -1, s.names[:0])
		for _, name := range s.names {
			n, err := unix.Readlinkat(dir, name, s.target[:])
			if err == unix.ENOENT {
				continue // closed meanwhile
			}
			if err != nil {
				return held, err
			}
			if node := nodeOf(s.target[:n], wanted); node != "" {
				held = append(held, node)
			}
		}
	}
}

// nodeOf gives the node a link leads to: "video0" for "/dev/video0". The
// node of a camera that was unplugged reads "/dev/video0 (deleted)" and is not
// the one that has the name now.
func nodeOf(target []byte, wanted map[string]bool) string {
	slash := bytes.LastIndexByte(target, '/')
	if slash < 0 || !bytes.HasPrefix(target[slash+1:], []byte("video")) ||
		!bytes.HasSuffix(target[:slash], []byte("/dev")) {
		return ""
	}
	if node := string(target[slash+1:]); wanted[node] {
		return node
	}
	return ""
}

// maxComm is the length at which the kernel cuts /proc/PID/comm
// (TASK_COMM_LEN less its NUL).
const maxComm = 15

// programName is what a process is called: its comm, or the name of its
// executable where comm is cut short or is the title of a helper process
// ("Web Content", "Utility Process") that says nothing to a person.
func programName(folder string) string {
	comm, _ := readLine(filepath.Join(folder, "comm"))
	exe := ""
	if target, err := os.Readlink(filepath.Join(folder, "exe")); err == nil {
		exe = filepath.Base(strings.TrimSuffix(target, " (deleted)"))
	}
	cut := len(comm) >= maxComm && strings.HasPrefix(exe, comm)
	name := comm
	if exe != "" && (comm == "" || cut || strings.Contains(comm, " ")) {
		name = exe
	}
	switch name = clean(name); name {
	case "":
		return "a program"
	case "pipewire": // it holds the camera for a program that it does not name here
		return "a program through PipeWire"
	}
	return name
}
