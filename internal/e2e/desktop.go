//go:build linux

package e2e

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"github.com/godbus/dbus/v5"
)

// startDisplay starts Xvfb on a number of its own choice.
func (s *Session) startDisplay(screen string) {
	s.t.Helper()
	number := s.startTelling("Xvfb", func(fd string) *exec.Cmd {
		return s.Command("Xvfb", "-displayfd", fd, "-screen", "0", screen+"x24", "-dpi", "96",
			"-nolisten", "tcp", "-noreset")
	})
	s.Display = ":" + number
}

// startBus starts a session bus that knows the accessibility bus and what the
// test installs, and no other service of the machine: a portal or a settings
// daemon that comes by itself would make two runs differ.
func (s *Session) startBus() {
	s.t.Helper()
	conf := fmt.Sprintf(`<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=%s/bus</listen>
  <auth>EXTERNAL</auth>
  <servicedir>%s/dbus-1/services</servicedir>
  <servicedir>%s/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
    <allow user="*"/>
  </policy>
</busconfig>
`, s.Runtime, s.Data, s.Dir)
	s.WriteFile(s.Dir+"/bus.conf", conf, 0o600)
	launcher := "/usr/libexec/at-spi-bus-launcher"
	if _, err := os.Stat(launcher); err != nil {
		s.t.Fatalf("finding the accessibility bus: %v", err)
	}
	s.AddService("org.a11y.Bus", launcher)
	s.BusAddress = s.startTelling("dbus-daemon", func(fd string) *exec.Cmd {
		return s.Command("dbus-daemon", "--config-file="+s.Dir+"/bus.conf", "--nofork", "--nopidfile",
			"--print-address="+fd)
	})
}

// AddService lets the session bus start program for name.
func (s *Session) AddService(name, program string) {
	s.t.Helper()
	s.WriteFile(s.Dir+"/services/"+name+".service",
		"[D-BUS Service]\nName="+name+"\nExec="+program+"\n", 0o600)
}

// startWindowManager starts openbox and waits until it manages windows: only
// with a window manager does a window get the keyboard focus.
func (s *Session) startWindowManager(rule string) {
	s.t.Helper()
	args := []string{"--sm-disable"}
	if rule != "" {
		rc, err := os.ReadFile("/etc/xdg/openbox/rc.xml")
		if err != nil {
			s.t.Fatalf("reading openbox's settings: %v", err)
		}
		own := s.Dir + "/openbox.xml"
		s.WriteFile(own, strings.Replace(string(rc), "</applications>", rule+"</applications>", 1), 0o600)
		args = append(args, "--config-file", own)
	}
	// openbox runs its start-up command once it manages the screen. It hands no
	// descriptors on, so the command gets a pipe with a name.
	fifo := s.Dir + "/openbox-ready"
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		s.t.Fatalf("making a pipe: %v", err)
	}
	r, err := os.OpenFile(fifo, os.O_RDWR, 0)
	if err != nil {
		s.t.Fatalf("making a pipe: %v", err)
	}
	defer r.Close()
	running := s.Run(s.Command("openbox", append(args, "--startup", "/bin/sh -c 'echo ready >"+fifo+"'")...))
	s.first = append(s.first, running)
	s.waitReady("openbox", running, r)
}

// startTelling starts a program that writes a line to a descriptor when it is
// ready, and gives that line.
func (s *Session) startTelling(name string, command func(fd string) *exec.Cmd) string {
	s.t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		s.t.Fatalf("making a pipe: %v", err)
	}
	defer r.Close()
	cmd := command("3")
	cmd.ExtraFiles = []*os.File{w}
	running := s.Run(cmd)
	w.Close()
	s.first = append(s.first, running)
	return s.waitReady(name, running, r)
}

// waitReady gives the line by which a program says that it is ready.
func (s *Session) waitReady(name string, running *Running, from io.Reader) string {
	s.t.Helper()
	line := make(chan string, 1)
	go func() {
		text, _ := bufio.NewReader(from).ReadString('\n')
		line <- strings.TrimSpace(text)
	}()
	select {
	case text := <-line:
		if text != "" {
			return text
		}
		running.Wait(time.Second)
		s.t.Fatalf("%s ended: %s", name, running.Output())
	case <-running.done:
		s.t.Fatalf("%s ended: %s", name, running.Output())
	case <-time.After(20 * time.Second):
		s.t.Fatalf("%s is not ready after 20 s: %s", name, running.Output())
	}
	return ""
}

// Bus is a connection to the session bus that lasts as long as the session.
func (s *Session) Bus() *dbus.Conn {
	s.t.Helper()
	if s.bus == nil {
		s.bus = s.Dial()
	}
	return s.bus
}

// Dial makes a further connection to the session bus; the caller closes it.
func (s *Session) Dial() *dbus.Conn {
	s.t.Helper()
	conn, err := dbus.Connect(s.BusAddress)
	if err != nil {
		s.t.Fatalf("connecting to the session bus: %v", err)
	}
	return conn
}

// WaitName waits until somebody owns the bus name and gives the owner's
// process id.
func (s *Session) WaitName(name string, within time.Duration) int {
	s.t.Helper()
	pid, ok := s.watchName(name, within, func(owner string) bool { return owner != "" })
	if !ok {
		s.t.Fatalf("nobody owns %s after %v", name, within)
	}
	return pid
}

// WaitNoName waits until nobody owns the bus name.
func (s *Session) WaitNoName(name string, within time.Duration) {
	s.t.Helper()
	if _, ok := s.watchName(name, within, func(owner string) bool { return owner == "" }); !ok {
		s.t.Fatalf("%s is still owned after %v", name, within)
	}
}

// NameOwned says whether somebody owns the bus name now. It starts nobody.
func (s *Session) NameOwned(name string) bool {
	s.t.Helper()
	var owned bool
	if err := s.Bus().BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, name).Store(&owned); err != nil {
		s.t.Fatalf("asking the bus for %s: %v", name, err)
	}
	return owned
}

func (s *Session) watchName(name string, within time.Duration, good func(owner string) bool) (pid int, ok bool) {
	s.t.Helper()
	conn := s.Dial()
	defer conn.Close()
	signals := make(chan *dbus.Signal, 64)
	conn.Signal(signals)
	err := conn.AddMatchSignal(dbus.WithMatchInterface("org.freedesktop.DBus"),
		dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, name))
	if err != nil {
		s.t.Fatalf("watching %s: %v", name, err)
	}
	deadline := time.After(within)
	for {
		var owner string
		_ = conn.BusObject().Call("org.freedesktop.DBus.GetNameOwner", 0, name).Store(&owner)
		if good(owner) {
			var id uint32
			if owner != "" {
				_ = conn.BusObject().Call("org.freedesktop.DBus.GetConnectionUnixProcessID", 0, owner).Store(&id)
			}
			return int(id), true
		}
		select {
		case <-signals:
		case <-deadline:
			return 0, false
		}
	}
}
