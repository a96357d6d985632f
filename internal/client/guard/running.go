//go:build linux || darwin

package guard

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// running gives the commands that have the profile open; held says that it is
// open, whether or not a command tells so.
func (p profile) running(proc string, all [][]string) (mine [][]string, held bool) {
	for _, argv := range all {
		if p.inProfile(argv) {
			mine = append(mine, argv)
		}
	}
	return mine, len(mine) > 0 || p.locked(proc)
}

// locked says whether the browser's own lock names a live process.
func (p profile) locked(proc string) bool {
	_, held := p.lockHolder(proc)
	return held
}

// lockNames gives the processes that the browser's own lock names, dead ones
// too. Chromium's is SingletonLock → HOST-PID; Firefox's is lock → IP:+PID,
// where it cannot lock .parentlock by fcntl.
func (p profile) lockNames() (pids []int) {
	for _, name := range []string{"SingletonLock", "lock"} {
		target, err := os.Readlink(filepath.Join(p.dir, name))
		if err != nil {
			continue
		}
		i := strings.LastIndexAny(target, "-+")
		if host, err := os.Hostname(); name == "SingletonLock" && (err != nil || i < 0 || target[:i] != host) {
			continue // Chromium itself takes no notice of another host's lock
		}
		if pid, err := strconv.Atoi(target[i+1:]); err == nil && pid > 1 {
			pids = append(pids, pid)
		}
	}
	return pids
}
