package device

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jfreymuth/pulse/proto"
)

// madeServer listens where the sound server would and answers each request
// with what answer gives: bytes to send, and whether to hang up after them.
func madeServer(t *testing.T, answer func(op, tag uint32, body []byte) (reply []byte, hangUp bool)) func(string) string {
	t.Helper()
	return listening(t, func(conn net.Conn) {
		for {
			header := make([]byte, headerSize)
			if _, err := io.ReadFull(conn, header); err != nil {
				return
			}
			request := make([]byte, binary.BigEndian.Uint32(header))
			if _, err := io.ReadFull(conn, request); err != nil {
				return
			}
			op, tag, body, _ := command(request)
			reply, hangUp := answer(op, tag, body)
			if _, err := conn.Write(reply); err != nil || hangUp {
				return
			}
		}
	})
}

// listening serves each connection by serve, and gives the environment that
// leads there.
func listening(t *testing.T, serve func(net.Conn)) func(string) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "sound") // short, for the socket's name
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Mkdir(filepath.Join(dir, "pulse"), 0o700); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("unix", filepath.Join(dir, "pulse", "native"))
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
				serve(conn)
			}()
		}
	}()
	return only("XDG_RUNTIME_DIR", dir)
}

// only is an environment of one variable.
func only(name, value string) func(string) string {
	return func(n string) string {
		if n == name {
			return value
		}
		return ""
	}
}

// message is a frame with a command.
func message(op, tag uint32, values ...[]byte) []byte {
	body := bytes.Join(append([][]byte{number(op), number(tag)}, values...), nil)
	return raw(controlChannel, body)
}

func raw(channel uint32, body []byte) []byte {
	f := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	f = binary.BigEndian.AppendUint32(f, channel)
	f = append(f, make([]byte, 12)...)
	return append(f, body...)
}

// number is a tagged 32-bit value.
func number(n uint32) []byte { return binary.BigEndian.AppendUint32([]byte{'L'}, n) }

// text is a tagged string.
func text(s string) []byte { return append(append([]byte{'t'}, s...), 0) }

// signIn answers the first two requests as a real server does.
func signIn(op, tag uint32) ([]byte, bool) {
	switch op {
	case proto.OpAuth:
		return message(proto.OpReply, tag, number(35)), true
	case proto.OpSetClientName:
		return message(proto.OpReply, tag, number(7)), true
	}
	return nil, false
}

// serverInfo is a good answer to GetServerInfo.
func serverInfo(tag uint32) []byte {
	spec := []byte{'a', 3, 2, 0, 0, 0xAC, 0x44}
	return message(proto.OpReply, tag, text("made"), text("1"), text("me"), text("here"),
		spec, text("speaker"), text("mic"), number(1), []byte{'m', 2, 1, 2})
}

