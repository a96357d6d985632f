package remember

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vestibule/internal/device"
)

// The process that is killed is this test program again.
func TestMain(m *testing.M) {
	if at := os.Getenv("KILL_AT"); at != "" {
		run(at)
		return
	}
	os.Exit(m.Run())
}

// dying ends its own process at a point of what is told.
type dying struct {
	device.Keeper
	at    string // "before 1": before the first word is written down
	count int
}

func die() {
	syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}

func (d *dying) Keep(told func([]string)) {
	d.Keeper.Keep(func(names []string) {
		d.count++
		if d.at == fmt.Sprint("before ", d.count) {
			die()
		}
		told(names)
		if d.at == fmt.Sprint("after ", d.count) {
			die()
		}
	})
}

// run mutes, unmutes, and is killed meanwhile.
func run(at string) {
	check := func(err error) {
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	file, err := File(os.Getenv)
	check(err)
	m := New(&dying{Keeper: device.Open(device.Options{}), at: at}, file)
	ctx := context.Background()
	again := func(what func(context.Context) error) { // the machine may be busy: a question has 300 ms
		for n := 0; ; n++ {
			err := what(ctx)
			if err == nil {
				return
			}
			if n == 20 {
				check(err)
			}
		}
	}
	check(m.Restore(ctx))
	again(m.MuteAll)
	if at == "muted" {
		die()
	}
	again(m.Unmute)
	if at == "unmuted" {
		die()
	}
	fmt.Fprintln(os.Stderr, "it was not killed at", at)
	os.Exit(1)
}

// server is a real PulseAudio in folders of its own, with the microphones
// built_in and headset on, and quiet muted by the person.
type server struct {
	t    *testing.T
	vars map[string]string
	cmd  *exec.Cmd
}

func newServer(t *testing.T) *server {
	t.Helper()
	dir, err := os.MkdirTemp("", "mute")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	s := &server{t: t, vars: map[string]string{"PATH": os.Getenv("PATH"), "LC_ALL": "C.UTF-8"}}
	for name, folder := range map[string]string{"HOME": "home", "XDG_RUNTIME_DIR": "run", "XDG_STATE_HOME": "state", "XDG_CONFIG_HOME": "config"} {
		s.vars[name] = filepath.Join(dir, folder)
		if err := os.Mkdir(s.vars[name], 0o700); err != nil {
			t.Fatal(err)
		}
	}
	s.start()
	s.pactl("set-source-mute", "quiet", "1")
	t.Cleanup(s.stop)
	return s
}

func (s *server) start() {
	s.t.Helper()
	script := filepath.Join(s.vars["HOME"], "script.pa")
	const text = `load-module module-null-source source_name=built_in
load-module module-null-source source_name=headset
load-module module-null-source source_name=quiet
load-module module-native-protocol-unix
`
	if err := os.WriteFile(script, []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
	s.cmd = s.command("pulseaudio", "-n", "-F", script, "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disable-shm=yes")
	if err := s.cmd.Start(); err != nil {
		s.t.Fatalf("starting pulseaudio: %v (make test installs it)", err)
	}
	s.waitFor("the server", func() bool { return s.command("pactl", "info").Run() == nil })
}

func (s *server) stop() {
	if s.cmd.ProcessState == nil {
		s.cmd.Process.Signal(syscall.SIGTERM)
		late := time.AfterFunc(2*time.Second, func() { s.cmd.Process.Kill() })
		defer late.Stop()
		s.cmd.Wait()
	}
}

func (s *server) env(name string) string { return s.vars[name] }

func (s *server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env = []string{}
	for k, v := range s.vars {
		cmd.Env = append(cmd.Env, k+"="+v)
	}
	return cmd
}

func (s *server) pactl(args ...string) string {
	s.t.Helper()
	out, err := s.command("pactl", args...).CombinedOutput()
	if err != nil {
		s.t.Fatalf("pactl %v: %v %s", args, err, out)
	}
	return string(out)
}

func (s *server) waitFor(what string, ok func() bool) {
	s.t.Helper()
	for late := time.Now().Add(30 * time.Second); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(late) {
			s.t.Fatalf("%s did not come", what)
		}
	}
}

// muted lists the muted sources.
func (s *server) muted() []string {
	s.t.Helper()
	var out []string
	for _, name := range []string{"built_in", "headset", "quiet"} {
		if strings.Contains(s.pactl("get-source-mute", name), "yes") {
			out = append(out, name)
		}
	}
	return out
}

// restart gives the mute of the next run.
func (s *server) restart() *Mute {
	s.t.Helper()
	file, err := File(s.env)
	if err != nil {
		s.t.Fatal(err)
	}
	d := device.Open(device.Options{Sound: device.NewSound(s.env)})
	s.t.Cleanup(func() { d.Close() })
	return New(d, file)
}

// killed runs the first process until it is killed.
func (s *server) killed(at string) {
	s.t.Helper()
	self, err := os.Executable()
	if err != nil {
		s.t.Fatal(err)
	}
	cmd := s.command(self)
	cmd.Env = append(cmd.Env, "KILL_AT="+at)
	out, err := cmd.CombinedOutput()
	st, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
	if !ok || !st.Signaled() || st.Signal() != syscall.SIGKILL {
		s.t.Fatalf("%v: %s", err, out)
	}
}

// Wherever we are killed: what is muted by us is known to be ours at the next
// start, what is not muted is not called muted, and the start itself changes
// no microphone.
func TestKilled(t *testing.T) {
	both := []string{"built_in", "headset"}
	for _, c := range []struct {
		at    string
		muted []string // by us, when killed
	}{
		{"before 1", nil}, // about to write down what is going to be muted
		{"after 1", nil},  // about to mute
		{"muted", both},
		{"before 2", nil}, // unmuted, and about to forget it
		{"after 2", nil},
		{"unmuted", nil},
	} {
		t.Run(c.at, func(t *testing.T) {
			s := newServer(t)
			s.killed(c.at)
			want := append(slices.Clone(c.muted), "quiet")
			if diff := cmp.Diff(want, s.muted()); diff != "" {
				t.Fatalf("muted when killed: %s", diff)
			}
			m := s.restart()
			s.waitFor("the state", func() bool { return m.Restore(t.Context()) == nil })
			if diff := cmp.Diff(State{Held: c.muted, Sure: true}, m.State()); diff != "" {
				t.Errorf("state: %s", diff)
			}
			if diff := cmp.Diff(want, s.muted()); diff != "" {
				t.Errorf("muted after the start: %s", diff)
			}
			s.waitFor("unmuting", func() bool { return m.Unmute(t.Context()) == nil })
			if diff := cmp.Diff([]string{"quiet"}, s.muted()); diff != "" {
				t.Errorf("muted after unmuting: %s", diff)
			}
			if diff := cmp.Diff(State{Sure: true}, m.State()); diff != "" {
				t.Errorf("state after unmuting: %s", diff)
			}
			if _, err := os.Stat(m.file); !os.IsNotExist(err) {
				t.Errorf("the file is left: %v", err)
			}
		})
	}
}

// What the person unmuted while we were gone is not ours any more, and not
// muted again.
func TestUnmutedMeanwhile(t *testing.T) {
	s := newServer(t)
	s.killed("muted")
	s.pactl("set-source-mute", "headset", "0")
	m := s.restart()
	s.waitFor("the state", func() bool { return m.Restore(t.Context()) == nil })
	if diff := cmp.Diff(State{Held: []string{"built_in"}, Sure: true}, m.State()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"built_in", "quiet"}, s.muted()); diff != "" {
		t.Errorf("muted: %s", diff)
	}
}

