package device

import (
	"context"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// settle is how long after an event others of the same cause may come. The
// kernel tells of an open before the descriptor shows in /proc, udev sets a
// new node's permissions after making it, and a person sees no difference.
const settle = 50 * time.Millisecond

// Events of a camera's node: who opens and closes it. inotify tells of them
// without our opening it.
const nodeEvents = unix.IN_OPEN | unix.IN_CLOSE | unix.IN_ATTRIB | unix.IN_DELETE_SELF

// Events of the folder of nodes: cameras that come and go, and permissions
// set late. No IN_OPEN: that would wake us for every terminal.
const folderEvents = unix.IN_CREATE | unix.IN_DELETE | unix.IN_MOVE | unix.IN_ATTRIB | unix.IN_ONLYDIR

// WatchCameras gives a value when a camera comes, goes, or is opened or
// closed by a program, until ctx ends; then it closes the channel. Where
// the kernel lets us watch nothing it gives no value.
func WatchCameras(ctx context.Context, r Roots) <-chan struct{} {
	out := make(chan struct{}, 1)
	in, err := newInotify()
	if err != nil {
		context.AfterFunc(ctx, func() { close(out) })
		return out
	}
	// Before returning: what happens after this call is seen.
	_ = in.add(r.Dev, folderEvents)
	watchNodes(in, r.Dev)

	raw := make(chan struct{}, 1)
	stop := context.AfterFunc(ctx, func() { in.Close() })
	go func() {
		defer close(raw)
		for {
			events, err := in.read()
			if err != nil {
				return
			}
			if changed, nodes := cameraEvents(events); changed {
				if nodes {
					watchNodes(in, r.Dev)
				}
				nudge(raw)
			}
		}
	}()
	go func() {
		defer close(out)
		defer in.Close()
		defer stop()
		settled(ctx, raw, func() { nudge(out) })
		<-ctx.Done()
	}()
	return out
}

// watchNodes watches every node there is now. A node we may not read cannot
// be watched; its camera then changes on the screen only by other events.
func watchNodes(in *inotify, dev string) {
	nodes, _ := filepath.Glob(filepath.Join(dev, "video[0-9]*"))
	for _, n := range nodes {
		_ = in.add(n, nodeEvents)
	}
}

// cameraEvents says whether one of the events is about a camera, and whether
// nodes came or went.
func cameraEvents(events []inotifyEvent) (changed, nodes bool) {
	for _, e := range events {
		switch {
		case e.mask&unix.IN_Q_OVERFLOW != 0:
			return true, true // some were lost: look at everything
		case e.name == "" && e.mask&nodeEvents != 0:
			changed = true
		case strings.HasPrefix(e.name, "video"):
			changed, nodes = true, true
		}
	}
	return changed, nodes
}

// settled calls tell once for events that come close together, until ctx
// ends or events is closed.
func settled(ctx context.Context, events <-chan struct{}, tell func()) {
	for {
		select {
		case <-ctx.Done():
			return
		case _, ok := <-events:
			if !ok {
				return
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(settle):
		}
		select {
		case <-events: // of the same cause
		default:
		}
		tell()
	}
}