func TestSoundFaults(t *testing.T) {
	// after gives a server that is good until it is asked for the sources.
	after := func(answer func(tag uint32) ([]byte, bool)) func(t *testing.T) func(string) string {
		return func(t *testing.T) func(string) string {
			return madeServer(t, func(op, tag uint32, _ []byte) ([]byte, bool) {
				if reply, ok := signIn(op, tag); ok {
					return reply, false
				}
				if op == proto.OpGetServerInfo {
					return serverInfo(tag), false
				}
				return answer(tag)
			})
		}
	}
	// shortList is an answer that stops within its first source.
	shortList := func(tag uint32) []byte {
		return message(proto.OpReply, tag, number(1), text("mic"), text("Microphone"))
	}

	cases := []struct {
		name string
		env  func(t *testing.T) func(string) string
		want fault
	}{
		{"no runtime folder", func(t *testing.T) func(string) string { return only("", "") }, faultNone},
		{"no socket", func(t *testing.T) func(string) string { return only("XDG_RUNTIME_DIR", t.TempDir()) }, faultNone},
		{"refused: a socket that nobody serves", func(t *testing.T) func(string) string {
			dir := t.TempDir()
			l, err := net.ListenUnix("unix", &net.UnixAddr{Name: filepath.Join(dir, "native"), Net: "unix"})
			if err != nil {
				t.Fatal(err)
			}
			l.SetUnlinkOnClose(false)
			l.Close()
			return only("PULSE_RUNTIME_PATH", dir)
		}, faultNone},
		{"hung: accepts and never answers", func(t *testing.T) func(string) string {
			return listening(t, func(c net.Conn) { io.Copy(io.Discard, c) })
		}, faultHung},
		{"hung: does not even read", func(t *testing.T) func(string) string {
			wait := make(chan struct{})
			t.Cleanup(func() { close(wait) })
			return listening(t, func(net.Conn) { <-wait })
		}, faultHung},
		{"hung: after signing in", after(func(uint32) ([]byte, bool) { return nil, false }), faultHung},
		{"hung: half an answer", after(func(tag uint32) ([]byte, bool) { return shortList(tag)[:40], false }), faultHung},
		{"denied", func(t *testing.T) func(string) string {
			return madeServer(t, func(_, tag uint32, _ []byte) ([]byte, bool) {
				return message(proto.OpError, tag, number(uint32(proto.ErrAccessDenied))), true
			})
		}, faultDenied},
		{"hangs up at once", func(t *testing.T) func(string) string {
			return listening(t, func(net.Conn) {})
		}, faultEnded},
		{"hangs up in the middle of an answer", after(func(tag uint32) ([]byte, bool) { return shortList(tag)[:40], true }), faultEnded},
		{"a list that ends within a source", after(func(tag uint32) ([]byte, bool) { return shortList(tag), false }), faultGarbled},
		{"a number where a name belongs", after(func(tag uint32) ([]byte, bool) {
			return message(proto.OpReply, tag, number(1), number(2), number(3)), false
		}), faultGarbled},
		{"a frame of gigabytes", after(func(uint32) ([]byte, bool) {
			return append([]byte{0xFF, 0xFF, 0xFF, 0xF0}, make([]byte, 16)...), false
		}), faultGarbled},
		{"no command", after(func(uint32) ([]byte, bool) { return raw(controlChannel, []byte("GET / HTTP/1.1\r\n")), false }), faultGarbled},
		{"an empty frame", after(func(uint32) ([]byte, bool) { return raw(controlChannel, nil), false }), faultGarbled},
		{"a name without end", after(func(tag uint32) ([]byte, bool) {
			return message(proto.OpReply, tag, number(1), append([]byte{'t'}, bytes.Repeat([]byte{'x'}, 5000)...)), false
		}), faultGarbled},
		{"another error", after(func(tag uint32) ([]byte, bool) {
			return message(proto.OpError, tag, number(uint32(proto.ErrInternalError))), false
		}), "the sound server refuses to tell"},
		{"network: tcp", func(t *testing.T) func(string) string { return only("PULSE_SERVER", "tcp:127.0.0.1:4713") }, faultNetwork},
		{"network: tcp6", func(t *testing.T) func(string) string { return only("PULSE_SERVER", "tcp6:[::1]:4713") }, faultNetwork},
		{"network: bare host", func(t *testing.T) func(string) string { return only("PULSE_SERVER", "music.example.org") }, faultNetwork},
		{"network: two", func(t *testing.T) func(string) string { return only("PULSE_SERVER", "tcp:a tcp4:b") }, faultNetwork},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			env := c.env(t)
			o := Options{Roots: newTree(t).Roots, Sound: patient(env), Limit: enough}
			if c.want == faultHung {
				o.Sound, o.Limit = NewSound(env), 0
			}
			s := ProbeWith(context.Background(), o)
			want := Microphone{State: Unknown, Why: string(c.want)}
			if c.want == faultHung && s.Microphone.Why == whyLate {
				want.Why = whyLate // as true, on a machine that is busy
			}
			if diff := cmp.Diff(want, s.Microphone); diff != "" {
				t.Error(diff)
			}
			busy := c.want == faultHung && s.CamerasWhy == whyLate
			if s.CamerasState != Absent && !busy {
				t.Errorf("cameras are %q: one part's fault is another's", s.CamerasState)
			}
			o.Sound.Close()
			leavesNothing(t)
		})
	}
}

// leavesNothing fails the test unless the goroutines of a probe end.
func leavesNothing(t *testing.T) {
	t.Helper()
	stacks := make([]byte, 1<<20)
	for late := time.Now().Add(enough); ; time.Sleep(time.Millisecond) {
		all := string(stacks[:runtime.Stack(stacks, true)])
		left := ""
		for _, g := range strings.Split(all, "\n\n") {
			if strings.Contains(g, "pulse/proto") || strings.Contains(g, "device.ProbeWith") || strings.Contains(g, "device.dial") {
				left = g
			}
		}
		if left == "" {
			return
		}
		if time.Now().After(late) {
			t.Fatalf("a goroutine of the probe is left:\n%s", left)
		}
	}
}