// An unmute by the person's own key while we run again shows by events.
func TestKeyAfterRestart(t *testing.T) {
	s := newServer(t)
	s.killed("muted")
	m := s.restart()
	s.waitFor("the state", func() bool { return m.Restore(t.Context()) == nil })
	changes := m.Watch(t.Context())
	s.pactl("set-source-mute", "built_in", "0")
	for late := time.After(30 * time.Second); !cmp.Equal(State{Held: []string{"headset"}, Sure: true}, m.State()); {
		select {
		case <-changes:
		case <-late:
			t.Fatalf("no news: %+v", m.State())
		}
	}
}

// With no sound server to look at, nothing is said to be sure; when it comes,
// it is.
func TestNoServerAtStart(t *testing.T) {
	s := newServer(t)
	s.killed("muted")
	s.stop()
	m := s.restart()
	if err := m.Restore(t.Context()); err == nil {
		t.Error("there is no server, and no error")
	}
	if diff := cmp.Diff(State{Held: []string{"built_in", "headset"}}, m.State()); diff != "" {
		t.Error(diff)
	}
	s.start() // without a memory of its own: everything is on
	s.waitFor("the state", func() bool { return m.State().Sure })
	if diff := cmp.Diff(State{Sure: true}, m.State()); diff != "" {
		t.Errorf("after the server came: %s", diff)
	}
	if got := s.muted(); len(got) != 0 {
		t.Errorf("muted: %v", got)
	}
}
