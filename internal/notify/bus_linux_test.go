package notify

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// The tests of this file run their subject in a child process: godbus keeps
// one shared connection for the life of a process, and beeep uses it.
const childVariable = "VESTIBULE_NOTIFY_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(childVariable) == "" {
		os.Exit(m.Run())
	}
	// The child sends one notification for each line it reads and says how
	// each ended. At the line "patience ends", it does.
	over := make(chan time.Time)
	n := prepare(on, deliver, func(time.Duration) <-chan time.Time { return over })
	n.settled = func(o outcome) { os.Stdout.WriteString(string(o) + "\n") }
	go n.work()
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		if lines.Text() == "patience ends" {
			over <- time.Time{}
			continue
		}
		n.Send("Vestibule", lines.Text())
		os.Stdout.WriteString("sent\n")
	}
}

// child is a process that sends notifications.
type child struct {
	t   *testing.T
	in  *os.File
	out *bufio.Scanner
}

func startChild(t *testing.T, environment ...string) *child {
	t.Helper()
	in, stdin, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append([]string{childVariable + "=1", "HOME=" + t.TempDir()}, environment...)
	cmd.Stdin, cmd.Stderr = in, os.Stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	in.Close()
	t.Cleanup(func() {
		stdin.Close()
		cmd.Process.Kill()
		cmd.Wait()
	})
	return &child{t, stdin, bufio.NewScanner(stdout)}
}

func (c *child) send(text string) {
	c.t.Helper()
	if _, err := c.in.WriteString(text + "\n"); err != nil {
		c.t.Fatal(err)
	}
}

func (c *child) expect(want ...string) {
	c.t.Helper()
	open := map[string]int{}
	for _, w := range want {
		open[w]++
	}
	for range want {
		if !c.out.Scan() {
			c.t.Fatalf("child ended, still expected %v", open)
		}
		open[c.out.Text()]--
		if open[c.out.Text()] < 0 {
			c.t.Fatalf("child said %q, expected %q", c.out.Text(), want)
		}
	}
}

// privateBus starts a dbus-daemon of the test's own and gives its address. It
// can start no service but those the configuration's folder names: none.
func privateBus(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
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
	cmd := exec.Command("dbus-daemon", "--config-file="+conf, "--print-address", "--nofork")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatalf("starting dbus-daemon (package dbus): %v", err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line)
}

// daemon plays org.freedesktop.Notifications.
type daemon struct {
	got    chan Sent
	app    chan string
	answer chan struct{}
}

func (d *daemon) Notify(app string, _ uint32, _, summary, body string, _ []string, _ map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	d.got <- Sent{summary, body}
	d.app <- app
	<-d.answer
	return 1, nil
}

func startDaemon(t *testing.T, address string) *daemon {
	t.Helper()
	conn, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	d := &daemon{got: make(chan Sent, 16), app: make(chan string, 16), answer: make(chan struct{})}
	if err := conn.Export(d, "/org/freedesktop/Notifications", service); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.RequestName(service, 0); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestNotificationArrivesOnTheBus(t *testing.T) {
	bus := privateBus(t)
	d := startDaemon(t, bus)
	close(d.answer)
	c := startChild(t, "DBUS_SESSION_BUS_ADDRESS="+bus)
	c.send("Joined <i>Jitsi</i>")
	c.expect("sent", "delivered")
	if got := <-d.got; got != (Sent{"Vestibule", "Joined ‹i›Jitsi‹/i›"}) {
		t.Errorf("arrived as %+v", got)
	}
	if app := <-d.app; app != "Vestibule" {
		t.Errorf("application name %q", app)
	}
}

// TestHungDaemonOnTheBus plays a notification daemon that takes a
// notification and never answers, with the real beeep between.
func TestHungDaemonOnTheBus(t *testing.T) {
	bus := privateBus(t)
	d := startDaemon(t, bus)
	c := startChild(t, "DBUS_SESSION_BUS_ADDRESS="+bus)
	c.send("one")
	c.expect("sent")
	first := <-d.got
	c.send("patience ends")
	c.expect("stuck")
	for range 50 {
		c.send("meanwhile")
		c.expect("sent")
	}
	close(d.answer)
	c.expect("recovered")
	c.send("two")
	c.expect("sent", "delivered")
	if second := <-d.got; first.Body != "one" || second.Body != "two" {
		t.Errorf("arrived: %q, then %q", first.Body, second.Body)
	}
}

// TestNoServiceStartsNoProgram sees that without a notification service, and
// without a bus, none of the programs that beeep and godbus fall back to is
// run.
func TestNoServiceStartsNoProgram(t *testing.T) {
	for _, c := range []struct {
		name        string
		environment func(t *testing.T) []string
	}{
		{"bus without service", func(t *testing.T) []string { return []string{"DBUS_SESSION_BUS_ADDRESS=" + privateBus(t)} }},
		{"bus that is gone", func(t *testing.T) []string {
			return []string{"DBUS_SESSION_BUS_ADDRESS=unix:path=" + filepath.Join(t.TempDir(), "gone")}
		}},
		{"no bus", func(*testing.T) []string { return nil }},
		{"autolaunch", func(*testing.T) []string { return []string{"DBUS_SESSION_BUS_ADDRESS=autolaunch:"} }},
	} {
		t.Run(c.name, func(t *testing.T) {
			traps := t.TempDir()
			trace := filepath.Join(t.TempDir(), "started")
			for _, name := range []string{"notify-send", "kdialog", "dbus-launch", "dbus-daemon"} {
				script := "#!/bin/sh\necho " + name + " >>" + trace + "\nexit 1\n"
				if err := os.WriteFile(filepath.Join(traps, name), []byte(script), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			child := startChild(t, append(c.environment(t), "PATH="+traps)...)
			child.send("nobody is there")
			child.expect("sent", "failed")
			if started, err := os.ReadFile(trace); err == nil {
				t.Errorf("started %s", started)
			}
		})
	}
}
