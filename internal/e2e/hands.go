//go:build linux

package e2e

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Hands are a keyboard and a mouse: real input of the display, which a program
// cannot tell from a person's.
type Hands struct{ s *Session }

// Hands of the session.
func (s *Session) Hands() Hands { return Hands{s} }

// Key presses keys one after the other: "Tab", "Return", "Escape", "alt+F4".
func (h Hands) Key(keys ...string) {
	h.s.t.Helper()
	if h.s.WaylandDisplay == "" {
		h.s.Output("xdotool", append([]string{"key"}, keys...)...)
		return
	}
	for _, key := range keys {
		h.s.key(key, true)
		h.s.key(key, false)
	}
}

// Click moves the pointer to the middle of the thing and clicks.
func (h Hands) Click(n Node) {
	h.s.t.Helper()
	if n.Rect == nil || n.Rect[2] <= 0 || n.Rect[3] <= 0 {
		h.s.t.Fatalf("clicking %s %q: it has no place on the screen", n.Role, n.Name)
	}
	h.ClickAt(n.Rect[0]+n.Rect[2]/2, n.Rect[1]+n.Rect[3]/2)
}

// ClickAt moves the pointer and clicks there. One connection does both, so the
// server has them in order; waiting for the move, as xdotool's --sync does,
// takes 15 seconds where the pointer is there already.
func (h Hands) ClickAt(x, y int) {
	h.s.t.Helper()
	if h.s.WaylandDisplay != "" {
		if err := h.s.keyboard.click(x, y, h.s.screen[0], h.s.screen[1]); err != nil {
			h.s.t.Fatalf("%v", err)
		}
		return
	}
	h.s.Output("xdotool", "mousemove", strconv.Itoa(x), strconv.Itoa(y), "click", "1")
}

// CloseWindow closes a window as its close button does.
func (h Hands) CloseWindow(title string) {
	h.s.t.Helper()
	id := h.WindowID(title)
	h.s.Output("xdotool", "windowactivate", "--sync", id)
	h.Key("alt+F4") // openbox's own binding: it sends WM_DELETE_WINDOW
}

// WindowID gives the X window with that title, once it is on the screen: the
// accessibility tree may have it a moment before.
func (h Hands) WindowID(title string) string {
	h.s.t.Helper()
	pattern := "^" + strings.NewReplacer("?", "[?]", ".", "[.]").Replace(title) + "$"
	for late := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		out, _ := h.s.Command("xdotool", "search", "--onlyvisible", "--name", pattern).Output()
		ids := strings.Fields(string(out))
		if len(ids) == 1 {
			return ids[0]
		}
		if time.Now().After(late) {
			h.s.t.Fatalf("looking for the window %q: %d of them", title, len(ids))
		}
	}
}

// Picture writes the whole screen to a PNG file.
func (s *Session) Picture(path string) {
	s.t.Helper()
	if err := s.picture(path); err != nil {
		s.t.Fatalf("taking a picture: %v", err)
	}
}

func (s *Session) picture(path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if s.WaylandDisplay != "" {
		// grim runs as the session's user, who may write nowhere else.
		shot := s.Dir + "/tmp/screen.png"
		defer os.Remove(shot)
		if err := s.Command("grim", shot).Run(); err != nil {
			return err
		}
		data, err := os.ReadFile(shot)
		if err != nil {
			return err
		}
		return os.WriteFile(path, data, 0o644)
	}
	return s.Command("import", "-window", "root", path).Run()
}

// Evidence is where a failed test leaves its last picture; empty for nowhere.
var Evidence = ""

// keepEvidence leaves a picture of a failed test.
func (s *Session) keepEvidence(dir string) {
	if Evidence == "" || s.Display == "" && s.WaylandDisplay == "" {
		return
	}
	s.Dir = dir
	defer func() { s.Dir = "" }()
	path := filepath.Join(Evidence, strings.ReplaceAll(s.t.Name(), "/", "-")+"-"+time.Now().Format("150405")+".png")
	if err := s.picture(path); err != nil {
		s.t.Logf("taking a last picture: %v", err)
		return
	}
	s.t.Logf("the screen at the end: %s", path)
}