// A network server is not even looked up: its address leads nowhere at all.
func TestServerSockets(t *testing.T) {
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name string
		vars map[string]string
		want []string
		err  error
	}{
		{"nothing set", nil, nil, faultNone},
		{"session", map[string]string{"XDG_RUNTIME_DIR": "/run/user/1"}, []string{"/run/user/1/pulse/native"}, nil},
		{"session, relative", map[string]string{"XDG_RUNTIME_DIR": "run"}, nil, faultNone},
		{"own folder", map[string]string{"XDG_RUNTIME_DIR": "/run/user/1", "PULSE_RUNTIME_PATH": "/p"}, []string{"/p/native"}, nil},
		{"path", map[string]string{"PULSE_SERVER": "/tmp/s"}, []string{"/tmp/s"}, nil},
		{"unix", map[string]string{"PULSE_SERVER": "unix:/tmp/s"}, []string{"/tmp/s"}, nil},
		{"only the unix ones", map[string]string{"PULSE_SERVER": "tcp:a unix:/tmp/s b /t"}, []string{"/tmp/s", "/t"}, nil},
		{"for this machine", map[string]string{"PULSE_SERVER": "{" + host + "}unix:/tmp/s"}, []string{"/tmp/s"}, nil},
		{"for another machine", map[string]string{"PULSE_SERVER": "{another}unix:/tmp/s"}, nil, faultNone},
		{"broken braces", map[string]string{"PULSE_SERVER": "{unix:/tmp/s"}, nil, faultNone},
		{"unix, relative", map[string]string{"PULSE_SERVER": "unix:s"}, nil, faultNone},
		{"network", map[string]string{"PULSE_SERVER": "tcp:a", "XDG_RUNTIME_DIR": "/run/user/1"}, nil, faultNetwork},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := serverSockets(func(n string) string { return c.vars[n] })
			if err != c.err {
				t.Errorf("error %v, want %v", err, c.err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The cookie is found in every place that libpulse knows, and a wrong one in
// an earlier place does not matter.
func TestCookies(t *testing.T) {
	right := bytes.Repeat([]byte{0xC0}, cookieSize)
	wrong := bytes.Repeat([]byte{0xBA}, cookieSize)
	server := madeServer(t, func(op, tag uint32, body []byte) ([]byte, bool) {
		if op == proto.OpAuth && !bytes.HasSuffix(body, right) {
			return message(proto.OpError, tag, number(uint32(proto.ErrAccessDenied))), true
		}
		if reply, ok := signIn(op, tag); ok {
			return reply, false
		}
		if op == proto.OpGetServerInfo {
			return serverInfo(tag), false
		}
		return message(proto.OpReply, tag), false // no sources, no recordings
	})
	cases := []struct {
		name  string
		files map[string][]byte // below HOME
		vars  map[string]string // "~" is HOME
		ok    bool
	}{
		{"none", nil, nil, false},
		{"a wrong one", map[string][]byte{".config/pulse/cookie": wrong}, nil, false},
		{"too short", map[string][]byte{".config/pulse/cookie": right[:255]}, nil, false},
		{"in .config", map[string][]byte{".config/pulse/cookie": right}, nil, true},
		{"in the old place", map[string][]byte{".pulse-cookie": right}, nil, true},
		{"PULSE_COOKIE", map[string][]byte{"c": right}, map[string]string{"PULSE_COOKIE": "~/c"}, true},
		{"XDG_CONFIG_HOME", map[string][]byte{"x/pulse/cookie": right}, map[string]string{"XDG_CONFIG_HOME": "~/x"}, true},
		{"PULSE_COOKIE is a folder", map[string][]byte{".config/pulse/cookie": right}, map[string]string{"PULSE_COOKIE": "~"}, true},
		{"wrong ones first", map[string][]byte{"c": wrong, "x/pulse/cookie": wrong, ".pulse-cookie": right},
			map[string]string{"PULSE_COOKIE": "~/c", "XDG_CONFIG_HOME": "~/x"}, true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			home := t.TempDir()
			for name, data := range c.files {
				path := filepath.Join(home, name)
				if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			sound := patient(func(name string) string {
				if v, set := c.vars[name]; set {
					return home + v[1:]
				}
				if name == "HOME" {
					return home
				}
				return server(name)
			})
			defer sound.Close()
			m := sound.Microphone(context.Background())
			if c.ok && m.State != Absent || !c.ok && m.Why != string(faultDenied) {
				t.Errorf("got %+v", m)
			}
		})
	}
}

// A server that says yes to a mute and does nothing is found out.
func TestMuteIsReadBack(t *testing.T) {
	sources := bytes.Join([][]byte{
		number(3), text("mic"), text("Microphone"), {'a', 3, 1, 0, 0, 0xAC, 0x44}, {'m', 1, 0}, number(0),
		{'v', 1, 0, 1, 0, 0}, {'0'}, number(proto.Undefined), {'N'}, append([]byte{'U'}, make([]byte, 8)...), text("made"), number(0),
		{'P', 'N'}, append([]byte{'U'}, make([]byte, 8)...), append([]byte{'V'}, 0, 1, 0, 0), number(0), number(1), number(proto.Undefined),
		number(0), {'N'}, {'B', 0},
	}, nil)
	env := madeServer(t, func(op, tag uint32, _ []byte) ([]byte, bool) {
		if reply, ok := signIn(op, tag); ok {
			return reply, false
		}
		switch op {
		case proto.OpGetServerInfo:
			return serverInfo(tag), false
		case proto.OpGetSourceInfoList:
			return message(proto.OpReply, tag, sources), false
		}
		return message(proto.OpReply, tag), false
	})
	sound := patient(env)
	defer sound.Close()
	if diff := cmp.Diff(Microphone{Name: "Microphone", State: Idle}, sound.Microphone(context.Background())); diff != "" {
		t.Fatal(diff)
	}
	err := sound.MuteAll(context.Background())
	if err == nil || err.Error() != "muting the microphones: Microphone: it is still on" {
		t.Errorf("error %v", err)
	}
	if held := sound.Held(); len(held) != 0 {
		t.Errorf("held: %q", held)
	}
	sound.mu.Lock()
	defer sound.mu.Unlock()
	if sound.hold.following || sound.stop != nil {
		t.Error("a mute that holds nowhere goes on")
	}
}
