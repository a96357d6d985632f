package drawn

import (
	"slices"
	"sync"
)

// Queue holds what waits for a toolkit's main loop.
type Queue struct {
	mu      sync.Mutex
	wake    func()
	waiting []Act
}

// Act is one act on the main loop. View is set for what may be overtaken: while
// such an act waits, a later one of the same kind, view and page takes its
// place, so that a flood of them costs no more than one and leaves the loop its
// time for keys.
type Act struct {
	View   any
	Kind   Kind
	Number uint64 // of the page
	Run    func()
}

// Kind tells acts apart that overtake only their like: a button that died and
// came alive again has died, and gives the focus back.
type Kind int

const (
	Updating Kind = iota
	Arming
	Disarming
)

// Post adds an act.
func (q *Queue) Post(a Act) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if i := q.overtaken(a); i >= 0 && a.Kind == Updating {
		// Where the old one was: what follows it knows the page's buttons.
		q.waiting[i] = a
		return
	} else if i >= 0 {
		q.waiting = slices.Delete(q.waiting, i, i+1)
	}
	q.waiting = append(q.waiting, a)
	if len(q.waiting) == 1 && q.wake != nil {
		q.wake()
	}
}

// overtaken gives the place of the waiting act that a makes needless, or -1.
func (q *Queue) overtaken(a Act) int {
	if a.View == nil {
		return -1
	}
	return slices.IndexFunc(q.waiting, func(w Act) bool {
		return w.View == a.View && w.Kind == a.Kind && w.Number == a.Number
	})
}

// Take gives what waits, in its order, and forgets it.
func (q *Queue) Take() []Act {
	q.mu.Lock()
	defer q.mu.Unlock()
	acts := q.waiting
	q.waiting = nil
	return acts
}

// Begin tells that there is a loop now. wake asks it to do what Take gives: it
// is called with the first act that waits, now if one does, and must return at
// once.
func (q *Queue) Begin(wake func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.wake = wake
	if len(q.waiting) > 0 {
		wake()
	}
}
