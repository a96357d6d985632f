package device

import "context"

// whyNotYet is the reason of everything this system's files cannot tell.
//
//words:mark
const whyNotYet = "looking at devices is not there yet on this system"

func cameras(context.Context, Roots) ([]Camera, State, string) {
	return nil, Unknown, whyNotYet
}

// WatchCameras gives a value when a camera may have changed, until ctx ends;
// on this system it never does yet.
func WatchCameras(ctx context.Context, _ Roots) <-chan struct{} { return silent(ctx) }

// silent gives a channel without values that closes when ctx ends.
func silent(ctx context.Context) <-chan struct{} {
	c := make(chan struct{})
	context.AfterFunc(ctx, func() { close(c) })
	return c
}
