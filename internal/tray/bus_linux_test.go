package tray

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// systray wants the main thread and can be run once a process: the tests run
// it in a child, which is this test binary again. The child sets each State it
// reads as a line of JSON and then writes "set"; it also writes "ready", each
// click, and "ended".
const childVariable = "VESTIBULE_TRAY_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(childVariable) == "" {
		os.Exit(m.Run())
	}
	Run(func(t *Tray) {
		ended := make(chan os.Signal, 1)
		signal.Notify(ended, syscall.SIGTERM)
		go func() {
			<-ended
			Cleanup()
			os.Exit(0)
		}()
		go func() {
			for item := range t.Clicks() {
				fmt.Println(item)
			}
		}()
		fmt.Println("ready")
		states := json.NewDecoder(os.Stdin)
		for {
			var s State
			if err := states.Decode(&s); err != nil {
				t.Quit()
				t.Quit()
				return
			}
			t.Set(s)
			fmt.Println("set")
		}
	}, func() { fmt.Println("ended") })
}

// desktop is a display and a bus of the test's own.
type desktop struct{ display, bus, runtimeDir string }

func startDesktop(t *testing.T) desktop {
	t.Helper()
	dir := t.TempDir()
	d := desktop{runtimeDir: filepath.Join(dir, "run")}
	if err := os.Mkdir(d.runtimeDir, 0o700); err != nil {
		t.Fatal(err)
	}
	d.display = ":" + firstLine(t, "xvfb", "Xvfb", "-displayfd", "1", "-screen", "0", "640x480x24", "-nolisten", "tcp")
	conf := filepath.Join(dir, "bus.conf")
	err := os.WriteFile(conf, []byte(`<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=`+dir+`</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>`), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	d.bus = firstLine(t, "dbus", "dbus-daemon", "--config-file="+conf, "--print-address", "--nofork")
	return d
}

// firstLine starts a server that lives as long as the test, and gives its
// first line.
func firstLine(t *testing.T, debian, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatalf("starting %s (Debian package %s): %v", name, debian, err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("starting %s: %v", name, err)
	}
	return strings.TrimSpace(line)
}

// deadline ends a test that waits for what does not come.
const deadline = 20 * time.Second

// child is a process with a tray.
type child struct {
	t    *testing.T
	cmd  *exec.Cmd
	in   io.WriteCloser
	said chan string
	gone chan struct{} // closed when said has all there will be
}

func startChild(t *testing.T, d desktop) *child {
	t.Helper()
	c := &child{t: t, cmd: exec.Command(os.Args[0]), said: make(chan string, 1000), gone: make(chan struct{})}
	home := t.TempDir()
	c.cmd.Env = []string{
		childVariable + "=1", "HOME=" + home, "XDG_RUNTIME_DIR=" + d.runtimeDir, "TMPDIR=" + home,
		"DISPLAY=" + d.display, "DBUS_SESSION_BUS_ADDRESS=" + d.bus, "NO_AT_BRIDGE=1", "GDK_BACKEND=x11", "G_DEBUG=fatal-criticals",
	}
	c.cmd.Stderr = os.Stderr
	var err error
	if c.in, err = c.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(c.gone)
		defer close(c.said)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			c.said <- lines.Text()
		}
	}()
	t.Cleanup(func() { c.cmd.Process.Kill(); c.cmd.Wait() })
	c.expect("ready")
	return c
}

func (c *child) set(s State) {
	c.t.Helper()
	if err := json.NewEncoder(c.in).Encode(s); err != nil {
		c.t.Fatal(err)
	}
	c.expect("set")
}

func (c *child) expect(want string) {
	c.t.Helper()
	if got := c.next(); got != want {
		c.t.Fatalf("child said %q, want %q", got, want)
	}
}

// next gives the next line the child says.
func (c *child) next() string {
	c.t.Helper()
	select {
	case line, open := <-c.said:
		if !open {
			c.t.Fatal("the child ended")
		}
		return line
	case <-time.After(deadline):
		c.t.Fatal("the child says nothing")
	}
	return ""
}

// host plays the StatusNotifierWatcher and a tray host.
type host struct {
	t     *testing.T
	conn  *dbus.Conn
	items chan [2]string // sender and path
	menu  dbus.BusObject
	icon  dbus.BusObject
	sigs  chan *dbus.Signal
}

