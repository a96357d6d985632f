//go:build linux && e2e

package e2e

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// On X11: the window is where the person is, and asks for attention where it
// may not have the focus.

// openWith hands a link over with an activation token, "" for none.
func openWith(t *testing.T, s *Session, link, token string) {
	t.Helper()
	data := map[string]dbus.Variant{}
	if token != "" {
		data["desktop-startup-id"] = dbus.MakeVariant(token)
	}
	if err := s.Bus().Object(BusName, BusPath).Call("org.freedesktop.Application.Open", 0, []string{link}, data).Err; err != nil {
		t.Fatal(err)
	}
}

// until looks again and again, for what no event tells of.
func until(t *testing.T, what string, good func() bool) {
	t.Helper()
	for late := time.Now().Add(20 * time.Second); !good(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(late) {
			t.Fatalf("waiting: %s", what)
		}
	}
}

func hints(s *Session, id string) string { return s.Output("xprop", "-id", id, "WM_HINTS") }

// keyIn presses a key in the program and gives its time on the display.
func keyIn(t *testing.T, s *Session, mail *Program, key string) int {
	t.Helper()
	s.Hands().Key(key)
	at, err := strconv.Atoi(mail.WaitSaid("key "+key, 10*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// unfocused is a window manager that gives our window no focus as it comes.
const unfocused = `<application class="dev.vestibule.Launcher"><focus>no</focus></application>`

// TestAttentionWhereThereIsNoFocus: the window manager keeps the focus where
// it is. The window asks for attention, what is typed stays where it was typed,
// and the token of a click brings the focus and ends the asking.
func TestAttentionWhereThereIsNoFocus(t *testing.T) {
	s := Start(t, WithWindowRule(unfocused))
	p, zoom := install(t, s)
	p.Configure(Quick)
	mail := s.StartProgram("Mail", zoomLink)
	openWith(t, s, zoomLink, "")
	w := p.Window(AskZoom)
	id := s.Hands().WindowID(Title)
	until(t, "the window asks for attention", func() bool { return strings.Contains(hints(s, id), "urgency") })
	s.Hands().Key("x", "space", "Escape", "Tab")
	for _, key := range []string{"x", "space", "Escape", "Tab"} {
		mail.WaitSaid("key "+key, 10*time.Second)
	}
	// The same link again, by itself: nothing comes to the front.
	openWith(t, s, zoomLink, "")
	at := keyIn(t, s, mail, "x")
	if active := strings.TrimSpace(s.Output("xdotool", "getactivewindow")); active == id {
		t.Fatal("the window took the focus")
	}
	openWith(t, s, zoomLink, fmt.Sprintf("mail-1_TIME%d", at))
	mail.WaitSaid("focus out", 10*time.Second)
	w.WaitFocused(ButtonNo)
	until(t, "the window ends asking for attention", func() bool { return !strings.Contains(hints(s, id), "urgency") })
	w.WaitArmed(ButtonJoin)
	s.Hands().Key("Escape")
	w.WaitGone()
	if n := len(zoom.Starts()); n > 0 {
		t.Errorf("Zoom was started %d times", n)
	}
}

// TestOnTheWorkspaceThePersonIsOn: it comes there, and a click there brings it
// there.
func TestOnTheWorkspaceThePersonIsOn(t *testing.T) {
	s := Start(t)
	p, _ := install(t, s)
	p.Configure(Quick)
	s.Output("xdotool", "set_num_desktops", "2")
	until(t, "there are two workspaces", func() bool { return strings.TrimSpace(s.Output("xdotool", "get_num_desktops")) == "2" })
	mail := s.StartProgram("Mail", zoomLink)
	goTo := func(n string) {
		t.Helper()
		s.Output("xdotool", "set_desktop", n)
		until(t, "the workspace changes", func() bool { return strings.TrimSpace(s.Output("xdotool", "get_desktop")) == n })
	}
	var id string
	is := func(n string) {
		t.Helper()
		until(t, "the window is on workspace "+n, func() bool {
			return strings.Contains(s.Output("xprop", "-id", id, "-notype", "_NET_WM_DESKTOP"), "= "+n)
		})
	}
	p.Open(zoomLink)
	w := p.Window(AskZoom)
	id = s.Hands().WindowID(Title)
	is("0")
	w.Press(ButtonNo)
	w.WaitGone()

	goTo("1")
	p.Open(zoomLink)
	w = p.Window(AskZoom)
	is("1")

	// Back to the mail: without a token it stays, with one it comes along.
	goTo("0")
	openWith(t, s, zoomLink, "")
	at := keyIn(t, s, mail, "x")
	is("1")
	openWith(t, s, zoomLink, fmt.Sprintf("mail-1_TIME%d", at))
	is("0")
	w.WaitFocused(ButtonNo)
}
