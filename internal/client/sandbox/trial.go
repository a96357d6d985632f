package sandbox

import (
	"context"
	"errors"
	"sync"

	"vestibule/internal/words"
)

// Trial is one try whether the guard works on this machine, for as long as the
// process lives: an ordinary user may be forbidden to make user namespaces. The
// zero value is ready for use.
type Trial struct {
	once sync.Once
	done chan struct{}
	err  error
}

// Begin begins the try, once, and does not wait for it.
func (t *Trial) Begin(g *Guard) {
	t.once.Do(func() {
		t.done = make(chan struct{})
		go func() {
			defer close(t.done)
			t.err = g.Works(context.Background())
		}()
	})
}

// Why begins the try if nobody has, waits for it until ctx ends, and gives the
// reason that the guard does not work, a sentence part, or "" where it does.
func (t *Trial) Why(ctx context.Context, g *Guard) string {
	t.Begin(g)
	select {
	case <-t.done:
	case <-ctx.Done():
		return words.Mark("bubblewrap has not answered yet")
	}
	if t.err == nil {
		return ""
	}
	if cause := errors.Unwrap(t.err); cause != nil {
		return cause.Error()
	}
	return t.err.Error()
}
