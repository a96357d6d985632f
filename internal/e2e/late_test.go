//go:build linux && e2e

package e2e

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestEnvironmentIsSettled: C's threads read the environment and the locale
// without a lock. One that is changed under them ends the process, now and then.
func TestEnvironmentIsSettled(t *testing.T) {
	watcher := filepath.Join(t.TempDir(), "late.so")
	if out, err := exec.Command("cc", "-shared", "-fPIC", "-o", watcher, "testdata/late.c", "-ldl").CombinedOutput(); err != nil {
		t.Fatalf("building the watcher: %v: %s", err, out)
	}
	s := Start(t)
	host := s.StartTrayHost()
	p, _ := install(t, s)
	p.Configure(Quick)
	s.Eyes()
	run := s.Command(p.Binary, "run") // static: only the front is watched
	run.Env = append(run.Env, "LD_PRELOAD="+watcher)
	front := s.Run(run)
	tray := host.WaitItem(20 * time.Second)
	p.Ask(clipboardLink)
	w := p.Window(AskZoom)
	w.WaitArmed(ButtonJoin)
	s.Hands().Key("Escape")
	w.WaitGone()
	tray.Click(TrayStatus)
	w = p.Window(Status)
	s.Hands().Key("Escape")
	w.WaitGone()
	s.Terminate(front.PID)
	s.MustWait(front, 10*time.Second)
	said := front.Output()
	if !strings.Contains(said, "threads begin") {
		t.Fatalf("the watcher was not there: %s", said)
	}
	for line := range strings.Lines(said) {
		if strings.HasPrefix(line, "changed late") {
			t.Error(strings.TrimSpace(line))
		}
	}
}
