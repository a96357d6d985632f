//go:build linux

package e2e

import (
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/godbus/dbus/v5"
	"golang.org/x/sys/unix"
)

// T is the part of testing.TB that a Session needs, so that a benchmark
// program can have one too.
type T interface {
	Helper()
	Name() string
	Logf(format string, args ...any)
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Failed() bool
	Cleanup(func())
}

// Session is one private desktop.
type Session struct {
	t T
	// Dir holds all the files of the session; it is short, since sockets live
	// in it, and goes with the session.
	Dir string
	// Home, Config, Data and Runtime are HOME and the XDG directories.
	Home, Config, Data, Runtime string
	// System stands for /usr/share: icons, themes and MIME types are there,
	// but no application other than those a test installs.
	System string
	// Bin is first in PATH.
	Bin string
	// Display is DISPLAY, such as ":7".
	Display string
	// WaylandDisplay is WAYLAND_DISPLAY, or "".
	WaylandDisplay string
	// BusAddress is DBUS_SESSION_BUS_ADDRESS.
	BusAddress string

	extra      []string            // further environment
	person     *syscall.Credential // whom all runs as; nil for oneself
	swaySocket string
	keyboard   *keyboard // on Wayland
	screen     [2]int

	mu    sync.Mutex
	own   map[int]bool // children that os/exec waits for
	runs  []*Running
	first []*Running // of these, display and bus: ended last, in reverse
	eyes  *Eyes
	bus   *dbus.Conn
}

// Option changes a Session before it starts.
type Option func(*options)

type options struct {
	windowManager bool
	screen        string
	env           []string
	dir           string
	rule          string // of openbox, for windows
	wayland       bool
	sway          string // its configuration
}

// WithoutWindowManager leaves out openbox: windows appear as they are mapped.
func WithoutWindowManager() Option { return func(o *options) { o.windowManager = false } }

// WithScreen sets the size, such as "1280x1024".
func WithScreen(size string) Option { return func(o *options) { o.screen = size } }

// WithEnv adds to the environment of all that the session starts.
func WithEnv(pairs ...string) Option { return func(o *options) { o.env = append(o.env, pairs...) } }

// WithWindowRule gives openbox a rule for some windows: an <application> of its
// rc.xml.
func WithWindowRule(xml string) Option { return func(o *options) { o.rule = xml } }

// Start starts a desktop and ends it with the test.
func Start(t T, opts ...Option) *Session {
	t.Helper()
	o := options{windowManager: true, screen: "1280x1024"}
	for _, opt := range opts {
		opt(&o)
	}
	if err := adopt(); err != nil {
		t.Fatalf("%v", err)
	}
	dir, err := os.MkdirTemp("/tmp", "v-e2e-")
	if err != nil {
		t.Fatalf("making the session's directory: %v", err)
	}
	s := &Session{
		t: t, Dir: dir, own: map[int]bool{}, extra: o.env,
		Home: dir + "/home", Config: dir + "/home/.config", Data: dir + "/home/.local/share",
		Runtime: dir + "/run", System: dir + "/share", Bin: dir + "/bin",
	}
	t.Cleanup(s.Close)
	if o.wayland {
		if s.person, err = person(); err != nil {
			t.Fatalf("%v", err)
		}
	}
	s.makeDirectories()
	if o.wayland {
		s.startSway(o.screen, o.sway)
	} else {
		s.startDisplay(o.screen)
	}
	s.startBus()
	if o.windowManager && !o.wayland {
		s.startWindowManager(o.rule)
	}
	return s
}

func (s *Session) makeDirectories() {
	s.t.Helper()
	for _, dir := range []string{
		s.Home, s.Config, s.Runtime, s.Bin, s.Dir + "/tmp", s.Dir + "/log", s.Dir + "/services",
		s.Home + "/.cache", s.Home + "/.local/state",
		s.Data + "/applications", s.Data + "/dbus-1/services", s.System + "/applications",
	} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			s.t.Fatalf("making the session's directories: %v", err)
		}
	}
	// What GTK and Chromium read from the system, without its applications: a
	// test must not find the browser of the machine by accident.
	for _, name := range []string{"icons", "themes", "mime", "glib-2.0", "locale", "X11", "gtk-3.0", "xml"} {
		from := "/usr/share/" + name
		if _, err := os.Stat(from); err != nil {
			continue
		}
		if err := os.Symlink(from, filepath.Join(s.System, name)); err != nil {
			s.t.Fatalf("making the session's directories: %v", err)
		}
	}
	s.give(s.Dir)
}

