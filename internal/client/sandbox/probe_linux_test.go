package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"golang.org/x/sys/unix"
)

// The client of these tests is the test program itself, copied: it does what
// it is asked by files in its home folder and says what it saw.

func TestMain(m *testing.M) {
	if len(os.Args) > 1 {
		switch os.Args[1] {
		case "probe-client":
			probe()
			return
		case "probe-starter":
			starter()
			return
		}
	}
	os.Exit(m.Run())
}

// ask is what the client is to do.
type ask struct {
	Open     []string // open these, for reading
	List     string   // list this folder
	Connect  string   // connect to this socket
	Run      []string // run this
	Call     *call    // call this on the session bus
	About    bool     // tell about itself
	Stubborn bool     // from now on SIGTERM is ignored
	Child    bool     // start a process that outlives it and ignores SIGTERM if Stubborn
	Exit     bool
}

type call struct {
	Name, Path, Method string
	Args               []string
}

// answer is what it saw: "ok" or an error's text.
type answer struct {
	Open            map[string]string
	List            []string
	Connect         string
	Run             string
	Call            string
	Args            []string
	FDs             map[string]string
	Env             []string
	PID, SID, Child int
	Userns          string
}

func probe() {
	dir := os.Getenv("HOME")
	if len(os.Args) > 2 && os.Args[2] == "stay" { // a child: does nothing but stay
		signal.Ignore(syscall.SIGTERM)
		select {}
	}
	term := make(chan os.Signal, 1)
	signal.Notify(term, syscall.SIGTERM)
	stubborn := false
	for n := 1; ; n++ {
		var q ask
		for {
			b, err := os.ReadFile(filepath.Join(dir, "ask."+strconv.Itoa(n)))
			if err == nil && json.Unmarshal(b, &q) == nil {
				break
			}
			select {
			case <-term:
				if !stubborn {
					os.WriteFile(filepath.Join(dir, "closed"), nil, 0o600)
					return
				}
			case <-time.After(5 * time.Millisecond):
			}
		}
		stubborn = stubborn || q.Stubborn
		b, _ := json.Marshal(q.do())
		tmp := filepath.Join(dir, "answer.tmp")
		os.WriteFile(tmp, b, 0o600)
		os.Rename(tmp, filepath.Join(dir, "answer."+strconv.Itoa(n)))
		if q.Exit {
			return
		}
	}
}

func userNamespace() string {
	name, _ := os.Readlink("/proc/self/ns/user")
	return name
}

func said(err error) string {
	if err == nil {
		return "ok"
	}
	return err.Error()
}

func (q ask) do() answer {
	a := answer{Open: map[string]string{}}
	for _, path := range q.Open {
		f, err := os.Open(path)
		if err == nil {
			f.Close()
		}
		a.Open[path] = said(err)
	}
	if q.List != "" {
		list, err := os.ReadDir(q.List)
		a.List = []string{}
		for _, item := range list {
			a.List = append(a.List, item.Name())
		}
		if err != nil {
			a.List = append(a.List, err.Error())
		}
	}
	if q.Connect != "" {
		c, err := net.Dial("unix", q.Connect)
		if err == nil {
			c.Close()
		}
		a.Connect = said(err)
	}
	if len(q.Run) > 0 {
		out, err := exec.Command(q.Run[0], q.Run[1:]...).CombinedOutput()
		a.Run = said(err) + "\n" + string(out)
	}
	if q.Call != nil {
		a.Call = q.Call.do()
	}
	if q.About {
		a.Args, a.Env, a.PID = os.Args, os.Environ(), os.Getpid()
		a.SID, _ = unix.Getsid(0)
		a.Userns = userNamespace()
		a.FDs = map[string]string{}
		list, _ := os.ReadDir("/proc/self/fd")
		for _, item := range list {
			a.FDs[item.Name()], _ = os.Readlink("/proc/self/fd/" + item.Name())
		}
	}
	if q.Child {
		cmd := exec.Command("/proc/self/exe", "probe-client", "stay")
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
		if cmd.Start() == nil {
			a.Child = cmd.Process.Pid
		}
	}
	return a
}

func (c *call) do() string {
	conn, err := dbus.Connect(os.Getenv("DBUS_SESSION_BUS_ADDRESS"))
	if err != nil {
		return err.Error()
	}
	defer conn.Close()
	args := make([]any, len(c.Args))
	for i, text := range c.Args {
		args[i] = text
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	err = conn.Object(c.Name, dbus.ObjectPath(c.Path)).CallWithContext(ctx, c.Method, 0, args...).Err
	var e dbus.Error
	if errors.As(err, &e) {
		return e.Name
	}
	return said(err)
}

// starter starts a client by a guard and ends at once: Vestibule being
// upgraded.
func starter() {
	s, err := new(Guard).Start(context.Background(), Target{Name: "Probe", Argv: os.Args[2:]}, os.Args[len(os.Args)-1], nil)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println(s.PID)
}

// room is a home, a runtime folder and a /dev of a test's own.
type room struct {
	t    *testing.T
	dir  string
	vars map[string]string
	asks int
}

const link = "zoommtg://zoom.us/join?action=join&confno=1234567890&pwd=s3cret"

func newRoom(t *testing.T) *room {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "room") // short: a socket's path has at most 108 bytes
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	r := &room{t: t, dir: dir, vars: map[string]string{
		"HOME": dir + "/home", "XDG_RUNTIME_DIR": dir + "/run", "PATH": os.Getenv("PATH"), "LC_ALL": "C.UTF-8",
	}}
	for _, name := range []string{"home/app", "run", "dev/dri", "dev/snd", "dev/bus/usb/001", "dev/v4l/by-id"} {
		r.must(os.MkdirAll(filepath.Join(dir, name), 0o700))
	}
	for _, name := range []string{"video0", "media0", "hidraw0", "bus/usb/001/002", "dri/card0", "snd/seq"} {
		r.node(name)
	}
	self, err := os.Executable()
	r.must(err)
	b, err := os.ReadFile(self)
	r.must(err)
	r.must(os.WriteFile(r.program(), b, 0o700))
	return r
}

