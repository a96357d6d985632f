package urlscheme

import (
	"bytes"
	"encoding/binary"
	"path/filepath"
	"strings"
	"sync"
)

// Who opened a link on macOS, by the process that sent the Apple Event and
// those above it. All of it is the kernel's word, but for a shell's arguments,
// which only tell what the shell does.

// kin is a process in a line of parents.
type kin struct {
	pid, parent int
	start       int64  // microseconds since 1970
	exe         string // path of its executable file
	tty         bool   // it has a controlling terminal
	args        []string
}

func (k kin) base() string { return filepath.Base(k.exe) }

// mostKin bounds a line of parents.
const mostKin = 32

// lineOf reads a process and those above it, the process first. It ends before
// what cannot be read, and before a parent that is younger than its child: that
// PID passed to another. After each step the child is looked at again: if it is
// another now, its line says nothing.
func lineOf(read func(pid int) (kin, error), pid int) []kin {
	var line []kin
	for pid > 0 && len(line) < mostKin {
		k, err := read(pid)
		if err != nil {
			break
		}
		if n := len(line); n > 0 {
			child := line[n-1]
			again, err := read(child.pid)
			if err != nil || again.start != child.start || again.parent != child.parent || k.start > child.start {
				break
			}
		}
		line = append(line, k)
		pid = k.parent
	}
	return line
}

// macSession are those that start everything on macOS, or hand on what others
// ask: that they sent a link says nothing.
var macSession = names("launchd loginwindow lsd launchservicesd CoreServicesUIAgent runningboardd xpcproxy UserEventAgent")

// sentBy names the program that meant a link. self is our own executable file,
// and app gives a process's name where macOS knows it as a running program.
func sentBy(line []kin, self string, app func(k kin, bundle string) (name, id string)) Who {
	inShell := false
	for _, k := range line {
		switch macRole(k, self) {
		case handsOn:
		case shellPrompt:
			inShell = true
		case shellScript:
			if !inShell {
				return Who{Kind: AskerScript, Name: "a script", Path: k.exe, PID: k.pid}
			}
			return shellIn(k, "")
		case belongsToSession:
			if inShell {
				return shellIn(k, "")
			}
			return Who{Kind: AskerUnknown}
		default:
			bundle := bundleAround(k.exe)
			name, id := "", ""
			if bundle != "" {
				if name, id = app(k, bundle); name == "" {
					name = strings.TrimSuffix(filepath.Base(bundle), ".app")
				}
			}
			switch {
			case inShell:
				return shellIn(k, name)
			case bundle != "":
				return Who{Kind: AskerProgram, Name: name, Path: bundle, PID: k.pid, DesktopID: id}
			case interpreter().MatchString(strings.ToLower(k.base())):
				return Who{Kind: AskerProgram, Name: "a program run by " + k.base(), Path: k.exe, PID: k.pid}
			}
			return Who{Kind: AskerProgram, Name: k.base(), Path: k.exe, PID: k.pid}
		}
	}
	if inShell { // what is above it cannot be seen
		return Who{Kind: AskerTerminal, Name: "a terminal"}
	}
	return Who{Kind: AskerUnknown}
}

func shellIn(k kin, name string) Who {
	w := Who{Kind: AskerTerminal, Name: "a terminal", Path: k.exe, PID: k.pid}
	if name != "" {
		w.Name += " (" + name + ")"
	}
	return w
}

// macRole tells what a process does on the way of a link. "open" counts where
// only the system could have put it there; login stands between a terminal and
// its shell.
func macRole(k kin, self string) role {
	base := k.base()
	switch {
	case self != "" && k.exe == self, k.exe == "/usr/bin/open", k.exe == "/usr/bin/login", k.exe == "/usr/bin/sudo":
		return handsOn
	case k.pid == 1 || macSession[base]:
		return belongsToSession
	case wrappers[base]:
		return handsOn
	case shells[base]:
		return shellRole(k.args, k.tty)
	}
	return meantIt
}

// bundleAround is the outermost application bundle that a file lies in, or "":
// a program's processes are many, and mostly in bundles inside its own.
func bundleAround(exe string) string {
	for at := 0; ; {
		i := strings.Index(exe[at:], ".app/")
		if i < 0 {
			return ""
		}
		at += i + len(".app/")
		if strings.HasPrefix(exe[at:], "Contents/") && !strings.HasSuffix(exe[:at], "/.app/") {
			return strings.TrimSuffix(exe[:at], "/")
		}
	}
}

// argumentsIn reads a process's arguments out of what KERN_PROCARGS2 gives: how
// many there are, the path, zeros, and each with a zero behind it.
func argumentsIn(data []byte) []string {
	const most = 64
	if len(data) < 4 {
		return nil
	}
	count := int(binary.NativeEndian.Uint32(data))
	_, rest, ok := bytes.Cut(data[4:], []byte{0})
	if !ok || count < 0 {
		return nil
	}
	rest = bytes.TrimLeft(rest, "\x00")
	var args []string
	for len(args) < min(count, most) {
		arg, left, ok := bytes.Cut(rest, []byte{0})
		if !ok {
			break
		}
		args, rest = append(args, string(arg)), left
	}
	return args
}

// senders keeps the lines of those who sent links, as they were when the link
// came: whoever opens a link may end at once.
type senders struct {
	mu    sync.Mutex
	lines map[int][]kin
}

func (s *senders) keep(pid int, line []kin) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lines == nil || len(s.lines) >= mostHeld {
		s.lines = map[int][]kin{}
	}
	s.lines[pid] = line
}

func (s *senders) of(pid int) ([]kin, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	line, ok := s.lines[pid]
	return line, ok
}
