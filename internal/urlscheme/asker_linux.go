package urlscheme

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"vestibule/internal/client"
)

// Asker finds out which program opened a link. pid is the sender's, from the
// bus daemon, and self the path of our own binary: where the sender is our
// forwarder, or another program that only hands links on, its parents are
// looked at, so it must still run. It never fails: what cannot be known is
// AskerUnknown.
func Asker(pid int, self string) Who {
	return looker{
		proc:    "/proc",
		self:    self,
		entries: client.New(client.Options{Dirs: client.FromEnv()}).Programs,
		guarded: guarded,
	}.who(pid)
}

// looker looks at processes. Its fields are there for made trees.
type looker struct {
	proc    string
	self    string
	entries func() []client.Program
	// guarded says whether only root can change what is at a path.
	guarded func(path string) bool
}

var unknown = Who{Kind: AskerUnknown}

// who walks from pid to the program that meant it.
func (l looker) who(pid int) Who {
	p, err := processAt(l.proc, pid)
	if err != nil {
		return unknown
	}
	inShell := false
	for range 32 {
		switch l.role(p) {
		case handsOn:
		case shellPrompt:
			inShell = true
		case shellScript:
			if !inShell {
				return Who{Kind: AskerScript, Name: "a script", Path: p.exe, PID: p.pid}
			}
			return terminal(p, "")
		case belongsToSession:
			if inShell {
				return terminal(p, "")
			}
			return unknown
		default:
			if inShell {
				return terminal(p, l.terminalName(p))
			}
			return l.identify(p)
		}
		parent, err := processAt(l.proc, p.parent)
		if err == nil && parent.start > p.start {
			err = errReused // a parent cannot be younger than its child
		}
		if err = errors.Join(err, p.still()); err != nil {
			if inShell {
				return terminal(p, "")
			}
			return unknown
		}
		p = parent
	}
	return unknown
}

func terminal(p process, name string) Who {
	w := Who{Kind: AskerTerminal, Name: "a terminal", Path: p.exe, PID: p.pid}
	if name != "" {
		w.Name += " (" + name + ")"
	}
	return w
}

// identify names the program that p is.
func (l looker) identify(p process) Who {
	w := Who{Kind: AskerProgram, Name: p.base(), Path: p.exe, PID: p.pid}
	entries := l.entries()
	named := func(ids ...string) bool {
		for _, id := range ids {
			for _, e := range entries {
				if e.ID == id {
					w.entry(e)
					return true
				}
			}
		}
		return false
	}
	if info, err := p.file("root/.flatpak-info"); err == nil {
		w.Sandbox = "flatpak"
		if w.App = flatpakApp(info); w.App != "" && !named(w.App+".desktop") {
			w.Name = w.App
		}
		if p.base() == busProxy {
			w.Path = "" // it speaks for the program, whose file it does not tell
		}
	} else if box := l.goBetween(p); box != "" {
		w.Kind, w.Sandbox, w.Name = AskerUnknown, box, ""
		if box == "portal" {
			w.Kind = AskerPortal
		}
	} else if snap, app := snapOf(p); snap != "" {
		if confined(p) {
			w.Sandbox, w.App = "snap", snap
		}
		if !named(snap+"_"+app+".desktop", snap+"_"+snap+".desktop") {
			w.Name = snap
		}
	} else if interpreter().MatchString(p.base()) {
		w.Name = "a program run by " + p.base()
	} else if e, ok := l.entryOf(p, entries); ok {
		w.entry(e)
	}
	// The PID may have passed to another while we looked.
	if p.still() != nil {
		return unknown
	}
	return w
}

// busProxy speaks on the bus for a sandboxed program.
const busProxy = "xdg-dbus-proxy"

// goBetween tells which sandboxes p hands links on for without telling which
// program asked, or "". Anyone can call a program so: it counts where none but
// root could have put it there.
func (l looker) goBetween(p process) string {
	box := ""
	switch base := p.base(); {
	case strings.HasPrefix(base, "xdg-desktop-portal"):
		box = "portal"
	case base == "flatpak-session-helper", base == busProxy:
		box = "flatpak"
	case base == "snap" && slices.Contains(p.arguments(), "userd"): // snapd's opener of links
		box = "snap"
	}
	if box != "" && !l.guarded(p.exe) {
		return ""
	}
	return box
}

