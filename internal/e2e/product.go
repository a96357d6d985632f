//go:build linux

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"
)

// Product is Vestibule, built, in a session.
type Product struct {
	s *Session
	// Binary is the program people call; its front lies beside it.
	Binary string
}

// BuildProduct compiles both programs into dir. Tags are for the front alone:
// a test that takes a protection out does it with one.
func BuildProduct(dir, tags string) (binary string, err error) {
	return buildProduct(dir, tags, "")
}

// BuildWithPolicy compiles both programs so that their policy is in a folder of
// the test's, which the test's own user may own.
func BuildWithPolicy(dir, policy string) (binary string, err error) {
	const room = "vestibule/internal/config."
	return buildProduct(dir, "", fmt.Sprintf("-X %stestOnlyPolicy=%s -X %stestOnlyOwner=%d", room, policy, room, os.Getuid()))
}

func buildProduct(dir, tags, ldflags string) (binary string, err error) {
	binary, err = build(dir, "vestibule", "vestibule/cmd/launcher", "", ldflags, "CGO_ENABLED=0")
	if err == nil {
		_, err = build(dir, "vestibule-front", "vestibule/cmd/launcher-front", tags, ldflags, "CGO_ENABLED=1")
	}
	return binary, err
}

// Register installs Vestibule for the session's user, as "vestibule register"
// does, and gives it. Nothing runs yet.
func (s *Session) Register(binary string) *Product {
	s.t.Helper()
	s.Output(binary, "register")
	return &Product{s: s, Binary: binary}
}

// Configure writes the person's configuration file.
func (p *Product) Configure(toml string) {
	p.s.t.Helper()
	p.s.WriteFile(filepath.Join(p.s.Config, "vestibule", "config.toml"), toml, 0o600)
}

// Quick is the shortest delay there may be, so that a test need not wait long.
const Quick = "[consent]\narm_delay = \"500ms\"\n"

// Ask hands a link over and waits for the answer, as "vestibule open --wait"
// does: the status of what is given back is the answer.
func (p *Product) Ask(link string) *Running {
	p.s.t.Helper()
	return p.s.Run(p.s.Command(p.Binary, "open", "--wait", "--", link))
}

// Open hands a link over, as the desktop entry does, and waits until that is
// done.
func (p *Product) Open(link string) {
	p.s.t.Helper()
	p.s.Output(p.Binary, "open", "--", link)
}

// Processes gives the daemon's two processes: the opener that has no windows
// and the front that starts no programs.
func (p *Product) Processes() (opener, front int) {
	p.s.t.Helper()
	front = p.s.WaitName(BusName, 20*time.Second)
	opener = Parent(front)
	if got := Executable(opener); got != p.Binary {
		p.s.t.Fatalf("the front's parent runs %q, not %q", got, p.Binary)
	}
	return opener, front
}

// Activate asks the running daemon for its status window.
func (p *Product) Activate() {
	p.s.t.Helper()
	call := p.s.Bus().Object(BusName, BusPath).Call("org.freedesktop.Application.Activate", 0, map[string]dbus.Variant{})
	if call.Err != nil {
		p.s.t.Fatalf("asking for the status window: %v", call.Err)
	}
}

// Window is one page of the product's window, by its heading.
type Window struct {
	p       *Product
	Heading string
	// PID of the front that shows it.
	PID int
}

// Window waits until the front shows a page with that heading.
func (p *Product) Window(heading string) *Window {
	p.s.t.Helper()
	// Not among a browser's things: one that is busy answers no question about
	// them for half a minute.
	n := p.s.Eyes().Wait(Query{App: BusName, Role: "heading", Name: heading}, 30*time.Second)
	return &Window{p: p, Heading: heading, PID: n.PID}
}

func (w *Window) button(name string, states ...string) Query {
	return Query{PID: w.PID, Role: "push button", Name: name, States: states}
}

// Words is what the window says, top down.
func (w *Window) Words() []string {
	w.p.s.t.Helper()
	return w.p.s.Eyes().Words(Query{PID: w.PID, Name: Title})
}

// Picture is the window in words, for a person who reads it: what can be
// pressed is in brackets.
func (w *Window) Picture() []string {
	w.p.s.t.Helper()
	var lines []string
	for _, n := range w.p.s.Eyes().Tree(Query{PID: w.PID, Name: Title}) {
		switch n.Role {
		case "heading", "label":
			if len([]rune(n.Says())) > 1 { // no badge
				lines = append(lines, n.Says())
			}
		case "toggle button":
			state := "off"
			if n.Is("checked") {
				state = "on"
			}
			if strings.HasPrefix(n.Name, "Why?") {
				continue // a link in its sentence
			}
			lines = append(lines, "["+state+"] "+n.Name)
		case "push button":
			if !n.Is("sensitive") {
				lines = append(lines, "("+n.Name+")")
				continue
			}
			lines = append(lines, "["+n.Name+"]")
		}
	}
	return lines
}

// On says where a switch is.
func (w *Window) On(name string) bool {
	w.p.s.t.Helper()
	return w.p.s.Eyes().Wait(Query{PID: w.PID, Role: "toggle button", Name: name}, 5*time.Second).Is("checked")
}

// Toggle turns a switch over.
func (w *Window) Toggle(name string) {
	w.p.s.t.Helper()
	if !w.p.s.Eyes().Press(Query{PID: w.PID, Role: "toggle button", Name: name}) {
		w.p.s.t.Fatalf("toggling %q: not taken", name)
	}
}

// Check turns a check box over, and waits until it shows it.
func (w *Window) Check(name string) {
	w.p.s.t.Helper()
	box := Query{PID: w.PID, Role: "check box", Name: name}
	was := w.p.s.Eyes().Wait(box, 5*time.Second).Is("checked")
	if !w.p.s.Eyes().Press(box) {
		w.p.s.t.Fatalf("checking %q: not taken", name)
	}
	if was {
		box.Not = []string{"checked"}
	} else {
		box.States = []string{"checked"}
	}
	w.p.s.Eyes().Wait(box, 5*time.Second)
}

// Choose picks what opens the meeting, so many places further down the list
// than what is picked now, by mouse and keys.
func (w *Window) Choose(down int) {
	w.p.s.t.Helper()
	w.p.s.Hands().Click(w.p.s.Eyes().Wait(Query{PID: w.PID, Role: "combo box", Name: "Open with"}, 5*time.Second))
	// The list is a window of its own while it is open.
	w.p.s.Eyes().Wait(Query{PID: w.PID, Role: "window"}, 5*time.Second)
	for range down {
		w.p.s.Hands().Key("Down")
	}
	w.p.s.Hands().Key("Return")
}

// WaitArmed waits until a button can be pressed.
func (w *Window) WaitArmed(button string) Node {
	w.p.s.t.Helper()
	return w.p.s.Eyes().Wait(w.button(button, "sensitive"), 15*time.Second)
}

// Press presses a button through accessibility.
func (w *Window) Press(button string) {
	w.p.s.t.Helper()
	w.WaitArmed(button)
	if !w.p.s.Eyes().Press(w.button(button)) {
		w.p.s.t.Fatalf("pressing %q: not taken", button)
	}
}

// WaitFocused waits until a button has the keyboard focus.
func (w *Window) WaitFocused(button string) {
	w.p.s.t.Helper()
	w.p.s.Eyes().Wait(w.button(button, "focused"), 10*time.Second)
}

// WaitGone waits until the window is gone.
func (w *Window) WaitGone() {
	w.p.s.t.Helper()
	w.p.s.Eyes().WaitGone(Query{App: BusName, Role: "heading", Name: w.Heading}, 20*time.Second)
}
