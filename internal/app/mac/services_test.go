//go:build linux && gnustep

package mac

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// environment is that of a program in a home of ours.
func environment(home string) []string {
	temp, _ := os.Readlink(filepath.Join(home, "services"))
	return []string{
		"A=a", "HOME=" + home, "PATH=" + os.Getenv("PATH"), "DISPLAY=" + screen.display, "LC_ALL=C.UTF-8",
		"XDG_CONFIG_HOME=" + filepath.Join(home, "config"), "XDG_DATA_HOME=" + filepath.Join(home, "share"),
		"XDG_DATA_DIRS=" + home, "XDG_CONFIG_DIRS=" + home, "XDG_RUNTIME_DIR=" + home, "TMPDIR=" + home, "TEMP=" + temp,
	}
}

// services starts GNUstep's notification and pasteboard servers, in a folder of
// their own. Without one a program takes what another of this user's has, on
// another display or ended; and one that starts them itself asks them before
// they can answer, and waits in the middle of an event.
func services(t *testing.T, home string) {
	t.Helper()
	temp, err := os.MkdirTemp("", "gs") // short, as the paths of sockets must be
	if err == nil {
		err = os.Symlink(temp, filepath.Join(home, "services"))
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { endOf(home); _ = os.RemoveAll(temp) })
	for name, known := range map[string]string{"gdnc": "R0ROQ1NlcnZlcg==", "gpbs": "R05Vc3RlcEdTUGFzdGVib2FyZFNlcnZlcg=="} {
		c := exec.Command(name) // known is the name of its port in base64
		c.Env = environment(home)
		_ = c.Run() // it goes on by itself, and its parent says 1
		for late := time.Now().Add(60 * time.Second); ; time.Sleep(10 * time.Millisecond) {
			if _, err := os.Stat(filepath.Join(temp, "NSMessagePort", "names", known)); err == nil {
				break
			}
			if time.Now().After(late) {
				t.Fatalf("%s does not come", name)
			}
		}
	}
}

// endOf ends what goes on by itself in a home of ours.
func endOf(home string) {
	all, _ := filepath.Glob("/proc/[0-9]*/environ")
	for _, file := range all {
		env, err := os.ReadFile(file)
		pid, _ := strconv.Atoi(strings.Split(file, "/")[2])
		if err == nil && pid > 1 && pid != os.Getpid() && bytes.Contains(env, []byte("\x00HOME="+home+"\x00")) {
			if p, err := os.FindProcess(pid); err == nil {
				_ = p.Kill()
			}
		}
	}
}