// entry takes the name and the icon of the program's desktop entry.
func (w *Who) entry(e client.Program) {
	w.DesktopID, w.Name, w.Icon = e.ID, e.Name, ""
	switch name := e.Icon; {
	case iconName().MatchString(name):
		w.Icon = name
	case len(name) < 1024 && filepath.IsAbs(name) && filepath.Clean(name) == name && strings.HasSuffix(name, ".png"):
		w.Icon = name
	}
}

// entryOf finds the desktop entry that p runs by: the one that names the same
// file; else, because many entries name a script that starts the real program,
// one in the same folder of its own (/opt/google/chrome) or of the same name.
// The latter two count only where none but root could have put the program
// there: anyone can call a program "firefox".
func (l looker) entryOf(p process, entries []client.Program) (client.Program, bool) {
	exe, err := os.Stat(p.link)
	if err != nil {
		return client.Program{}, false
	}
	for _, e := range entries {
		if info, err := os.Stat(e.Path); err == nil && os.SameFile(info, exe) {
			return e, true
		}
	}
	if !l.guarded(p.exe) {
		return client.Program{}, false
	}
	for _, sameDir := range []bool{true, false} {
		for _, e := range entries {
			real, err := filepath.EvalSymlinks(e.Path)
			if err != nil || !l.guarded(real) {
				continue
			}
			dir := filepath.Dir(p.exe)
			switch {
			case sameDir && dir == filepath.Dir(real) && !shared(dir):
				return e, true
			case !sameDir && (filepath.Base(real) == p.base() || filepath.Base(e.Path) == p.base()):
				return e, true
			}
		}
	}
	return client.Program{}, false
}

// shared says whether many programs live in dir.
func shared(dir string) bool {
	switch filepath.Base(dir) {
	case "bin", "sbin", "games", "libexec", "lib", "lib32", "lib64", "share":
		return true
	}
	return strings.Contains(filepath.Base(dir), "-linux-gnu")
}

// guarded says whether path and its folder belong to root and nobody else may
// write to them.
func guarded(path string) bool {
	for _, p := range []string{path, filepath.Dir(path)} {
		info, err := os.Stat(p)
		if err != nil {
			return false
		}
		st, ok := info.Sys().(*syscall.Stat_t)
		if !ok || st.Uid != 0 || info.Mode().Perm()&0o022 != 0 {
			return false
		}
	}
	return true
}

var (
	iconName  = lazily(`^[A-Za-z0-9][A-Za-z0-9._+-]{0,127}$`)
	appID     = lazily(`^[A-Za-z0-9_.-]{1,255}$`)
	snapScope = lazily(`/snap\.([a-z0-9-]+)\.([A-Za-z0-9-]+)[^/]*\.(?:scope|service)(?:/|$)`)
	snapUUID  = lazily(`-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)
)

// flatpakApp reads the application id out of .flatpak-info, which Flatpak
// itself puts into the sandbox.
func flatpakApp(info string) string {
	group := ""
	for _, l := range splitLines(info) {
		if l.header() {
			group = l.group
		}
		if (group == "Application" || group == "Runtime") && l.key == "name" && appID().MatchString(l.value) {
			return l.value
		}
	}
	return ""
}

// snapOf reads which snap a process is of, from the cgroup that snapd made
// for it or from where its file lies.
func snapOf(p process) (snap, app string) {
	if text, err := p.file("cgroup"); err == nil {
		for _, line := range strings.Split(text, "\n") {
			if m := snapScope().FindStringSubmatch(line); m != nil {
				return m[1], snapUUID().ReplaceAllString(m[2], "")
			}
		}
	}
	if parts := strings.Split(p.exe, "/"); len(parts) > 4 && parts[0] == "" && parts[1] == "snap" && appID().MatchString(parts[2]) {
		return parts[2], p.base()
	}
	return "", ""
}

// confined says whether AppArmor holds the process: a snap with classic
// confinement is no sandbox.
func confined(p process) bool {
	label, err := p.file("attr/current")
	return err == nil && strings.HasPrefix(label, "snap.") && strings.Contains(label, "(enforce)")
}

// terminalName names the terminal emulator that p is, or gives "".
func (l looker) terminalName(p process) string {
	name, ok := terminals[p.base()]
	if !ok {
		return ""
	}
	if i := slices.IndexFunc(l.entries(), func(e client.Program) bool {
		return filepath.Base(e.Path) == p.base() && l.guarded(e.Path) && l.guarded(p.exe)
	}); i >= 0 {
		return l.entries()[i].Name
	}
	return name
}
