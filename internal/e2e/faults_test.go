//go:build linux && e2e

package e2e

import (
	"encoding/binary"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"vestibule/internal/client/guard"
)

// waitSays waits until the window says something, and gives up loudly.
func (w *Window) waitSays(t *testing.T, want string) {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for tick := time.NewTicker(50 * time.Millisecond); !w.says(want); <-tick.C {
		if time.Now().After(deadline) {
			t.Fatalf("the window does not say %q; it says %q", want, w.Words())
		}
	}
}

// refuse plays a sound server that lets nobody in.
func refuse(t *testing.T, s *Session) {
	t.Helper()
	if err := os.MkdirAll(s.Runtime+"/pulse", 0o700); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("unix", s.Runtime+"/pulse/native")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				var head [20]byte // length, channel, offset, flags
				if _, err := io.ReadFull(conn, head[:]); err != nil {
					return
				}
				body := make([]byte, binary.BigEndian.Uint32(head[:]))
				if _, err := io.ReadFull(conn, body); err != nil || len(body) < 10 {
					return
				}
				// An error (0) to the request's own tag: access denied (1).
				answer := append([]byte{'L', 0, 0, 0, 0}, body[5:10]...)
				answer = append(answer, 'L', 0, 0, 0, 1)
				binary.BigEndian.PutUint32(head[:], uint32(len(answer)))
				_, _ = conn.Write(append(head[:], answer...))
			}()
		}
	}()
}

// What is wrong with the sound is said in the microphone's row, and hinders
// neither the window nor the answer.
func TestSoundFaultsInTheWindow(t *testing.T) {
	const cannot = "Cannot tell what it does: "
	for _, c := range []struct {
		name, says string
		make       func(t *testing.T, s *Session)
	}{
		{"none", cannot + "no sound server is running", func(*testing.T, *Session) {}},
		{"hung", cannot + "the sound server does not answer", func(t *testing.T, s *Session) {
			if err := syscall.Kill(s.StartSound().PID, syscall.SIGSTOP); err != nil {
				t.Fatal(err)
			}
		}},
		{"refuses", cannot + "the sound server refuses Vestibule: no fitting cookie", refuse},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := Start(t)
			p, zoom := install(t, s)
			p.Configure(Quick)
			c.make(t, s)
			p.Open(zoomLink)
			w := p.Window(AskZoom)
			w.waitSays(t, c.says)
			w.Press(ButtonJoin)
			checkStart(t, zoom.WaitStart(20*time.Second), zoom.Program, zoomClean)
		})
	}
}

