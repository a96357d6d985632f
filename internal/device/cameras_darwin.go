package device

import "context"

func cameras(context.Context, Roots) ([]Camera, State, string) {
	h, err := cameraHAL()
	if err != nil {
		return nil, Unknown, err.Error()
	}
	return halCameras(h)
}

// WatchCameras gives a value when a camera comes, goes, or is opened or closed
// by a program, until ctx ends; then it closes the channel.
func WatchCameras(ctx context.Context, _ Roots) <-chan struct{} {
	h, err := cameraHAL()
	if err != nil {
		return silent(ctx)
	}
	return watchHalCameras(ctx, h)
}

// silent gives a channel without values that closes when ctx ends.
func silent(ctx context.Context) <-chan struct{} {
	c := make(chan struct{})
	context.AfterFunc(ctx, func() { close(c) })
	return c
}
