package urlscheme

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"vestibule/internal/client"
)

// made is a process of a made /proc.
type made struct {
	pid, parent int
	exe         string // below the made root
	args        []string
	tty         bool
	start       int    // 0: its PID
	flatpak     string // content of .flatpak-info
	cgroup      string
	label       string // AppArmor
	comm        string
}

// machine is a made machine: programs, entries and processes.
type machine struct {
	t      *testing.T
	root   string
	userOf map[string]bool // paths that a user may write
	list   []client.Program
}

func newMachine(t *testing.T, processes ...made) *machine {
	m := &machine{t: t, root: t.TempDir(), userOf: map[string]bool{}}
	for _, p := range processes {
		m.add(p)
	}
	return m
}

func (m *machine) file(name, text string) string {
	m.t.Helper()
	path := filepath.Join(m.root, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		m.t.Fatal(err)
	}
	if _, err := os.Lstat(path); err == nil && text == "" {
		return path
	}
	if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
		m.t.Fatal(err)
	}
	return path
}

func (m *machine) add(p made) {
	dir := fmt.Sprintf("proc/%d/", p.pid)
	if p.exe != "" {
		exe := m.file(p.exe, "")
		m.file(dir+"stat", "")
		if err := os.Symlink(exe, filepath.Join(m.root, dir+"exe")); err != nil {
			m.t.Fatal(err)
		}
	}
	tty, start, comm := 0, p.start, p.comm
	if p.tty {
		tty = 34817
	}
	if start == 0 {
		start = p.pid
	}
	if comm == "" {
		comm = filepath.Base(p.exe)
	}
	m.file(dir+"stat", fmt.Sprintf("%d (%s) S %d 1 1 %d 1 4194304 0 0 0 0 0 0 0 0 20 0 1 0 %d 0 0\n", p.pid, comm, p.parent, tty, start))
	m.file(dir+"cmdline", strings.Join(append(append([]string{}, p.args...), ""), "\x00"))
	if p.flatpak != "" {
		m.file(dir+"root/.flatpak-info", p.flatpak)
	}
	if p.cgroup != "" {
		m.file(dir+"cgroup", p.cgroup)
	}
	if p.label != "" {
		m.file(dir+"attr/current", p.label)
	}
}

// entry adds a desktop entry that runs the program at path.
func (m *machine) entry(id, name, path string) {
	m.list = append(m.list, client.Program{ID: id, Name: name, Path: m.file(path, "")})
}

func (m *machine) who(pid int) Who {
	w := looker{
		proc:    filepath.Join(m.root, "proc"),
		self:    m.file("opt/vestibule", ""),
		entries: func() []client.Program { return m.list },
		guarded: func(path string) bool { return !m.userOf[strings.TrimPrefix(path, m.root+"/")] },
	}.who(pid)
	w.Path = strings.TrimPrefix(w.Path, m.root)
	return w
}

const vestibule = "opt/vestibule"

