//go:build linux

package e2e

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/godbus/dbus/v5"
)

//go:embed testdata/atspi.py
var atspiHelper string

// Eyes see the windows of the session as a screen reader does, by role and
// accessible name, and can press what has an accessible action.
type Eyes struct {
	s       *Session
	running *Running
	in      io.WriteCloser

	mu      sync.Mutex
	next    int
	answers map[int]chan answer
	lost    error
}

// Query says which things are meant. An empty field means any.
type Query struct {
	App    string   `json:"app,omitempty"`    // the program's accessible name, in any case
	PID    int      `json:"pid,omitempty"`    // the program's process
	Role   string   `json:"role,omitempty"`   // "frame", "push button", "toggle button", "label"
	Name   string   `json:"name,omitempty"`   // whole accessible name; ' and ’ are the same
	Prefix string   `json:"prefix,omitempty"` // or only its beginning
	States []string `json:"states,omitempty"` // all of these: "focused", "sensitive", "checked"
	Not    []string `json:"without,omitempty"`
	// Hidden includes what is not showing.
	Hidden bool `json:"hidden,omitempty"`
}

// Node is one accessible thing.
type Node struct {
	App    string   `json:"app"`
	PID    int      `json:"pid"`
	Role   string   `json:"role"`
	Name   string   `json:"name"`
	Text   string   `json:"text"`
	States []string `json:"states"`
	// Rect is x, y, width and height on the screen.
	Rect  *[4]int `json:"rect"`
	Depth int     `json:"depth"`
}

// Is says whether the thing is in that state.
func (n Node) Is(state string) bool { return slices.Contains(n.States, state) }

// Says is what a person reads there: the text if there is one, else the name.
func (n Node) Says() string {
	if n.Text != "" {
		return n.Text
	}
	return n.Name
}

// AccessibleEvent is something an assistive-technology client was told.
type AccessibleEvent struct {
	Type   string `json:"type"`
	Name   string `json:"name"`
	Detail int    `json:"detail"`
}

type request struct {
	ID      int     `json:"id"`
	Op      string  `json:"op"`
	Query   Query   `json:"query"`
	Seconds float64 `json:"seconds,omitempty"`
	Gone    bool    `json:"gone,omitempty"`
}

type answer struct {
	ID     int               `json:"id"`
	OK     bool              `json:"ok"`
	Error  string            `json:"error"`
	Done   bool              `json:"done"`
	Nodes  []Node            `json:"nodes"`
	Events []AccessibleEvent `json:"events"`
}

// Eyes attaches an assistive-technology client, once a session.
func (s *Session) Eyes() *Eyes {
	s.t.Helper()
	if s.eyes != nil {
		return s.eyes
	}
	// As a screen reader does: programs may offer more when they know that
	// one is there.
	status := s.Bus().Object("org.a11y.Bus", "/org/a11y/bus")
	if err := status.SetProperty("org.a11y.Status.IsEnabled", dbus.MakeVariant(true)); err != nil {
		s.t.Fatalf("turning accessibility on: %v", err)
	}
	path := s.Dir + "/atspi.py"
	s.WriteFile(path, atspiHelper, 0o700)
	cmd := s.Command("/usr/bin/python3", "-u", path)
	in, err := cmd.StdinPipe()
	if err != nil {
		s.t.Fatalf("starting the accessibility client: %v", err)
	}
	out, pipe := io.Pipe()
	cmd.Stdout = pipe
	e := &Eyes{s: s, in: in, answers: map[int]chan answer{}}
	ready := make(chan answer, 1)
	e.answers[0] = ready
	e.running = s.Run(cmd)
	go e.read(out)
	go func() {
		<-e.running.done
		pipe.Close()
	}()
	select {
	case a := <-ready:
		if !a.OK {
			s.t.Fatalf("starting the accessibility client: %s\n%s", a.Error, e.running.Output())
		}
	case <-time.After(20 * time.Second):
		s.t.Fatalf("the accessibility client is not ready after 20 s")
	}
	s.eyes = e
	return e
}

func (e *Eyes) read(out io.Reader) {
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadBytes('\n')
		var a answer
		if err == nil {
			err = json.Unmarshal(line, &a)
		}
		e.mu.Lock()
		if err != nil {
			e.lost = errors.New("the accessibility client ended")
			for id, waiting := range e.answers {
				waiting <- answer{ID: id, Error: e.lost.Error()}
				delete(e.answers, id)
			}
			e.mu.Unlock()
			return
		}
		if waiting, ok := e.answers[a.ID]; ok {
			waiting <- a
			delete(e.answers, a.ID)
		}
		e.mu.Unlock()
	}
}

