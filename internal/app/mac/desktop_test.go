//go:build linux && gnustep

package mac

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"vestibule/internal/consent/appkit"
)

// desktop is a display and a window manager, for all tests.
type desktop struct {
	once    sync.Once
	display string
	started []*exec.Cmd
}

var screen desktop

func (d *desktop) begin() {
	d.once.Do(func() {
		r, w, err := os.Pipe()
		if err != nil {
			log.Fatal(err)
		}
		server := exec.Command("Xvfb", "-displayfd", "3", "-noreset", "-screen", "0", "1000x900x24", "-nolisten", "tcp")
		server.ExtraFiles = []*os.File{w}
		d.start(server)
		w.Close()
		number, err := bufio.NewReader(r).ReadString('\n')
		if err != nil {
			d.end()
			log.Fatalf("waiting for Xvfb: %v", err)
		}
		d.display = ":" + strings.TrimSpace(number)
		manager := exec.Command("openbox", "--sm-disable")
		manager.Env = append(os.Environ(), "DISPLAY="+d.display)
		d.start(manager)
		for late := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
			if out, _ := d.command("xprop", "-root", "_NET_SUPPORTING_WM_CHECK").Output(); strings.Contains(string(out), "window id") {
				return
			}
			if time.Now().After(late) {
				d.end()
				log.Fatal("waiting for openbox: it does not manage the display")
			}
		}
	})
}

func (d *desktop) start(c *exec.Cmd) {
	if err := c.Start(); err != nil {
		d.end()
		log.Fatalf("starting %s: %v", c.Path, err)
	}
	d.started = append(d.started, c)
}

func (d *desktop) end() {
	for _, c := range d.started {
		_ = c.Process.Kill()
		_ = c.Wait()
	}
}

func (d *desktop) command(name string, args ...string) *exec.Cmd {
	c := exec.Command(name, args...)
	c.Env = append(os.Environ(), "DISPLAY="+d.display)
	return c
}

// daemon is the whole program, with a home whose only browser writes its
// arguments down.
type daemon struct {
	t       *testing.T
	home    string
	cmd     *exec.Cmd
	in      io.WriteCloser
	lines   chan string
	seen    []string
	errors  bytes.Buffer
	started string // what the browser was started with
}

func newHome(t *testing.T) string {
	t.Helper()
	home := t.TempDir()
	browser := filepath.Join(home, "browser")
	started := filepath.Join(home, "started")
	write(t, browser, "#!/bin/sh\nprintf '%s\\n' \"$#\" \"$@\" > "+started+".new && mv "+started+".new "+started+"\n", 0o755)
	write(t, filepath.Join(home, "share/applications/browser.desktop"),
		"[Desktop Entry]\nType=Application\nName=Test Browser\nExec="+browser+" %u\nMimeType=x-scheme-handler/https;\n", 0o644)
	write(t, filepath.Join(home, "config/vestibule/config.toml"), "[notifications]\nenabled = false\n[consent]\narm_delay = \"500ms\"\n", 0o600)
	screen.begin()
	services(t, home)
	return home
}

func write(t *testing.T, file, text string, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}

func start(t *testing.T, home, as string) *daemon {
	t.Helper()
	screen.begin()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	d := &daemon{t: t, home: home, cmd: exec.Command(self), lines: make(chan string, 256), started: filepath.Join(home, "started")}
	d.cmd.Env = append(environment(home), asProgram+"="+as, "VESTIBULE_TEST_FOLDER="+filepath.Join(home, "Support", "Vestibule"))
	d.cmd.Stderr = &d.errors
	if d.in, err = d.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := d.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := d.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.cmd.Process.Kill(); _ = d.cmd.Wait() })
	go func() {
		defer close(d.lines)
		for s := bufio.NewScanner(out); s.Scan(); {
			d.lines <- s.Text()
		}
	}()
	return d
}

// until waits for a line of the program that begins so.
func (d *daemon) until(begins string) string {
	d.t.Helper()
	line, ok := d.within(60*time.Second, begins)
	if !ok {
		d.t.Fatalf("no %q:\n%s", begins, strings.Join(d.seen, "\n"))
	}
	return line
}

