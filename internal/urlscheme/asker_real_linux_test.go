package urlscheme

import (
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Real processes: a program starts a script called xdg-open, which starts the
// forwarder and waits for it. What is found is the program, by its entry.
func TestAskerOfRealProcesses(t *testing.T) {
	h := newHome(t, "opt/unused")
	copyOf := func(name, from string) string {
		path, err := exec.LookPath(from)
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return h.write(name, string(data), 0o755)
	}
	forwarder := copyOf("bin/vestibule", "sleep")
	chatter := copyOf("bin/chatter", "bash")
	opener := h.write("bin/xdg-open", "#!/bin/sh\n"+forwarder+" 600 &\necho $!\nwait\n", 0o755)
	h.write("data/applications/chatter.desktop", "[Desktop Entry]\nType=Application\nName=Chatter\nExec="+chatter+" %u\n", 0o644)

	for _, c := range []struct {
		name string
		argv []string
		want Who
	}{
		{"program, sh -c, xdg-open, forwarder", []string{chatter, "-c", "/bin/sh -c '" + opener + " zoommtg:x; :'; :"},
			Who{Kind: AskerProgram, Name: "Chatter", Path: chatter, DesktopID: "chatter.desktop"}},
		{"program, xdg-open, forwarder", []string{chatter, "-c", opener + " zoommtg:x; :"},
			Who{Kind: AskerProgram, Name: "Chatter", Path: chatter, DesktopID: "chatter.desktop"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			cmd := exec.Command(c.argv[0], c.argv[1:]...)
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			pid := readPID(t, out)
			untilRuns(t, pid, forwarder)
			got := Asker(pid, forwarder)
			c.want.PID = cmd.Process.Pid
			if got != c.want {
				t.Errorf("got  %+v\nwant %+v", got, c.want)
			}
			// With the forwarder its parents end, one after the other.
			p, err := os.FindProcess(pid)
			if err != nil {
				t.Fatal(err)
			}
			if err := p.Kill(); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait()
			if w := Asker(pid, forwarder); w != unknown {
				t.Errorf("a process that has ended gives %+v", w)
			}
		})
	}
}

// untilRuns waits until the process is the program: a shell tells the PID of
// what it starts before that has begun to run. Nothing tells when it has.
func untilRuns(t *testing.T, pid int, program string) {
	t.Helper()
	for late := time.Now().Add(20 * time.Second); ; runtime.Gosched() {
		exe, err := os.Readlink("/proc/" + strconv.Itoa(pid) + "/exe")
		if err == nil && exe == program {
			return
		}
		if time.Now().After(late) {
			t.Fatalf("the process does not become the forwarder: %v", err)
		}
	}
}

func readPID(t *testing.T, from io.Reader) int {
	t.Helper()
	var line strings.Builder
	for buf := make([]byte, 1); ; {
		if _, err := from.Read(buf); err != nil {
			t.Fatal(err)
		}
		if buf[0] == '\n' {
			break
		}
		line.Write(buf)
	}
	pid, err := strconv.Atoi(line.String())
	if err != nil {
		t.Fatal(err)
	}
	return pid
}