// RegisterStatusNotifierItem is the watcher's method.
func (h *host) RegisterStatusNotifierItem(path string, sender dbus.Sender) *dbus.Error {
	h.items <- [2]string{string(sender), path}
	return nil
}

func startHost(t *testing.T, d desktop) *host {
	t.Helper()
	conn, err := dbus.Connect(d.bus)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	h := &host{t: t, conn: conn, items: make(chan [2]string, 4), sigs: make(chan *dbus.Signal, 1000)}
	conn.Signal(h.sigs)
	if err := conn.Export(h, "/StatusNotifierWatcher", "org.kde.StatusNotifierWatcher"); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.RequestName("org.kde.StatusNotifierWatcher", 0); err != nil {
		t.Fatal(err)
	}
	return h
}

// attach waits for the child's tray to register and finds its menu.
func (h *host) attach(c *child) {
	h.t.Helper()
	var item [2]string
	select {
	case item = <-h.items:
	case <-c.gone:
		h.t.Fatal("the child ended before its tray registered")
	case <-time.After(deadline):
		h.t.Fatal("the tray does not register")
	}
	h.icon = h.conn.Object(item[0], dbus.ObjectPath(item[1]))
	path, err := h.icon.GetProperty("org.kde.StatusNotifierItem.Menu")
	if err != nil {
		h.t.Fatal(err)
	}
	h.menu = h.conn.Object(item[0], path.Value().(dbus.ObjectPath))
	if err := h.conn.AddMatchSignal(dbus.WithMatchSender(item[0])); err != nil {
		h.t.Fatal(err)
	}
}

// await asks until it is so. Not everything that is waited for sends a signal.
func await(t *testing.T, so func() bool) bool {
	t.Helper()
	for end := time.Now().Add(deadline); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if so() {
			return true
		}
	}
	return false
}

// node is one item of the menu as the bus tells it.
type node struct {
	ID         int32
	Properties map[string]dbus.Variant
	Children   []dbus.Variant
}

func (n node) text(key, otherwise string) string {
	if v, ok := n.Properties[key]; ok {
		return fmt.Sprint(v.Value())
	}
	return otherwise
}

// line is how a test writes an item down: "[x] Camera on when joining".
func (n node) line() string {
	if n.text("type", "") == "separator" {
		return "---"
	}
	s := n.text("label", "")
	if n.text("toggle-type", "") == "checkmark" {
		s = map[string]string{"1": "[x] "}[n.text("toggle-state", "0")] + s
		if !strings.HasPrefix(s, "[x] ") {
			s = "[ ] " + s
		}
	}
	if n.text("enabled", "true") == "false" {
		s = "(" + s + ")"
	}
	return s
}

// layout gives the visible items. The menu's object may be exported a moment
// after its tray is registered; until then there are none.
func (h *host) layout() (nodes []node) {
	h.t.Helper()
	var revision uint32
	var root node
	call := h.menu.Call("com.canonical.dbusmenu.GetLayout", 0, int32(0), int32(-1), []string{})
	if err := call.Store(&revision, &root); err != nil {
		return nil
	}
	for _, child := range root.Children {
		var n node
		if err := dbus.Store([]any{child.Value()}, &n); err != nil {
			h.t.Fatal(err)
		}
		if n.text("visible", "true") == "true" {
			nodes = append(nodes, n)
		}
	}
	return nodes
}

func lines(nodes []node) (all []string) {
	for _, n := range nodes {
		all = append(all, n.line())
	}
	return all
}

// awaitLayout waits until the menu reads as wanted.
func (h *host) awaitLayout(want []string) {
	h.t.Helper()
	var got string
	if !await(h.t, func() bool {
		got = strings.Join(lines(h.layout()), "\n")
		return got == strings.Join(want, "\n")
	}) {
		h.t.Fatalf("menu reads\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}

func (h *host) click(label string) {
	h.t.Helper()
	for _, n := range h.layout() {
		if n.text("label", "") == label {
			call := h.menu.Call("com.canonical.dbusmenu.Event", 0, n.ID, "clicked", dbus.MakeVariant(int32(0)), uint32(0))
			if call.Err != nil {
				h.t.Fatal(call.Err)
			}
			return
		}
	}
	h.t.Fatalf("no item %q in the menu", label)
}