func (e *Eyes) ask(r request) answer {
	e.s.t.Helper()
	reply := make(chan answer, 1)
	e.mu.Lock()
	if e.lost != nil {
		e.mu.Unlock()
		return answer{Error: e.lost.Error()}
	}
	e.next++
	r.ID = e.next
	e.answers[r.ID] = reply
	e.mu.Unlock()
	line, err := json.Marshal(r)
	if err != nil {
		e.s.t.Fatalf("asking the accessibility client: %v", err)
	}
	if _, err := e.in.Write(append(line, '\n')); err != nil {
		return answer{Error: err.Error()}
	}
	select {
	case a := <-reply:
		return a
	case <-time.After(time.Duration(r.Seconds*float64(time.Second)) + 30*time.Second):
		return answer{Error: "the accessibility client does not answer"}
	}
}

// Find gives what matches now.
func (e *Eyes) Find(q Query) []Node {
	e.s.t.Helper()
	a := e.ask(request{Op: "find", Query: q})
	if !a.OK {
		e.s.t.Fatalf("looking for %+v: %s", q, a.Error)
	}
	return a.Nodes
}

// Wait waits until something matches, and gives the first that does.
func (e *Eyes) Wait(q Query, within time.Duration) Node {
	e.s.t.Helper()
	a := e.ask(request{Op: "wait", Query: q, Seconds: within.Seconds()})
	if !a.OK || len(a.Nodes) == 0 {
		e.s.t.Fatalf("waiting %v for %s: %s; there is:\n%s", within, q, a.Error, e.Everything())
	}
	return a.Nodes[0]
}

// WaitGone waits until nothing matches.
func (e *Eyes) WaitGone(q Query, within time.Duration) {
	e.s.t.Helper()
	a := e.ask(request{Op: "wait", Query: q, Gone: true, Seconds: within.Seconds()})
	if !a.OK {
		e.s.t.Fatalf("waiting %v for %s to go: %s; there is:\n%s", within, q, a.Error, e.Everything())
	}
}

// Gone waits until nothing matches, and says whether that came in time.
func (e *Eyes) Gone(q Query, within time.Duration) bool {
	e.s.t.Helper()
	return e.ask(request{Op: "wait", Query: q, Gone: true, Seconds: within.Seconds()}).OK
}

// Press does the action of the one thing that matches and says whether the
// program took it. A press of a dead button is not taken.
func (e *Eyes) Press(q Query) bool {
	e.s.t.Helper()
	a := e.ask(request{Op: "do", Query: q})
	if !a.OK {
		e.s.t.Fatalf("pressing %s: %s %v; there is:\n%s", q, a.Error, a.Nodes, e.Everything())
	}
	return a.Done
}

// TryPress is Press for what may be gone or dead by then.
func (e *Eyes) TryPress(q Query) bool {
	e.s.t.Helper()
	a := e.ask(request{Op: "do", Query: q})
	return a.OK && a.Done
}

// Tree gives the first thing that matches and everything below it that shows.
func (e *Eyes) Tree(q Query) []Node {
	e.s.t.Helper()
	a := e.ask(request{Op: "tree", Query: q})
	if !a.OK {
		e.s.t.Fatalf("reading %s: %s", q, a.Error)
	}
	return a.Nodes
}

// Words is every text of a window in reading order, one a line: what it says.
func (e *Eyes) Words(q Query) []string {
	e.s.t.Helper()
	var words []string
	for _, n := range e.Tree(q) {
		if said := strings.TrimSpace(n.Says()); said != "" && !slices.Contains(words, said) {
			words = append(words, said)
		}
	}
	return words
}

// Events gives what the client was told since the last call.
func (e *Eyes) Events() []AccessibleEvent {
	e.s.t.Helper()
	return e.ask(request{Op: "events"}).Events
}

// Everything is a readable dump of all windows, for a failed test.
func (e *Eyes) Everything() string {
	var b strings.Builder
	for _, n := range e.ask(request{Op: "find", Query: Query{}}).Nodes {
		fmt.Fprintf(&b, "  %s: %s %q %q %v\n", n.App, n.Role, n.Name, n.Text, n.States)
	}
	return b.String()
}

func (q Query) String() string {
	text, _ := json.Marshal(q)
	return string(text)
}
