package device

import (
	"bufio"
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// soundServer is a real sound server in folders of its own, with a null sink
// "speaker" and the microphone "built_in" as the default source.
type soundServer struct {
	t       testing.TB
	kind    string // "pulseaudio" or "pipewire"
	vars    map[string]string
	running []*exec.Cmd
	log     *os.File // what the servers say, shown when one does not come up
}

// eachSoundServer runs the test against PulseAudio and against PipeWire.
func eachSoundServer(t *testing.T, test func(t *testing.T, s *soundServer)) {
	t.Helper()
	for _, kind := range []string{"pulseaudio", "pipewire"} {
		t.Run(kind, func(t *testing.T) { test(t, startSound(t, kind)) })
	}
}

func startSound(t testing.TB, kind string) *soundServer {
	t.Helper()
	// Not t.TempDir: a socket's path has at most 108 bytes.
	dir, err := os.MkdirTemp("", "sound")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	s := &soundServer{t: t, kind: kind, vars: map[string]string{
		"HOME":            filepath.Join(dir, "home"),
		"XDG_CONFIG_HOME": filepath.Join(dir, "config"), // not below HOME: the library's own place for the cookie
		"XDG_STATE_HOME":  filepath.Join(dir, "state"),
		"XDG_RUNTIME_DIR": filepath.Join(dir, "run"),
		"PATH":            os.Getenv("PATH"),
		"LC_ALL":          "C.UTF-8",
	}}
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"} {
		if err := os.Mkdir(s.vars[name], 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if s.log, err = os.Create(filepath.Join(dir, "log")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.log.Close() })
	t.Cleanup(s.stop)
	if kind == "pipewire" {
		s.bus() // its session manager wants one
	}
	s.start()
	return s
}

func (s *soundServer) env(name string) string { return s.vars[name] }

func (s *soundServer) socket() string {
	return filepath.Join(s.vars["XDG_RUNTIME_DIR"], "pulse", "native")
}

// run starts a program of this server's session; it is ended with it.
func (s *soundServer) run(name string, args ...string) *exec.Cmd {
	s.t.Helper()
	cmd := s.command(context.Background(), name, args...)
	cmd.Stdout, cmd.Stderr = s.log, s.log
	if err := cmd.Start(); err != nil {
		s.t.Fatalf("starting %s: %v (make test installs it)", name, err)
	}
	s.running = append(s.running, cmd)
	return cmd
}

func (s *soundServer) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = []string{}
	for k, v := range s.vars {
		cmd.Env = append(cmd.Env, k+"="+v)
	}
	return cmd
}

// bus starts a private session bus.
func (s *soundServer) bus() {
	s.t.Helper()
	cmd := s.command(context.Background(), "dbus-daemon", "--session", "--nofork", "--print-address=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { end(cmd) })
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		s.t.Fatal(err)
	}
	s.vars["DBUS_SESSION_BUS_ADDRESS"] = strings.TrimSpace(address)
}

// start starts the server and its sources, also after stop.
func (s *soundServer) start() {
	s.t.Helper()
	switch s.kind {
	case "pulseaudio":
		script := filepath.Join(s.vars["HOME"], "script.pa")
		const text = `load-module module-null-sink sink_name=speaker sink_properties=device.description=Speaker
load-module module-null-source source_name=built_in description=Built-in
set-default-source built_in
load-module module-native-protocol-unix
`
		if err := os.WriteFile(script, []byte(text), 0o600); err != nil {
			s.t.Fatal(err)
		}
		s.run("pulseaudio", "-n", "-F", script, "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disable-shm=yes")
		s.wait("pactl", "info")
	case "pipewire":
		s.run("pipewire")
		s.wait("pw-cli", "info", "0")
		s.run("wireplumber")
		s.run("pipewire-pulse")
		s.wait("pactl", "info")
		s.pactl("load-module", "module-null-sink", "sink_name=speaker", "sink_properties=device.description=Speaker")
		s.source("built_in", "Built-in")
		// The session manager takes up the sources a moment later.
		s.wait("pactl", "set-default-source", "built_in")
		s.waitFor("the default source", func() bool {
			return strings.Contains(s.pactl("info"), "Default Source: built_in")
		})
	}
}

// source adds a microphone.
func (s *soundServer) source(name, description string) {
	s.t.Helper()
	if s.kind == "pulseaudio" {
		s.pactl("load-module", "module-null-source", "source_name="+name, "description="+description)
		return
	}
	s.pactl("load-module", "module-null-sink", "media.class=Audio/Source/Virtual", "sink_name="+name,
		"sink_properties=device.description="+description)
}

// stop ends every program of the session, the bus excepted.
func (s *soundServer) stop() {
	for i := len(s.running) - 1; i >= 0; i-- {
		end(s.running[i])
	}
	s.running = nil
}

// end ends one program that we started.
func end(cmd *exec.Cmd) {
	cmd.Process.Signal(syscall.SIGTERM)
	kill := time.AfterFunc(2*time.Second, func() { cmd.Process.Kill() })
	defer kill.Stop()
	cmd.Wait()
}

// pactl runs pactl and gives what it says.
func (s *soundServer) pactl(args ...string) string {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), enough)
	defer cancel()
	cmd := s.command(ctx, "pactl", args...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		s.t.Fatalf("pactl %v: %v %s", args, err, complaint.String())
	}
	return string(out)
}

// wait runs a command until it succeeds.
func (s *soundServer) wait(name string, args ...string) {
	s.t.Helper()
	s.waitFor(name+" "+args[0], func() bool {
		ctx, cancel := context.WithTimeout(context.Background(), enough)
		defer cancel()
		return s.command(ctx, name, args...).Run() == nil
	})
}

// waitFor asks again and again until ok.
func (s *soundServer) waitFor(what string, ok func() bool) {
	s.t.Helper()
	for late := time.Now().Add(enough); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(late) {
			log, _ := os.ReadFile(s.log.Name())
			s.t.Fatalf("%s: %s did not come up; the servers said:\n%s", s.kind, what, log)
		}
	}
}

// record starts a program that records from source, and waits until the
// server knows.
func (s *soundServer) record(as, source string) *exec.Cmd {
	s.t.Helper()
	cmd := s.run("parec", "--client-name="+as, "--device="+source, "/dev/null")
	s.waitFor(as, func() bool {
		for _, block := range strings.Split(s.pactl("list", "source-outputs"), "Source Output #") {
			if strings.Contains(block, `application.name = "`+as+`"`) && strings.Contains(block, "Corked: no") {
				return true
			}
		}
		return false
	})
	return cmd
}

// setMute mutes a source as a person would, and waits until the server says
// so: pipewire-pulse answers before it is done.
func (s *soundServer) setMute(source string, mute bool) {
	s.t.Helper()
	value := "0"
	if mute {
		value = "1"
	}
	s.pactl("set-source-mute", source, value)
	s.waitFor("the change of mute", func() bool { return s.muted(source) == mute })
}

// muted says what pactl says of a source.
func (s *soundServer) muted(source string) bool {
	s.t.Helper()
	return strings.Contains(s.pactl("get-source-mute", source), "yes")
}
