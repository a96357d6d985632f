//go:build linux && e2e

package e2e

import (
	"encoding/json"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// The product on a Wayland compositor, as an ordinary user.

// onlyAsked keeps our window from the focus as it is mapped: only a token that
// the compositor gave out brings it.
const onlyAsked = "focus_on_window_activation focus\nno_focus [app_id=\"dev.vestibule.Launcher\"]\n"

// startWayland gives a desktop on which the person works in their mail.
func startWayland(t *testing.T, sway string) (s *Session, p *Product, zoom *Standin, mail *Program) {
	t.Helper()
	s = Start(t, WithWayland(sway))
	p, zoom = install(t, s)
	p.Configure(Quick)
	return s, p, zoom, s.StartProgram("Mail", zoomLink)
}

// TestWaylandQuestion goes the whole way: a key in the mail, the question on
// the screen, its picture, keys before and after it is armed, the meeting.
func TestWaylandQuestion(t *testing.T) {
	s, p, zoom, mail := startWayland(t, "")
	before := filepath.Join(t.TempDir(), "before.png")
	s.Picture(before)
	s.Hands().Key("Return")
	mail.WaitSaid("opened", 20*time.Second)
	w := p.Window(AskZoom)
	watched := watchSockets(t, p)
	w.WaitFocused(ButtonNo)
	opener, front := p.Processes()
	if uid := owner(t, front); uid == 0 && os.Getuid() == 0 {
		t.Error("the window's program runs as root, not as an ordinary user")
	}
	w.WaitArmed(ButtonJoin)
	if got := ourWindow(t, s); !got.Focused || got.Width < 300 || got.Height < 200 {
		t.Errorf("the compositor has it as %+v", got)
	}
	picture := filepath.Join(Evidence, "wayland.png")
	s.Picture(picture)
	if n := changed(t, before, picture, ourWindow(t, s)); n < 1000 {
		t.Errorf("%d pixels changed where the window is", n)
	}
	w.WaitFocused(ButtonNo)
	s.Hands().Key("Tab")
	w.WaitFocused(ButtonJoin)
	s.Hands().Key("Return")
	checkStart(t, zoom.WaitStart(20*time.Second), zoom.Program, zoomClean)
	w.WaitGone()
	watched.check(opener, front)
	if n := len(zoom.Starts()); n != 1 {
		t.Errorf("Zoom was started %d times", n)
	}
}

// TestWaylandClicks: the pointer of the compositor, before and after.
func TestWaylandClicks(t *testing.T) {
	s := Start(t, WithWayland(""))
	p, zoom := install(t, s)
	p.Configure("[consent]\narm_delay = \"5s\"\n") // long enough to be early in
	s.StartProgram("Mail", zoomLink)
	s.Hands().Key("Return")
	w := p.Window(AskZoom)
	w.WaitFocused(ButtonNo)
	join := s.Eyes().Wait(w.button(ButtonJoin), 5*time.Second)
	at := ourWindow(t, s)
	// On Wayland a program knows places in its own window only.
	x, y := at.X+join.Rect[0]+join.Rect[2]/2, at.Y+join.Rect[1]+join.Rect[3]/2
	for range 5 {
		s.Hands().ClickAt(x, y)
	}
	if join := s.Eyes().Wait(w.button(ButtonJoin), 5*time.Second); join.Is("sensitive") {
		t.Fatal("the delay was over before the clicks: they show nothing")
	}
	w.WaitArmed(ButtonJoin)
	if n := len(zoom.Starts()); n > 0 {
		t.Fatalf("early clicks started Zoom %d times", n)
	}
	s.Hands().ClickAt(x, y)
	checkStart(t, zoom.WaitStart(20*time.Second), zoom.Program, zoomClean)
}

// TestWaylandToken: the compositor gives no focus to a window that comes by
// itself. The token of the person's own click brings it, one that nobody gave
// out does not, and what is typed meanwhile stays where it was typed.
func TestWaylandToken(t *testing.T) {
	s, p, zoom, mail := startWayland(t, onlyAsked)
	s.Hands().Key("n") // opens it without a token
	mail.WaitSaid("opened", 20*time.Second)
	w := p.Window(AskZoom)
	s.Eyes().Wait(Query{PID: w.PID, Role: "label", Prefix: "zoom.us"}, 10*time.Second)
	s.Hands().Key("x", "space", "Escape", "Tab")
	for _, key := range []string{"x", "space", "Escape", "Tab"} {
		mail.WaitSaid("key "+key, 10*time.Second)
	}
	if got := ourWindow(t, s); got.Focused {
		t.Fatal("it took the focus without a token")
	}
	// A token that nobody gave out.
	const made = "0123456789abcdef0123456789abcdef"
	if err := s.Bus().Object(BusName, BusPath).Call("org.freedesktop.Application.Open", 0, []string{zoomLink},
		map[string]dbus.Variant{"activation-token": dbus.MakeVariant(made)}).Err; err != nil {
		t.Fatal(err)
	}
	s.Hands().Key("z")
	mail.WaitSaid("key z", 10*time.Second)
	if got := ourWindow(t, s); got.Focused {
		t.Fatal("it took the focus with a made-up token")
	}
	s.Hands().Key("Return") // opens it with one
	if token := mail.WaitSaid("opened", 20*time.Second); len(token) < 8 {
		t.Fatalf("the compositor gave the token %q", token)
	}
	mail.WaitSaid("focus out", 20*time.Second)
	w.WaitFocused(ButtonNo)
	w.WaitArmed(ButtonJoin)
	if got := ourWindow(t, s); !got.Focused {
		t.Errorf("the compositor has it as %+v", got)
	}
	s.Hands().Key("Escape")
	w.WaitGone()
	if n := len(zoom.Starts()); n > 0 {
		t.Errorf("Zoom was started %d times", n)
	}
}

// swayWindow is a window as sway sees it.
type swayWindow struct {
	Focused             bool
	X, Y, Width, Height int
}

func ourWindow(t *testing.T, s *Session) swayWindow {
	t.Helper()
	type node struct {
		AppID   string `json:"app_id"`
		Focused bool
		Rect    struct{ X, Y, Width, Height int }
		Window  struct{ X, Y, Width, Height int } `json:"window_rect"` // without the frame
		Nodes   []json.RawMessage
		Floats  []json.RawMessage `json:"floating_nodes"`
	}
	var found *swayWindow
	var walk func(text []byte)
	walk = func(text []byte) {
		var n node
		if err := json.Unmarshal(text, &n); err != nil {
			t.Fatalf("reading what sway says: %v", err)
		}
		if n.AppID == BusName {
			found = &swayWindow{n.Focused, n.Rect.X + n.Window.X, n.Rect.Y + n.Window.Y, n.Window.Width, n.Window.Height}
		}
		for _, child := range slices.Concat(n.Nodes, n.Floats) {
			walk(child)
		}
	}
	walk([]byte(s.Output("swaymsg", "-s", s.swaySocket, "-r", "-t", "get_tree")))
	if found == nil {
		t.Fatal("sway has no window of ours")
	}
	return *found
}

// changed counts the pixels of a part of the screen that differ.
func changed(t *testing.T, before, after string, at swayWindow) (n int) {
	t.Helper()
	open := func(path string) func(x, y int) [4]uint32 {
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		picture, err := png.Decode(file)
		if err != nil {
			t.Fatal(err)
		}
		return func(x, y int) (c [4]uint32) {
			c[0], c[1], c[2], c[3] = picture.At(x, y).RGBA()
			return c
		}
	}
	a, b := open(before), open(after)
	for y := at.Y; y < at.Y+at.Height; y++ {
		for x := at.X; x < at.X+at.Width; x++ {
			if a(x, y) != b(x, y) {
				n++
			}
		}
	}
	return n
}

// owner gives the user a process runs as.
func owner(t *testing.T, pid int) int {
	t.Helper()
	var st syscall.Stat_t
	if err := syscall.Stat(fmt.Sprintf("/proc/%d", pid), &st); err != nil {
		t.Fatal(err)
	}
	return int(st.Uid)
}
