//go:build linux || darwin

package client

import "context"

// NoneLeft returns when left gives no process any more, or when ctx ends. It
// looks again whenever one of those it gave has ended.
func NoneLeft(ctx context.Context, left func() []int) {
	for {
		pids := left()
		if len(pids) == 0 {
			return
		}
		select {
		case <-AnyEnds(pids):
		case <-ctx.Done():
			return
		}
	}
}