func (d *daemon) within(limit time.Duration, begins string) (string, bool) {
	d.t.Helper()
	late := time.After(limit)
	for {
		select {
		case line, ok := <-d.lines:
			if !ok {
				_ = d.cmd.Wait()
				d.t.Fatalf("it ended without %q:\n%s\n%s", begins, strings.Join(d.seen, "\n"), d.errors.String())
			}
			d.seen = append(d.seen, line)
			if strings.HasPrefix(line, begins) {
				return line, true
			}
		case <-late:
			return "", false
		}
	}
}

// answer does what ends a question until it has, which a line that begins so
// tells: GNUstep, which is not what this program is made for, misses a press now
// and then.
func (d *daemon) answer(act func(), begins string) {
	d.t.Helper()
	for range 12 {
		act()
		if _, ok := d.within(5*time.Second, begins); ok {
			return
		}
	}
	d.t.Fatalf("the question stays:\n%s", strings.Join(d.seen, "\n"))
}

// end waits until the program has ended, and gives all that it said.
func (d *daemon) end() string {
	d.t.Helper()
	late := time.AfterFunc(60*time.Second, func() { _ = d.cmd.Process.Kill() })
	for line := range d.lines {
		d.seen = append(d.seen, line)
	}
	_ = d.cmd.Wait()
	if !late.Stop() {
		d.t.Error("it did not end")
	}
	return strings.Join(d.seen, "\n")
}

func (d *daemon) send(line string) {
	d.t.Helper()
	if _, err := fmt.Fprintln(d.in, line); err != nil {
		d.t.Fatal(err)
	}
}

// window finds the panel and its size.
func (d *daemon) window() (id string, width, height int) {
	d.t.Helper()
	for late := time.Now().Add(30 * time.Second); time.Now().Before(late); time.Sleep(20 * time.Millisecond) {
		out, err := screen.command("xdotool", "search", "--onlyvisible", "--name", "^"+appkit.WindowTitle+"$").Output()
		if err != nil {
			continue
		}
		id = strings.TrimSpace(strings.Split(string(out), "\n")[0])
		if out, err = screen.command("xdotool", "getwindowgeometry", "--shell", id).Output(); err != nil {
			continue
		}
		for _, line := range strings.Split(string(out), "\n") {
			fmt.Sscanf(line, "WIDTH=%d", &width)
			fmt.Sscanf(line, "HEIGHT=%d", &height)
		}
		return id, width, height
	}
	d.t.Fatal("there is no panel on the screen")
	return "", 0, 0
}

func (d *daemon) xdotool(args ...string) {
	d.t.Helper()
	if out, err := screen.command("xdotool", args...).CombinedOutput(); err != nil {
		d.t.Fatalf("xdotool %q: %v: %s", args, err, out)
	}
}

// From the lower right corner: where the panel has its answers.
const answersUp, joinLeft, noLeft = 34, 67, 169

func (d *daemon) click(left int) {
	d.t.Helper()
	id, width, height := d.window()
	d.xdotool("mousemove", "--sync", "--window", id, strconv.Itoa(width-left), strconv.Itoa(height-answersUp))
	// GNUstep takes a press and release at once for none.
	d.xdotool("mousedown", "1", "sleep", "0.2", "mouseup", "1")
}

// press presses a key and lets go of it.
func (d *daemon) press(key string) {
	d.t.Helper()
	d.xdotool("keydown", key, "sleep", "0.2", "keyup", key)
}

// nothingStarted says that no browser was started.
func (d *daemon) nothingStarted() {
	d.t.Helper()
	if b, err := os.ReadFile(d.started); err == nil {
		d.t.Errorf("started with %q", b)
	}
}

// leftNothing says that nothing of a running program is left.
func (d *daemon) leftNothing() {
	d.t.Helper()
	if left, _ := filepath.Glob(filepath.Join(d.home, "Support", "*", "*")); len(left) != 0 {
		d.t.Errorf("left %q", left)
	}
}
