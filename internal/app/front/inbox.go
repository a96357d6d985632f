package front

import "sync"

// inbox is the desk's queue of work. It is unbounded, so that neither the
// toolkit's thread nor the desk itself can block on it; what fills it is
// bounded where it comes from (calls on the bus wait until they were looked
// at).
type inbox struct {
	ready chan struct{}
	*box
}

type box struct {
	mu     sync.Mutex
	work   []func()
	closed bool
}

func newInbox() inbox { return inbox{ready: make(chan struct{}, 1), box: &box{}} }

func (i inbox) put(f func()) {
	i.mu.Lock()
	if !i.closed {
		i.work = append(i.work, f)
	}
	i.mu.Unlock()
	select {
	case i.ready <- struct{}{}:
	default:
	}
}

func (i inbox) take() []func() {
	i.mu.Lock()
	defer i.mu.Unlock()
	w := i.work
	i.work = nil
	return w
}

func (i inbox) close() {
	i.mu.Lock()
	i.closed, i.work = true, nil
	i.mu.Unlock()
}