// A server that restarts, hangs and goes on while the window is open: each is
// said without anybody asking again. A mute that is wanted meanwhile is not
// claimed, and is tried again.
func TestSoundThatChangesUnderTheWindow(t *testing.T) {
	s := Start(t)
	p, zoom := install(t, s)
	p.Configure(Quick)
	zoom.Listen()
	server := s.StartSound()
	p.Open(zoomLink)
	w := p.Window(AskZoom)
	w.waitSays(t, "Built-in Microphone, not muted, used by nobody")
	s.SetMuted("microphone", true)
	w.waitSays(t, "Built-in Microphone, muted by the system, used by nobody")
	s.StopSound(server)
	w.waitSays(t, "Cannot tell what it does: no sound server is running")
	server = s.StartSound()
	w.waitSays(t, "Built-in Microphone, not muted, used by nobody")
	s.Run(s.Command("parec", "--client-name=OBS Studio", "--device=microphone", "/dev/null"))
	w.waitSays(t, "OBS Studio uses it now.")

	w.Check(CheckMute)
	if err := syscall.Kill(server.PID, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	w.Press(ButtonJoin)
	w.waitSays(t, "could not all be muted (the sound server does not answer)")
	if n := len(zoom.Starts()); n != 0 {
		t.Fatalf("Zoom was started %d times", n)
	}
	if err := syscall.Kill(server.PID, syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	w.waitSays(t, "OBS Studio uses it now.")
	w.Press(ButtonAnyway)
	if start := zoom.WaitStart(20 * time.Second); !start.Muted["microphone"] {
		t.Errorf("the second try did not mute: %v %s", start.Muted, start.Deaf)
	}
}

// brokenBrowser is Chromium by its name, and ends at once.
func brokenBrowser(s *Session) {
	program := filepath.Join(s.Bin, "chromium")
	s.WriteFile(program, "#!/bin/sh\nexit 3\n", 0o700)
	s.WriteFile(filepath.Join(s.System, "applications", "chromium.desktop"),
		"[Desktop Entry]\nType=Application\nName=Chromium\nExec="+program+" %U\nMimeType=x-scheme-handler/https;\n", 0o600)
	s.Output("update-desktop-database", filepath.Join(s.System, "applications"))
	s.SetDefault("chromium.desktop", "https")
}

// A profile's folder that is read-only or full: the guard is not claimed, the
// window says why, and the meeting can be joined without it.
func TestProfileFolderFaultsInTheWindow(t *testing.T) {
	for _, c := range []struct {
		name, says string
		mount      func(dir string) []string
	}{
		{"read-only", "its guarded profile cannot be written", func(dir string) []string { return []string{"--tmpfs", dir, "--remount-ro", dir} }},
		{"full", "the disk that holds its guarded profile is full", func(dir string) []string { return []string{"--size", "65536", "--tmpfs", dir} }},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := Start(t)
			brokenBrowser(s)
			p := s.Register(product)
			p.Configure(Quick)
			dir := filepath.Join(s.Data, "vestibule")
			if err := os.MkdirAll(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			args := append([]string{"--dev-bind", "/", "/"}, c.mount(dir)...)
			s.Run(s.Command("bwrap", append(args, p.Binary, "run")...))
			s.WaitName(BusName, 20*time.Second)
			p.Open(meetLink)
			w := p.Window(AskMeet)
			w.waitSays(t, "Chromium cannot be guarded now: "+c.says)
			if w.says("cannot open it") {
				t.Errorf("a guard is claimed: %q", w.Words())
			}
			w.WaitArmed(ButtonJoin)
			w.Press(ButtonNo)
			w.WaitGone()
		})
	}
}

// A guarded browser that exits at once: said in a window, nothing is claimed
// to be open.
func TestBrowserThatExitsAtOnceInTheWindow(t *testing.T) {
	s := Start(t)
	brokenBrowser(s)
	p := s.Register(product)
	p.Configure(Quick)
	asked := p.Ask(meetLink)
	w := p.Window(AskMeet)
	w.waitSays(t, says)
	w.Press(ButtonJoin)
	w = p.Window("The Google Meet meeting did not open")
	if said := strings.Join(w.Words(), "\n"); !strings.Contains(said, "Chromium") || !strings.Contains(said, "exit") {
		t.Errorf("it says %q", said)
	}
	w.WaitArmed("Try again")
	s.MustWait(asked, 20*time.Second)
	if _, err := os.Stat(filepath.Join(s.Data, "vestibule/browser/chromium", string(guard.Closed))); err != nil {
		t.Errorf("it was not the guarded browser: %v", err)
	}
}

// kinds counts what a process has open: sockets and inotify instances.
func kinds(t *testing.T, pid int) (sockets, watches int) {
	t.Helper()
	dir := filepath.Join("/proc", strconv.Itoa(pid), "fd")
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		target, _ := os.Readlink(filepath.Join(dir, e.Name()))
		switch {
		case strings.HasPrefix(target, "socket:"):
			sockets++
		case strings.Contains(target, "inotify"):
			watches++
		}
	}
	return sockets, watches
}

// While no window is open nothing watches: the opener has its end of the
// socket pair open and no more. While its own mute holds it has the sound
// server's connection too.
func TestNothingWatchesAtRest(t *testing.T) {
	s := Start(t)
	s.StartSound()
	host := s.StartTrayHost()
	p, zoom := install(t, s)
	p.Configure(Quick)
	zoom.Stay()
	s.Run(s.Command(p.Binary, "run"))
	tray := host.WaitItem(20 * time.Second)
	opener, _ := p.Processes()
	wait := func(when string, wantSockets, wantWatches int) {
		t.Helper()
		deadline := time.Now().Add(10 * time.Second)
		for tick := time.NewTicker(20 * time.Millisecond); ; <-tick.C {
			sockets, watches := kinds(t, opener)
			if sockets == wantSockets && watches == wantWatches {
				return
			}
			if time.Now().After(deadline) {
				out, _ := exec.Command("ls", "-l", "/proc/"+strconv.Itoa(opener)+"/fd").Output()
				t.Fatalf("%s: %d sockets and %d watches, want %d and %d\n%s", when, sockets, watches, wantSockets, wantWatches, out)
			}
		}
	}
	const pair = 1
	wait("before the first window", pair, 0)
	p.Open(zoomLink)
	w := p.Window(AskZoom)
	w.waitSays(t, "Built-in Microphone, not muted")
	wait("while a question is open", pair+1, 1)
	w.Press(ButtonNo)
	w.WaitGone()
	wait("after it", pair, 0)
	p.Activate()
	w = p.Window(Status)
	w.waitSays(t, "Built-in Microphone, not muted")
	for line := range strings.Lines(s.Output(p.Binary, "devices")) {
		w.waitSays(t, strings.TrimSpace(line)) // one source of words
	}
	wait("while the status window is open", pair+1, 1)
	s.Hands().Key("Escape")
	w.WaitGone()
	wait("after it", pair, 0)

	p.Open(zoomLink)
	w = p.Window(AskZoom)
	w.Check(CheckMute)
	w.Press(ButtonJoin)
	zoom.WaitStart(20 * time.Second)
	w.WaitGone()
	tray.WaitLine(TrayMuted, 10*time.Second)
	wait("while a mute holds", pair+1, 0)
	s.SetMuted("microphone", false)
	noMute(tray)
	wait("after the person unmuted", pair, 0)
}
