//go:build linux && gnustep

package appkit

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"vestibule/internal/consent"
	"vestibule/internal/objc"
)

// The tests bring their own display and window manager: the panel is a real
// one, drawn by GNUstep and driven by a real pointer and real keys.
var (
	window *View
	events = make(chan consent.Event, 4096)
	tap    func(consent.Event) // also told, where it is not nil
)

// The display's, in pixels.
const screenWidth, screenHeight = 1280, 1000

// inside names the folder that the tests run in, once they do.
const inside = "VESTIBULE_APPKIT_ROOM"

// TestMain runs the tests in a process of their own: GNUstep notes the
// environment as its libraries are opened, before any of our code runs.
func TestMain(m *testing.M) {
	if os.Getenv(inside) == "" {
		os.Exit(outside())
	}
	if err := Init(); err != nil {
		log.Fatal(err)
	}
	downElsewhere = keysOfTheDisplay()
	window = New(func(e consent.Event) {
		events <- e
		if tap != nil {
			tap(e)
		}
	})
	code := 1
	go func() {
		code = m.Run()
		Quit()
		time.Sleep(20 * time.Second)
		log.Print("the main loop does not end")
		os.Exit(max(code, 1))
	}()
	Loop()
	os.Exit(code)
}

// outside makes the room, and gives how the tests inside it ended.
func outside() (code int) {
	room, err := os.MkdirTemp("", "vestibule-appkit")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(room)
	if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); err != nil {
		log.Fatal(err)
	}
	defer endAll()
	fail := func(what string, err error) int {
		log.Printf("%s: %v", what, err)
		return 1
	}
	if err := settings(room); err != nil {
		return fail("writing GNUstep's settings", err)
	}
	environment := []string{"HOME=" + room, "TMPDIR=" + room, "TEMP=" + room, inside + "=" + room, "LC_ALL=C.UTF-8", "PATH=" + os.Getenv("PATH")}
	start := func(extra *os.File, name string, args ...string) error {
		c := exec.Command(name, args...)
		c.Env = environment
		c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
		if extra != nil {
			defer extra.Close()
			c.ExtraFiles = []*os.File{extra}
		}
		return c.Start()
	}
	r, w, err := os.Pipe()
	if err != nil {
		return fail("making a pipe", err)
	}
	// Without -noreset the display starts over whenever its last client goes.
	err = start(w, "Xvfb", "-displayfd", "3", "-noreset", "-screen", "0", fmt.Sprintf("%dx%dx24", screenWidth, screenHeight), "-dpi", "96", "-nolisten", "tcp")
	if err != nil {
		return fail("starting the display", err)
	}
	number, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		return fail("reading the display's number", err)
	}
	environment = append(environment, "DISPLAY=:"+strings.TrimSpace(number))
	if err = start(nil, "openbox"); err != nil {
		return fail("starting openbox", err)
	}
	for late := time.Now().Add(30 * time.Second); !managed(environment); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(late) {
			return fail("waiting for openbox", errors.New("it does not manage the display"))
		}
	}
	c := exec.Command(os.Args[0], os.Args[1:]...)
	c.Env = environment
	c.Stdin, c.Stdout, c.Stderr = os.Stdin, os.Stdout, os.Stderr
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := c.Run(); c.ProcessState == nil {
		return fail("starting the tests", err)
	}
	return max(c.ProcessState.ExitCode(), -c.ProcessState.ExitCode()) // -1: a signal
}

// settings are GNUstep's defaults for a home: fonts that the machine has.
func settings(home string) error {
	dir := filepath.Join(home, "GNUstep", "Defaults")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	const fonts = `{ NSFont = DejaVuSans; NSBoldFont = "DejaVuSans-Bold"; NSUserFixedPitchFont = DejaVuSansMono; }`
	return os.WriteFile(filepath.Join(dir, "NSGlobalDomain.plist"), []byte(fonts), 0o600)
}

// endAll ends every process that was started here and is left. GNUstep starts a
// notification centre that leaves its parent at once; it becomes our child,
// because outside asked for that.
func endAll() {
	for {
		left := 0
		stats, _ := filepath.Glob("/proc/[0-9]*/stat")
		for _, name := range stats {
			stat, _ := os.ReadFile(name)
			// After the name, in brackets: the state and the parent.
			fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
			if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(name))); err == nil && len(fields) > 1 && fields[1] == strconv.Itoa(os.Getpid()) {
				left++
				syscall.Kill(pid, syscall.SIGKILL)
				syscall.Wait4(pid, nil, 0, nil)
			}
		}
		if left == 0 {
			return
		}
	}
}

// managed tells whether a window manager owns the display.
func managed(environment []string) bool {
	c := exec.Command("xprop", "-root", "_NET_SUPPORTING_WM_CHECK")
	c.Env = environment
	out, _ := c.Output()
	return strings.Contains(string(out), "window id")
}

// pageNumber is of the page that was shown last.
var pageNumber uint64

// show shows a page and waits until it has the keys. The panel stays when the
// test ends, for the next: most tests show a page in the place of one.
//
// GNUstep takes a window for the key window as soon as it asked for that, and
// drops keys that come while the focus moves: so it is tried with one that does
// nothing until it comes.
func show(t *testing.T, p consent.Page) uint64 {
	t.Helper()
	number := showUntried(t, p)
	tryKeys(t)
	return number
}