func TestAsker(t *testing.T) {
	chain := func(last made, between ...made) []made {
		// 100 is the forwarder; each next is the parent of the one before.
		all := append([]made{{exe: vestibule, args: []string{"vestibule", "open", "x"}}}, append(between, last)...)
		for i := range all {
			if all[i].pid == 0 {
				all[i].pid = 100 - i
			}
			if i > 0 {
				all[i-1].parent = all[i].pid
			}
		}
		return all
	}
	xdgOpen := made{exe: "bin/dash", args: []string{"/bin/sh", "/usr/bin/xdg-open", "zoommtg:x"}}
	chromium := made{exe: "usr/lib/chromium/chromium"}
	for _, c := range []struct {
		name string
		tree []made
		also func(m *machine)
		want Who
	}{
		{"the program itself", []made{{pid: 100, parent: 1, exe: "usr/bin/thunderbird"}}, nil,
			Who{Kind: AskerProgram, Name: "Thunderbird", Path: "/usr/bin/thunderbird", PID: 100, DesktopID: "thunderbird.desktop"}},
		{"through the forwarder", chain(chromium), nil,
			Who{Kind: AskerProgram, Name: "Chromium", Path: "/usr/lib/chromium/chromium", PID: 99, DesktopID: "chromium.desktop"}},
		{"through xdg-open", chain(chromium, xdgOpen), nil,
			Who{Kind: AskerProgram, Name: "Chromium", Path: "/usr/lib/chromium/chromium", PID: 98, DesktopID: "chromium.desktop"}},
		{"through xdg-open, gio, env and sh -c", chain(chromium, made{exe: "usr/bin/gio"}, xdgOpen, made{exe: "usr/bin/env"},
			made{exe: "bin/bash", args: []string{"sh", "-c", "xdg-open x"}}), nil,
			Who{Kind: AskerProgram, Name: "Chromium", Path: "/usr/lib/chromium/chromium", PID: 95, DesktopID: "chromium.desktop"}},
		{"same folder of its own", chain(made{exe: "opt/google/chrome/chrome"}), nil,
			Who{Kind: AskerProgram, Name: "Google Chrome", Path: "/opt/google/chrome/chrome", PID: 99, DesktopID: "google-chrome.desktop"}},
		{"a program called like another, in a home", chain(made{exe: "home/me/chromium"}),
			func(m *machine) { m.userOf["home/me/chromium"] = true },
			Who{Kind: AskerProgram, Name: "chromium", Path: "/home/me/chromium", PID: 99}},
		{"no entry", chain(made{exe: "usr/bin/mutt"}), nil,
			Who{Kind: AskerProgram, Name: "mutt", Path: "/usr/bin/mutt", PID: 99}},
		{"a name that lies", chain(made{exe: "usr/bin/mutt", args: []string{"/usr/bin/chromium"}, comm: "chromium) S 1 (x"}), nil,
			Who{Kind: AskerProgram, Name: "mutt", Path: "/usr/bin/mutt", PID: 99}},
		{"an interpreter", chain(made{exe: "usr/bin/python3.11", args: []string{"python3", "/usr/bin/chromium"}}), nil,
			Who{Kind: AskerProgram, Name: "a program run by python3.11", Path: "/usr/bin/python3.11", PID: 99}},
		{"a script", chain(made{exe: "bin/bash", args: []string{"bash", "-e", "/home/me/join"}, tty: true}, xdgOpen), nil,
			Who{Kind: AskerScript, Name: "a script", Path: "/bin/bash", PID: 98}},
		{"a terminal", chain(made{exe: "usr/bin/xterm"}, xdgOpen, made{exe: "bin/bash", args: []string{"-bash"}, tty: true}), nil,
			Who{Kind: AskerTerminal, Name: "a terminal (XTerm)", Path: "/usr/bin/xterm", PID: 97}},
		{"a terminal, shell in a shell", chain(made{exe: "usr/libexec/gnome-terminal-server"}, made{exe: "usr/bin/zsh", args: []string{"zsh"}, tty: true},
			made{exe: "bin/bash", args: []string{"bash", "--norc"}, tty: true}), nil,
			Who{Kind: AskerTerminal, Name: "a terminal (GNOME Terminal)", Path: "/usr/libexec/gnome-terminal-server", PID: 97}},
		{"a terminal in an editor", chain(made{exe: "usr/bin/codium"}, made{exe: "bin/bash", args: []string{"bash"}, tty: true}), nil,
			Who{Kind: AskerTerminal, Name: "a terminal", Path: "/usr/bin/codium", PID: 98}},
		{"a login shell", chain(made{pid: 1, exe: "sbin/init"}, made{exe: "bin/bash", args: []string{"-bash"}, tty: true}), nil,
			Who{Kind: AskerTerminal, Name: "a terminal", Path: "/sbin/init", PID: 1}},
		{"a shell whose input is no terminal", chain(made{exe: "usr/bin/cron"}, made{exe: "bin/bash", args: []string{"sh"}}), nil,
			Who{Kind: AskerScript, Name: "a script", Path: "/bin/bash", PID: 99}},
		{"an orphan", chain(made{pid: 1, exe: "sbin/init"}, xdgOpen), nil, unknown},
		{"the systemd of the user", chain(made{exe: "usr/lib/systemd/systemd"}, xdgOpen), nil, unknown},
		{"the bus daemon", chain(made{exe: "usr/bin/dbus-daemon"}), nil, unknown},
		{"the session", chain(made{exe: "usr/libexec/gnome-session-binary"}), nil, unknown},
		{"nobody", nil, nil, unknown},
		{"gone while we looked", []made{{pid: 100, parent: 50, exe: vestibule}}, nil, unknown},
		{"no right to see it", []made{{pid: 100, parent: 50}}, nil, unknown},
		{"a parent younger than its child", []made{{pid: 100, parent: 99, exe: vestibule}, {pid: 99, parent: 1, exe: "usr/bin/mutt", start: 500}}, nil, unknown},
		{"a loop", []made{{pid: 100, parent: 99, exe: vestibule, start: 5}, {pid: 99, parent: 100, exe: vestibule, start: 5}}, nil, unknown},
		{"Flatpak", chain(made{exe: "app/bin/zoom", flatpak: "[Application]\nname=us.zoom.Zoom\n[Instance]\nname=x\n"}), nil,
			Who{Kind: AskerProgram, Name: "Zoom", Path: "/app/bin/zoom", PID: 99, DesktopID: "us.zoom.Zoom.desktop", Icon: "us.zoom.Zoom", Sandbox: "flatpak", App: "us.zoom.Zoom"}},
		{"Flatpak without an entry", chain(made{exe: "app/bin/x", flatpak: "[Application]\nname=org.example.X\n"}), nil,
			Who{Kind: AskerProgram, Name: "org.example.X", Path: "/app/bin/x", PID: 99, Sandbox: "flatpak", App: "org.example.X"}},
		{"Flatpak, through its bus proxy", []made{{pid: 100, parent: 1, exe: "usr/bin/xdg-dbus-proxy", flatpak: "[Application]\nname=us.zoom.Zoom\n"}}, nil,
			Who{Kind: AskerProgram, Name: "Zoom", PID: 100, DesktopID: "us.zoom.Zoom.desktop", Icon: "us.zoom.Zoom", Sandbox: "flatpak", App: "us.zoom.Zoom"}},
		{"Flatpak with a name that is none", chain(made{exe: "app/bin/x", flatpak: "[Application]\nname=Chromium <b>\n"}), nil,
			Who{Kind: AskerProgram, Name: "x", Path: "/app/bin/x", PID: 99, Sandbox: "flatpak"}},
		{"snap, by its cgroup", chain(made{exe: "snap/firefox/1/usr/lib/firefox/firefox", cgroup: "0::/user.slice/app.slice/snap.firefox.firefox-01234567-89ab-cdef-0123-456789abcdef.scope\n", label: "snap.firefox.firefox (enforce)\n"}), nil,
			Who{Kind: AskerProgram, Name: "Firefox", Path: "/snap/firefox/1/usr/lib/firefox/firefox", PID: 99, DesktopID: "firefox_firefox.desktop", Sandbox: "snap", App: "firefox"}},
		{"snap with classic confinement", chain(made{exe: "snap/code/1/code", cgroup: "0::/snap.code.code.scope\n", label: "snap.code.code (complain)\n"}), nil,
			Who{Kind: AskerProgram, Name: "code", Path: "/snap/code/1/code", PID: 99}},
		{"the portal", chain(made{exe: "usr/libexec/xdg-desktop-portal"}, made{exe: "usr/bin/gio"}), nil,
			Who{Kind: AskerPortal, Path: "/usr/libexec/xdg-desktop-portal", PID: 98, Sandbox: "portal"}},
		{"a program of the person's called like the portal", chain(made{exe: "home/me/xdg-desktop-portal"}),
			func(m *machine) { m.userOf["home/me/xdg-desktop-portal"] = true },
			Who{Kind: AskerProgram, Name: "xdg-desktop-portal", Path: "/home/me/xdg-desktop-portal", PID: 99}},
		{"snapd's opener of links", chain(made{exe: "usr/bin/snap", args: []string{"/usr/bin/snap", "userd"}}, xdgOpen), nil,
			Who{Kind: AskerUnknown, Path: "/usr/bin/snap", PID: 98, Sandbox: "snap"}},
		{"snap itself", chain(made{exe: "usr/bin/snap", args: []string{"snap", "run", "x"}}), nil,
			Who{Kind: AskerProgram, Name: "snap", Path: "/usr/bin/snap", PID: 99}},
		{"the bus proxy of a sandbox", chain(made{exe: "usr/bin/xdg-dbus-proxy"}), nil,
			Who{Kind: AskerUnknown, Path: "/usr/bin/xdg-dbus-proxy", PID: 99, Sandbox: "flatpak"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMachine(t, c.tree...)
			m.entry("chromium.desktop", "Chromium", "usr/bin/chromium")
			m.entry("google-chrome.desktop", "Google Chrome", "opt/google/chrome/google-chrome")
			m.entry("thunderbird.desktop", "Thunderbird", "usr/bin/thunderbird")
			m.entry("us.zoom.Zoom.desktop", "Zoom", "usr/bin/flatpak")
			m.list[len(m.list)-1].Icon = "us.zoom.Zoom"
			m.entry("firefox_firefox.desktop", "Firefox", "snap/bin/firefox")
			if c.also != nil {
				c.also(m)
			}
			if got := m.who(100); got != c.want {
				t.Errorf("got  %+v\nwant %+v", got, c.want)
			}
		})
	}
}