// Env is the environment of everything that runs in the session. It starts
// from nothing: no variable of the machine reaches a test.
func (s *Session) Env() []string {
	env := []string{
		"HOME=" + s.Home,
		"USER=vestibule",
		"LANG=C.UTF-8",
		"PATH=" + s.Bin + ":/usr/local/bin:/usr/bin:/bin",
		"TMPDIR=" + s.Dir + "/tmp",
		"XDG_CONFIG_HOME=" + s.Config,
		"XDG_DATA_HOME=" + s.Data,
		"XDG_CACHE_HOME=" + s.Home + "/.cache",
		"XDG_STATE_HOME=" + s.Home + "/.local/state",
		"XDG_RUNTIME_DIR=" + s.Runtime,
		"XDG_DATA_DIRS=" + s.System,
		"XDG_CONFIG_DIRS=" + s.Dir + "/xdg",
		"GSETTINGS_BACKEND=memory",
	}
	if s.WaylandDisplay != "" {
		env = append(env, "WAYLAND_DISPLAY="+s.WaylandDisplay, "GDK_BACKEND=wayland")
	} else {
		env = append(env, "GDK_BACKEND=x11")
	}
	if s.Display != "" {
		env = append(env, "DISPLAY="+s.Display)
	}
	if s.BusAddress != "" {
		env = append(env, "DBUS_SESSION_BUS_ADDRESS="+s.BusAddress)
	}
	return append(env, s.extra...)
}

// Close ends everything and fails the test if anything is left.
func (s *Session) Close() {
	if s.Dir == "" {
		return
	}
	dir := s.Dir
	s.Dir = ""
	if s.t.Failed() {
		s.keepEvidence(dir)
		s.dumpProduct()
		defer s.tell()
	}
	if s.bus != nil {
		_ = s.bus.Close()
	}
	last := map[int]bool{}
	for _, r := range s.first {
		last[r.PID] = true
	}
	// What ends may have started something meanwhile: look again until none.
	for range 20 {
		var pids []int
		for _, p := range Descendants(os.Getpid()) {
			if !last[p.PID] && p.State != "Z" {
				pids = append(pids, p.PID)
			}
		}
		if len(pids) == 0 {
			break
		}
		end(pids, 3*time.Second)
		reap(s.own)
	}
	for _, r := range slices.Backward(s.first) {
		end([]int{r.PID}, 3*time.Second)
		r.Wait(3 * time.Second)
	}
	reap(s.own)
	for _, p := range append(Descendants(os.Getpid()), marked(dir)...) {
		if p.State != "Z" {
			s.t.Errorf("left behind: process %d, %s %q", p.PID, p.Name, Arguments(p.PID))
		}
	}
	if err := os.RemoveAll(dir); err != nil {
		s.t.Errorf("removing the session's directory: %v", err)
	}
	if s.Display != "" {
		number := strings.TrimPrefix(s.Display, ":")
		lock, socket := "/tmp/.X"+number+"-lock", "/tmp/.X11-unix/X"+number
		// Another session may have taken the number since.
		holder, _ := os.ReadFile(lock)
		if pid, err := strconv.Atoi(strings.TrimSpace(string(holder))); err != nil || !Alive(pid) {
			for _, path := range []string{lock, socket} {
				if _, err := os.Lstat(path); err == nil {
					s.t.Errorf("left behind: %s", path)
				}
			}
		}
	}
}

// dumpProduct ends the product's processes so that each prints where all its
// goroutines are: what a hang needs to be understood.
func (s *Session) dumpProduct() {
	for _, p := range Descendants(os.Getpid()) {
		if strings.HasPrefix(filepath.Base(Executable(p.PID)), "vestibule") {
			_ = unix.Kill(p.PID, unix.SIGQUIT)
			WaitGone(p.PID, 3*time.Second)
		}
	}
}

// tell shows what the programs of the session printed, the latest last.
func (s *Session) tell() {
	for _, r := range s.runs {
		if out := r.out.ends(12000); out != "" {
			s.t.Logf("%s (process %d) printed:\n%s", filepath.Base(r.Cmd.Path), r.PID, out)
		}
	}
}

// Leftovers lists the files under TMPDIR, which a program that ended should
// have taken away.
func (s *Session) Leftovers() []string {
	var names []string
	entries, _ := os.ReadDir(s.Dir + "/tmp")
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	sort.Strings(names)
	return names
}

// WriteFile writes a file of the session and its directories.
func (s *Session) WriteFile(path, text string, mode os.FileMode) {
	s.t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		s.t.Fatalf("writing %s: %v", path, err)
	}
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		s.t.Fatalf("writing %s: %v", path, err)
	}
	// The folders on the way too; those of the session are its user's already.
	for given := path; strings.HasPrefix(given, s.Dir+"/"); given = filepath.Dir(given) {
		s.giveOne(given)
	}
}
