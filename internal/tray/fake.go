package tray

import "sync"

// Fake is a Menu for tests.
type Fake struct {
	mu     sync.Mutex
	states []State
	clicks chan Item
	quit   int
}

// NewFake gives a Fake that nobody has clicked.
func NewFake() *Fake { return &Fake{clicks: make(chan Item, 64)} }

// Set keeps the state.
func (f *Fake) Set(s State) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.states = append(f.states, s)
}

// Clicks gives what Click put in.
func (f *Fake) Clicks() <-chan Item { return f.clicks }

// Quit counts.
func (f *Fake) Quit() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.quit++
}

// Click plays a click.
func (f *Fake) Click(item Item) { f.clicks <- item }

// Last gives the state set last, and how many were.
func (f *Fake) Last() (State, int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.states) == 0 {
		return State{}, 0
	}
	return f.states[len(f.states)-1], len(f.states)
}

// Quits tells how often Quit was called.
func (f *Fake) Quits() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.quit
}

var (
	_ Menu = (*Fake)(nil)
	_ Menu = (*Tray)(nil)
)
