package urlscheme

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/unix"

	"vestibule/internal/objc"
)

// Asker finds out which program opened a link. pid is the sender's, from the
// Apple Event, and self our own executable file: where the sender only hands
// links on, its parents are looked at, as they were when the link came. It
// never fails: what cannot be known is AskerUnknown.
func Asker(pid int, self string) Who {
	line, ok := seen.of(pid)
	if !ok {
		line = lineOf(readKin, pid)
	}
	var who Who
	objc.Pool(func() { who = sentBy(line, self, runningProgram) })
	return who
}

// seen are the senders' processes as they were when their links came.
var seen senders

// sawSender reads the processes of a sender, which may end at once. It takes a
// few microseconds: the main loop does not wait for it.
func sawSender(pid int) {
	if pid > 0 {
		seen.keep(pid, lineOf(readKin, pid))
	}
}

// noDevice is NODEV of <sys/param.h>: there is no controlling terminal.
const noDevice = -1

// readKin reads what the kernel says of a process (sysctl KERN_PROC_PID and
// proc_pidpath, <libproc.h>).
func readKin(pid int) (kin, error) {
	p, err := unix.SysctlKinfoProc("kern.proc.pid", pid)
	if err != nil {
		return kin{}, fmt.Errorf("looking at process %d: %w", pid, err)
	}
	k := kin{
		pid: int(p.Proc.P_pid), parent: int(p.Eproc.Ppid), tty: p.Eproc.Tdev != noDevice,
		start: p.Proc.P_starttime.Sec*1e6 + int64(p.Proc.P_starttime.Usec),
	}
	if k.pid != pid {
		return kin{}, fmt.Errorf("looking at process %d: no such process", pid)
	}
	if k.exe = pathOf(pid); k.exe == "" {
		return kin{}, fmt.Errorf("looking at process %d: its file is not told", pid)
	}
	if shells[k.base()] {
		if data, err := unix.SysctlRaw("kern.procargs2", pid); err == nil {
			k.args = argumentsIn(data)
		}
	}
	return k, nil
}

// longestPath is PROC_PIDPATHINFO_MAXSIZE of <sys/proc_info.h>.
const longestPath = 4 * 1024

func pathOf(pid int) string {
	var pidPath func(pid int32, buffer unsafe.Pointer, size uint32) int32
	if !objc.Func(&pidPath, objc.LibSystem, "proc_pidpath") {
		return ""
	}
	buffer := make([]byte, longestPath)
	n := pidPath(int32(pid), unsafe.Pointer(&buffer[0]), uint32(len(buffer)))
	if n <= 0 || int(n) > len(buffer) {
		return ""
	}
	return string(buffer[:n])
}

// runningProgram is the name by which macOS knows a program that runs, where
// its process is that bundle's own.
func runningProgram(k kin, bundle string) (name, id string) {
	app := objc.Class("NSRunningApplication").Send("runningApplicationWithProcessIdentifier:", int32(k.pid))
	if app == 0 || objc.Text(app.Send("bundleURL").Send("path")) != bundle {
		return "", ""
	}
	return objc.Text(app.Send("localizedName")), objc.Text(app.Send("bundleIdentifier"))
}