// A PID that passes to another process between two looks is not believed.
func TestReusedPID(t *testing.T) {
	m := newMachine(t, made{pid: 100, parent: 1, exe: "usr/bin/mutt"})
	p, err := processAt(filepath.Join(m.root, "proc"), 100)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.still(); err != nil {
		t.Errorf("the same process: %v", err)
	}
	m.file("proc/100/stat", "100 (mutt) S 1 1 1 0 1 0 0 0 0 0 0 0 0 0 20 0 1 0 4711 0 0\n")
	if err := p.still(); err == nil {
		t.Error("another process with the same PID was taken for the same")
	}
	// And through the whole: the entries are read between the looks.
	l := looker{proc: filepath.Join(m.root, "proc"), guarded: func(string) bool { return true }}
	l.entries = func() []client.Program {
		m.file("proc/100/stat", "100 (mutt) S 1 1 1 0 1 0 0 0 0 0 0 0 0 0 20 0 1 0 4712 0 0\n")
		return nil
	}
	if w := l.who(100); w != unknown {
		t.Errorf("got %+v", w)
	}
}

// A FIFO in the root of a process must not hold us up.
func TestFIFOInRoot(t *testing.T) {
	m := newMachine(t, made{pid: 100, parent: 1, exe: "usr/bin/mutt"})
	m.file("proc/100/root/x", "")
	if err := unix.Mkfifo(filepath.Join(m.root, "proc/100/root/.flatpak-info"), 0o644); err != nil {
		t.Fatal(err)
	}
	if w := m.who(100); w.Name != "mutt" || w.Sandbox != "" {
		t.Errorf("got %+v", w)
	}
}

// Odd stat files are refused, never a panic.
func TestOddStat(t *testing.T) {
	for _, text := range []string{"", "1", ")", "1 (x", "1 (x) S", "1 (x) S a b c d e f g h i j k l m n o p q r s t u", strings.Repeat("9 ", 100)} {
		m := newMachine(t, made{pid: 100, parent: 1, exe: "usr/bin/mutt"})
		m.file("proc/100/stat", text+" ")
		if w := m.who(100); w != unknown {
			t.Errorf("%q gives %+v", text, w)
		}
	}
}
