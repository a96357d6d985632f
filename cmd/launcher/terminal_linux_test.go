package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// terminal is a real one, with vestibule in it.
type terminal struct {
	t    *testing.T
	cmd  *exec.Cmd
	pty  *os.File
	seen bytes.Buffer
}

// openPTY gives both ends of a new pseudo-terminal.
func openPTY(t *testing.T) (ours, theirs *os.File) {
	t.Helper()
	ours, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetPointerInt(int(ours.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(int(ours.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	theirs, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ours.Close() })
	return ours, theirs
}

// inTerminal starts vestibule in a terminal, with a home whose only browser
// writes its argument into the file that is given back.
func inTerminal(t *testing.T, config string, args ...string) (*terminal, string) {
	t.Helper()
	dir := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	bin := filepath.Join(dir, "vestibule")
	if err := os.Symlink(self, bin); err != nil {
		t.Fatal(err)
	}
	started := filepath.Join(dir, "started")
	browser := filepath.Join(dir, "browser")
	write(t, browser, "#!/bin/sh\nprintf '%s\\n' \"$#\" \"$@\" > "+started+".new && mv "+started+".new "+started+"\n", 0o755)
	write(t, filepath.Join(dir, "share/applications/browser.desktop"),
		"[Desktop Entry]\nType=Application\nName=Test Browser\nExec="+browser+" %u\nMimeType=x-scheme-handler/https;\n", 0o644)
	write(t, filepath.Join(dir, "config/vestibule/config.toml"), config, 0o600)
	ours, theirs := openPTY(t)
	cmd := exec.Command(bin, args...)
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "XDG_CONFIG_HOME=" + filepath.Join(dir, "config"),
		"XDG_DATA_HOME=" + filepath.Join(dir, "share"), "XDG_DATA_DIRS=" + dir, "XDG_CONFIG_DIRS=" + dir,
		"XDG_RUNTIME_DIR=" + dir, "LANG=C.UTF-8",
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = theirs, theirs, theirs
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	theirs.Close()
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	return &terminal{t: t, cmd: cmd, pty: ours}, started
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

// until reads what is shown until it holds text.
func (x *terminal) until(text string) {
	x.t.Helper()
	b := make([]byte, 4096)
	for !strings.Contains(x.seen.String(), text) {
		n, err := x.pty.Read(b)
		x.seen.Write(b[:n])
		if err != nil {
			x.t.Fatalf("it ended without saying %q:\n%s", text, x.seen.String())
		}
	}
}

func (x *terminal) typed(s string) {
	x.t.Helper()
	if _, err := x.pty.WriteString(s); err != nil {
		x.t.Fatal(err)
	}
}

// end reads to the end and gives the exit status.
func (x *terminal) end() int {
	x.t.Helper()
	b := make([]byte, 4096)
	for {
		n, err := x.pty.Read(b)
		x.seen.Write(b[:n])
		if err != nil {
			break // EIO: the other side is closed
		}
	}
	var e *exec.ExitError
	if err := x.cmd.Wait(); errors.As(err, &e) {
		return e.ExitCode()
	} else if err != nil {
		x.t.Fatal(err)
	}
	return 0
}

const (
	quick  = "[consent]\narm_delay = \"500ms\"\n"
	prompt = "Type y and Enter"
	jitsi  = "https://meet.jit.si/WeeklySync?x=1#config.startWithVideoMuted=false"
)

func TestYesInTheTerminalOpens(t *testing.T) {
	x, started := inTerminal(t, quick, "open", jitsi)
	x.until(prompt)
	x.typed("y\n")
	if status := x.end(); status != 0 {
		t.Fatalf("status %d:\n%s", status, x.seen.String())
	}
	for _, want := range []string{
		"Join this Jitsi Meet meeting?", "meet.jit.si · WeeklySync", "Opened on the command line",
		"Camera", "Microphone", "off when joining.", "Test Browser", "removed",
	} {
		if !strings.Contains(x.seen.String(), want) {
			t.Errorf("does not say %q:\n%s", want, x.seen.String())
		}
	}
	waitFor(t, started)
	b, err := os.ReadFile(started)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(b), "1\nhttps://meet.jit.si/WeeklySync#config.startWithVideoMuted=true&config.startWithAudioMuted=true") {
		t.Errorf("opened %q", b)
	}
}

// No sound server runs here: the microphones cannot be muted, which the person
// wants, so that nothing opens; and the terminal says why and what helps.
func TestMuteThatFailsInTheTerminalOpensNothing(t *testing.T) {
	x, started := inTerminal(t, quick+"[microphone]\nsystem_mute = true\n", "open", jitsi)
	x.until(prompt)
	x.typed("y\n")
	if status := x.end(); status != 5 {
		t.Errorf("status %d:\n%s", status, x.seen.String())
	}
	for _, want := range []string{
		"[x] Mute this computer's microphones too", "not joined: the microphones could not all be muted", "no sound server is running",
		"hint: vestibule config set microphone.system_mute false",
	} {
		if !strings.Contains(x.seen.String(), want) {
			t.Errorf("does not say %q:\n%s", want, x.seen.String())
		}
	}
	if _, err := os.Stat(started); err == nil {
		t.Error("the browser was started")
	}
}

// waitFor waits until a file is there, by inotify.
func waitFor(t *testing.T, file string) {
	t.Helper()
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(fd)
	if _, err := unix.InotifyAddWatch(fd, filepath.Dir(file), unix.IN_MOVED_TO); err != nil {
		t.Fatal(err)
	}
	b := make([]byte, 4096)
	for {
		if _, err := os.Stat(file); err == nil {
			return
		}
		if _, err := unix.Read(fd, b); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAnythingElseInTheTerminalIsNo: typed before the question could be read,
// end of input, other words, a time-out, an interrupt.
func TestAnythingElseInTheTerminalIsNo(t *testing.T) {
	for name, c := range map[string]struct {
		config string
		answer func(*terminal)
		status int
	}{
		"n":             {quick, func(x *terminal) { x.until(prompt); x.typed("n\n") }, 5},
		"Enter":         {quick, func(x *terminal) { x.until(prompt); x.typed("\n") }, 5},
		"other words":   {quick, func(x *terminal) { x.until(prompt); x.typed("yes please\n") }, 5},
		"end of input":  {quick, func(x *terminal) { x.until(prompt); x.typed("\x04") }, 5},
		"y and the end": {quick, func(x *terminal) { x.until(prompt); x.typed("y\x04\x04") }, 5},
		"type-ahead": {quick, func(x *terminal) {
			x.typed("y\ny\ny\n") // long before the question can be read
			x.until(prompt)
			x.typed("\n")
		}, 5},
		"interrupt": {quick, func(x *terminal) { x.until(prompt); x.typed("\x03") }, -1},
	} {
		t.Run(name, func(t *testing.T) {
			x, started := inTerminal(t, c.config, "open", jitsi)
			c.answer(x)
			if status := x.end(); status != c.status {
				t.Errorf("status %d, want %d:\n%s", status, c.status, x.seen.String())
			}
			if _, err := os.Stat(started); err == nil {
				t.Error("something was opened")
			}
		})
	}
}

func TestPracticeInTheTerminal(t *testing.T) {
	x, started := inTerminal(t, quick, "try")
	x.until(prompt)
	x.typed("y\n")
	if status := x.end(); status != 0 || !strings.Contains(x.seen.String(), "Nothing was opened") {
		t.Errorf("status %d:\n%s", status, x.seen.String())
	}
	if _, err := os.Stat(started); err == nil {
		t.Error("something was opened")
	}
}

// TestTerminalShowsNoEscapes: nothing a link or a desktop entry says reaches
// the terminal as an escape sequence.
func TestTerminalShowsNoEscapes(t *testing.T) {
	x, _ := inTerminal(t, quick, "open", "https://meet.jit.si/%1b%5b31mRoom")
	x.end()
	if strings.Contains(x.seen.String(), "\x1b") {
		t.Errorf("an escape passed: %q", x.seen.String())
	}
}