func (r *room) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// node makes a device that anyone can open who sees it: the null device under
// another name, or for an ordinary user, who makes no devices, a plain file.
func (r *room) node(name string) {
	r.t.Helper()
	path := filepath.Join(r.dir, "dev", name)
	if err := unix.Mknod(path, unix.S_IFCHR|0o666, int(unix.Mkdev(1, 3))); err != nil {
		r.must(os.WriteFile(path, nil, 0o600))
	}
}

func (r *room) program() string { return r.dir + "/home/app/probe" }
func (r *room) run() string     { return r.vars["XDG_RUNTIME_DIR"] }

func (r *room) environ() []string {
	var out []string
	for k, v := range r.vars {
		out = append(out, k+"="+v)
	}
	return out
}

func (r *room) guard() *Guard {
	return &Guard{Getenv: func(k string) string { return r.vars[k] }, Environ: r.environ(), dev: r.dir + "/dev"}
}

func (r *room) target() Target {
	return Target{ID: "probe.desktop", Name: "Probe", Argv: []string{r.program(), "probe-client", link}}
}

// start starts the client guarded; it is ended with the test.
func (r *room) start(g *Guard) Started {
	r.t.Helper()
	s, err := g.Start(context.Background(), r.target(), link, nil)
	r.must(err)
	r.t.Cleanup(func() { endTree(s.PID) })
	return s
}

// endTree ends a guarded client of a test by its mount namespace.
func endTree(pid int) {
	space, err := mountNamespace(strconv.Itoa(pid))
	our, _ := mountNamespace("self")
	if err == nil && space != our {
		_ = kill(space)
	}
}

// ask has the client do something.
func (r *room) ask(q ask) answer {
	r.t.Helper()
	r.asks++
	b, err := json.Marshal(q)
	r.must(err)
	name := filepath.Join(r.vars["HOME"], "ask."+strconv.Itoa(r.asks))
	r.must(os.WriteFile(name+".tmp", b, 0o600))
	r.must(os.Rename(name+".tmp", name))
	var a answer
	r.waitFor("the client's answer", func() bool {
		b, err := os.ReadFile(filepath.Join(r.vars["HOME"], "answer."+strconv.Itoa(r.asks)))
		return err == nil && json.Unmarshal(b, &a) == nil
	})
	return a
}

const enough = 30 * time.Second

func (r *room) waitFor(what string, ok func() bool) {
	r.t.Helper()
	for late := time.Now().Add(enough); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(late) {
			r.t.Fatalf("%s did not come", what)
		}
	}
}

// serve runs a program of the room's session, ended with the test.
func (r *room) serve(files []*os.File, name string, args ...string) *exec.Cmd {
	r.t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env, cmd.ExtraFiles = r.environ(), files
	if err := cmd.Start(); err != nil {
		r.t.Fatalf("starting %s: %v (make test installs it)", name, err)
	}
	r.t.Cleanup(func() { end(cmd) })
	return cmd
}

func end(cmd *exec.Cmd) {
	if cmd.ProcessState != nil {
		return
	}
	cmd.Process.Signal(syscall.SIGTERM)
	late := time.AfterFunc(2*time.Second, func() { cmd.Process.Kill() })
	defer late.Stop()
	cmd.Wait()
}

// cameras are the paths by which a program opens a camera.
var cameras = []string{
	"/dev/video0", "/dev/video1", "/dev/media0", "/dev/v4l/by-id/cam", "/dev/bus/usb/001/002", "/dev/hidraw0",
	"/sys/class/video4linux", "/sys/bus/usb", "/dev/fuse", "/dev/kmsg",
}

// seesNoCamera looks with the client's eyes.
func (r *room) seesNoCamera(when string) {
	r.t.Helper()
	held, err := os.Open(r.dir + "/dev/video0")
	r.must(err)
	defer held.Close()
	through := fmt.Sprintf("/proc/%d/fd/%d", os.Getpid(), held.Fd())
	outside := fmt.Sprintf("/proc/%d/root/%s/dev/video0", os.Getpid(), r.dir)
	paths := append([]string{through, outside}, cameras...)
	if fi, err := held.Stat(); err == nil && fi.Mode()&os.ModeDevice != 0 {
		paths = append(paths, r.dir+"/dev/video0") // a node elsewhere in the file system
	}
	a := r.ask(ask{Open: paths, List: "/dev"})
	for path, what := range a.Open {
		if what == "ok" {
			r.t.Errorf("%s: the client opened %s", when, strings.Replace(path, r.dir, "…", 1))
		}
	}
	for _, name := range a.List {
		for _, bad := range []string{"video", "media", "v4l", "bus", "usb", "hidraw", "vhci", "fuse"} {
			if strings.HasPrefix(name, bad) {
				r.t.Errorf("%s: the client's /dev has %s", when, name)
			}
		}
	}
}
