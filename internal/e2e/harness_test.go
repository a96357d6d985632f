//go:build linux && e2e

package e2e

import (
	"net"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/prop"
)

// The harness is proved on a window of its own before it judges the product.

const practice = "Join this practice meeting?"

func startPractice(t *testing.T) (*Session, *Running) {
	t.Helper()
	s := Start(t)
	s.Eyes()
	r := s.Run(s.Command("/usr/bin/python3", mustAbs(t, "testdata/window.py")))
	s.Eyes().Wait(Query{Role: "frame", Name: practice}, 20*time.Second)
	return s, r
}

func mustAbs(t *testing.T, path string) string {
	t.Helper()
	wd, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	return wd + "/" + path
}

func TestHarnessSeesAndPresses(t *testing.T) {
	s, r := startPractice(t)
	eyes := s.Eyes()

	join := eyes.Wait(Query{Role: "push button", Prefix: "Join"}, time.Second)
	if join.Is("sensitive") && join.Name == "Join in 1 s" {
		t.Errorf("the dead button counts as live: %+v", join)
	}
	if words := eyes.Words(Query{Role: "frame", Name: practice}); !slices.Contains(words, "Opened by nobody") {
		t.Errorf("the label is not read: %q", words)
	}
	camera := Query{Role: "toggle button", Name: "Camera on when joining"}
	if eyes.Wait(camera, time.Second).Is("checked") {
		t.Error("the switch starts on")
	}
	if !eyes.Press(camera) {
		t.Error("the switch cannot be toggled")
	}
	camera.States = []string{"checked"}
	eyes.Wait(camera, 5*time.Second)
	eyes.Wait(Query{Role: "push button", Name: "Join", States: []string{"sensitive"}}, 5*time.Second)
	if !eyes.Press(Query{Role: "push button", Name: "Join"}) {
		t.Error("the live button cannot be pressed")
	}
	if status := s.MustWait(r, 10*time.Second); status != 0 || r.Output() != "camera True\npressed Join\n" {
		t.Errorf("the window ended with %d and said %q", status, r.Output())
	}
	eyes.WaitGone(Query{Role: "frame", Name: practice}, 10*time.Second)
	if events := eyes.Events(); len(events) == 0 {
		t.Error("the client was told of no event")
	}
}

func TestHarnessHands(t *testing.T) {
	cases := []struct {
		name string
		do   func(s *Session)
		want string
	}{
		{"key", func(s *Session) { s.Hands().Key("Escape") }, "escape\n"},
		{"focused button", func(s *Session) { s.Hands().Key("Return") }, "pressed Don’t join\n"},
		{"click", func(s *Session) {
			s.Hands().Click(s.Eyes().Wait(Query{Role: "push button", Name: "Don't join"}, time.Second))
		}, "pressed Don’t join\n"},
		{"close", func(s *Session) { s.Hands().CloseWindow(practice) }, "closed\n"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s, r := startPractice(t)
			s.Eyes().Wait(Query{Role: "push button", Name: "Don't join", States: []string{"focused"}}, 5*time.Second)
			c.do(s)
			s.MustWait(r, 10*time.Second)
			if r.Output() != c.want {
				t.Errorf("the window said %q, want %q", r.Output(), c.want)
			}
		})
	}
}

func TestHarnessLeavesNothing(t *testing.T) {
	var dir string
	t.Run("session", func(t *testing.T) {
		s := Start(t)
		dir = s.Dir
		// An orphan in a session of its own, as a launcher leaves one.
		s.Output("setsid", "--fork", "sleep", "1000")
		found := slices.ContainsFunc(Descendants(os.Getpid()), func(p Process) bool {
			return strings.Join(Arguments(p.PID), " ") == "sleep 1000"
		})
		if !found {
			t.Error("the orphan is not seen")
		}
	})
	if dir == "" {
		t.Fatal("the session did not start")
	}
	if left := marked(dir); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("the directory is left: %v", err)
	}
}

func TestHarnessChromium(t *testing.T) {
	const link = "zoommtg://zoom.us/join?confno=81234567890&pwd=a%20b"
	s := Start(t)
	zoom := s.Install(standin, "Zoom", "zoommtg")
	s.SetDefault(zoom.Entry, "zoommtg")
	b := s.Browse(s.Page("Weekly call", link), "Weekly call")
	b.ClickLink("Weekly call")
	offer := b.Offer()
	if offer != "Open Zoom?" {
		t.Errorf("Chromium asks %q", offer)
	}
	if starts := zoom.Starts(); len(starts) > 0 {
		t.Errorf("started before the offer was accepted: %+v", starts)
	}
	b.Accept(offer)
	start := zoom.WaitStart(20 * time.Second)
	if want := []string{zoom.Program, link}; !slices.Equal(start.Argv, want) {
		t.Errorf("started with %q, want %q", start.Argv, want)
	}
	// Its session is not looked at: a session whose leader is outside our PID
	// namespace reads as 0.
	if !slices.Contains(start.EnvKeys, "DISPLAY") || start.PID == 0 || start.Cwd == "" {
		t.Errorf("the record is not whole: %+v", start)
	}
}

func TestHarnessSockets(t *testing.T) {
	listen := func(network, address string) {
		t.Helper()
		l, err := net.Listen(network, address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { l.Close() })
	}
	path := t.TempDir() + "/s"
	listen("tcp", "127.0.0.1:0")
	listen("unix", path)
	packets, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer packets.Close()
	dialed, err := net.Dial("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer dialed.Close()

	sockets, err := Sockets(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	has := func(table string, listening bool, name string) bool {
		return slices.ContainsFunc(sockets, func(s Socket) bool {
			return s.Table == table && s.Listening == listening && (name == "" || s.Name == name)
		})
	}
	if !has("tcp", true, "") || !has("udp", true, "") || !has("unix", true, path) || !has("unix", false, "") {
		t.Errorf("not all are seen: %v", sockets)
	}
}

// The tray's other side, as a program with an icon would be: what a desktop's
// own test of the same shape does.
func TestHarnessTray(t *testing.T) {
	s := Start(t)
	host := s.StartTrayHost()
	conn := s.Dial()
	defer conn.Close()
	clicked := make(chan int32, 1)
	menu := layout{Children: []dbus.Variant{dbus.MakeVariant(layout{
		ID: 7, Props: map[string]dbus.Variant{"label": dbus.MakeVariant("_Quit"), "enabled": dbus.MakeVariant(true)},
		Children: []dbus.Variant{},
	})}}
	err := conn.ExportMethodTable(map[string]any{
		"GetLayout": func(int32, int32, []string) (uint32, layout, *dbus.Error) { return 1, menu, nil },
		"Event": func(id int32, what string, _ dbus.Variant, _ uint32) *dbus.Error {
			clicked <- id
			return nil
		},
	}, "/menu", menuIface)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := prop.Export(conn, "/icon", prop.Map{itemIface: {"Menu": {Value: dbus.ObjectPath("/menu")}}}); err != nil {
		t.Fatal(err)
	}
	if err := conn.Object(watcherName, watcherPath).Call(watcherName+".RegisterStatusNotifierItem", 0, "/icon").Err; err != nil {
		t.Fatal(err)
	}
	host.WaitItem(5 * time.Second).Click("Quit")
	select {
	case id := <-clicked:
		if id != 7 {
			t.Errorf("clicked %d", id)
		}
	case <-time.After(5 * time.Second):
		t.Error("the click did not arrive")
	}
}
