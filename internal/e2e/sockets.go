//go:build linux

package e2e

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// Socket is one open socket of a process.
type Socket struct {
	PID   int
	Inode string
	// Table is the file of /proc/net that lists it: "tcp", "udp6", "unix".
	// Empty when none does, as for a netlink socket.
	Table string
	// Listening: somebody could connect to it.
	Listening bool
	// Name is a UNIX socket's path or the local address of another; "" for one
	// without.
	Name string
}

func (s Socket) String() string {
	return fmt.Sprintf("process %d (%s): %s socket %s %q listening=%v",
		s.PID, Executable(s.PID), s.Table, s.Inode, s.Name, s.Listening)
}

// Sockets lists the open sockets of processes, by the inode of each descriptor
// against the kernel's tables of the network namespace.
func Sockets(pids ...int) ([]Socket, error) {
	var found []Socket
	for _, pid := range pids {
		dir := fmt.Sprintf("/proc/%d", pid)
		entries, err := os.ReadDir(dir + "/fd")
		if err != nil {
			return nil, fmt.Errorf("reading the descriptors of process %d: %w", pid, err)
		}
		tables, err := socketTables(dir + "/net/")
		if err != nil {
			return nil, err
		}
		for _, entry := range entries {
			target, err := os.Readlink(dir + "/fd/" + entry.Name())
			if err != nil {
				continue // closed meanwhile
			}
			inode, ok := strings.CutPrefix(target, "socket:[")
			if !ok {
				continue
			}
			inode = strings.TrimSuffix(inode, "]")
			socket := tables[inode]
			socket.PID, socket.Inode = pid, inode
			found = append(found, socket)
		}
	}
	return found, nil
}

// socketTables reads the kernel's tables, by inode.
func socketTables(dir string) (map[string]Socket, error) {
	tables := map[string]Socket{}
	for _, name := range []string{"tcp", "tcp6", "udp", "udp6", "udplite", "raw", "raw6"} {
		err := lines(dir+name, func(f []string) {
			// sl local rem st … uid timeout inode
			if len(f) > 9 {
				tables[f[9]] = Socket{Table: name, Name: f[1], Listening: f[3] == "0A" || !strings.HasPrefix(name, "tcp")}
			}
		})
		if err != nil && !os.IsNotExist(err) {
			return nil, fmt.Errorf("reading the sockets: %w", err)
		}
	}
	err := lines(dir+"unix", func(f []string) {
		// Num RefCount Protocol Flags Type St Inode Path
		if len(f) > 6 {
			flags, _ := strconv.ParseUint(f[3], 16, 32)
			const acceptCon = 0x10000 // SO_ACCEPTCON: it listens
			s := Socket{Table: "unix", Listening: flags&acceptCon != 0}
			if len(f) > 7 {
				s.Name = f[7]
			}
			tables[f[6]] = s
		}
	})
	if err != nil {
		return nil, fmt.Errorf("reading the sockets: %w", err)
	}
	return tables, nil
}

// lines calls each with the fields of every line but the first, the heading.
func lines(path string, each func(fields []string)) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	text := bufio.NewScanner(file)
	for first := true; text.Scan(); first = false {
		if !first {
			each(strings.Fields(text.Text()))
		}
	}
	return text.Err()
}

// WithDescendants gives pids and all processes below them.
func WithDescendants(pids ...int) []int {
	all := append([]int(nil), pids...)
	for _, pid := range pids {
		for _, p := range Descendants(pid) {
			all = append(all, p.PID)
		}
	}
	return all
}