func tryKeys(t *testing.T) {
	t.Helper()
	onLoop(func() { window.keys.released = 0 })
	came := func() (yes bool) {
		onLoop(func() { yes = window.keys.released != 0 })
		return yes
	}
	for range 10 {
		xdotool(t, "key", "F7")
		for late := time.Now().Add(3 * time.Second); time.Now().Before(late); time.Sleep(5 * time.Millisecond) {
			if came() {
				forget()
				return
			}
		}
		xdotool(t, "windowactivate", id(t))
	}
	t.Fatal("the panel gets no keys")
}

// forget drops the events that came.
func forget() {
	for len(events) > 0 {
		<-events
	}
}

// showUntried is show for while a key is held: another would end its repeats.
func showUntried(t *testing.T, p consent.Page) uint64 {
	t.Helper()
	pageNumber++
	number := pageNumber
	window.Show(number, p, "")
	wait(t, number, consent.Mapped)
	until(t, "the panel has the keys", func() bool { return window.focused })
	for at := id(t); xdotool(t, "getwindowfocus") != at; {
		xdotool(t, "windowactivate", at)
	}
	return number
}

// keysOfTheDisplay asks the display which keys are down.
func keysOfTheDisplay() func() []uint16 {
	const library = "libX11.so.6"
	var open func(name uintptr) uintptr
	var query func(display uintptr, keys *[32]byte)
	if !objc.Func(&open, library, "XOpenDisplay") || !objc.Func(&query, library, "XQueryKeymap") {
		log.Fatal("opening " + library + ": no keys can be asked for")
	}
	display := open(0)
	return func() (down []uint16) {
		var keys [32]byte
		query(display, &keys)
		for i := range 256 {
			if keys[i/8]>>(i%8)&1 != 0 {
				down = append(down, uint16(i))
			}
		}
		return down
	}
}

// wait reads events until the kind of the page comes, and gives those before
// it. Events of other pages are none.
func wait(t *testing.T, number uint64, kind consent.EventKind) (before []consent.Event) {
	t.Helper()
	_, before = await(t, number, kind)
	return before
}

func await(t *testing.T, number uint64, kind consent.EventKind) (e consent.Event, before []consent.Event) {
	t.Helper()
	late := time.After(30 * time.Second)
	for {
		select {
		case e := <-events:
			if e.Page != number {
				continue
			}
			if e.Kind == kind {
				return e, before
			}
			before = append(before, e)
		case <-late:
			t.Fatalf("no event of kind %d came; before: %+v", kind, before)
		}
	}
}

// onLoop runs f on the main loop, after all that was asked of it before.
func onLoop(f func()) {
	done := make(chan struct{})
	OnMain(func() { f(); close(done) })
	<-done
}

// until waits for something to be so on the main loop.
func until(t *testing.T, what string, so func() bool) {
	t.Helper()
	for late := time.Now().Add(30 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		yes := false
		onLoop(func() { yes = so() })
		if yes {
			return
		}
		if time.Now().After(late) {
			t.Fatalf("waiting until %s: it never was", what)
		}
	}
}

// untilEscape presses Escape and gives the events before its Dismissed: the
// display delivers keys in order, so all that was caused before has come.
func untilEscape(t *testing.T, number uint64) []consent.Event {
	t.Helper()
	xdotool(t, "key", "Escape")
	return wait(t, number, consent.Dismissed)
}

func of(kind consent.EventKind, list []consent.Event) (some []consent.Event) {
	for _, e := range list {
		if e.Kind == kind {
			some = append(some, e)
		}
	}
	return some
}

func xdotool(t *testing.T, args ...string) string {
	t.Helper()
	return output(t, exec.Command("xdotool", args...))
}

func output(t *testing.T, c *exec.Cmd) string {
	t.Helper()
	var stderr strings.Builder
	c.Stderr = &stderr
	out, err := c.Output()
	// GNUstep waits for children too, and may have had the answer.
	if err != nil && !errors.Is(err, syscall.ECHILD) {
		t.Fatalf("running %v: %v\n%s", c.Args, err, stderr.String())
	}
	return strings.TrimRight(string(out), "\n")
}

// id is the panel's window of the display. While the window manager takes it
// in, there is none.
func id(t *testing.T) string {
	t.Helper()
	for late := time.Now().Add(30 * time.Second); ; {
		out, _ := exec.Command("xdotool", "search", "--onlyvisible", "--name", "^"+WindowTitle+"$").Output()
		if ids := strings.Fields(string(out)); len(ids) > 0 {
			return ids[0]
		}
		if time.Now().After(late) {
			t.Fatal("the panel is not on the display")
		}
	}
}

// hasFocus gives the key of the part that has the keys, or "".
func hasFocus() (key string) {
	onLoop(func() {
		if c := window.focus(); c != nil {
			key = c.part.key
		}
	})
	return key
}

// another shows another program's window, which takes the keys, until it is
// closed.
func another(t *testing.T) (end func()) {
	t.Helper()
	c := exec.Command("xmessage", "-geometry", "200x80+10+10", "another window")
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return func() { c.Process.Kill(); c.Wait() }
}
