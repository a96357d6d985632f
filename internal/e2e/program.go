//go:build linux

package e2e

import (
	"bufio"
	_ "embed"
	"io"
	"slices"
	"strings"
	"sync"
	"time"
)

//go:embed testdata/page.py
var pageProgram string

// Program is a program of the person's: a window they work in, from which a
// link can be opened. It tells every key and every change of its focus.
type Program struct {
	s       *Session
	Title   string
	running *Running

	mu    sync.Mutex
	said  []string
	taken int
	more  chan struct{}
}

// StartProgram starts one and waits until it has the keyboard focus.
func (s *Session) StartProgram(title, link string) *Program {
	s.t.Helper()
	path := s.Dir + "/page.py"
	s.WriteFile(path, pageProgram, 0o700)
	cmd := s.Command("/usr/bin/python3", "-u", path, title, link)
	out, in := io.Pipe()
	cmd.Stdout = in
	p := &Program{s: s, Title: title, running: s.Run(cmd), more: make(chan struct{}, 1)}
	go func() {
		<-p.running.done
		in.Close()
	}()
	go func() {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			p.mu.Lock()
			p.said = append(p.said, lines.Text())
			p.mu.Unlock()
			select {
			case p.more <- struct{}{}:
			default:
			}
		}
	}()
	p.WaitSaid("focus in", 20*time.Second)
	return p
}

// WaitSaid waits for the next line that begins so, after those waited for
// before, and gives the rest of it.
func (p *Program) WaitSaid(what string, within time.Duration) string {
	p.s.t.Helper()
	deadline := time.After(within)
	for {
		p.mu.Lock()
		for i, line := range p.said[p.taken:] {
			if rest, ok := strings.CutPrefix(line, what); ok {
				p.taken += i + 1
				p.mu.Unlock()
				return strings.TrimSpace(rest)
			}
		}
		p.mu.Unlock()
		select {
		case <-p.more:
		case <-deadline:
			p.s.t.Fatalf("waiting %v for %q: %s says %q\n%s", within, what, p.Title, p.Said(), p.running.Output())
		}
	}
}

// Said is all it said so far.
func (p *Program) Said() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.said)
}
