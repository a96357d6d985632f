package device

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

func itoa(n int) string { return strconv.Itoa(n) }

// enough is how long a test waits for what must come; it fails after it.
const enough = 10 * time.Second

// holdOpen starts a process that holds node open until the test ends, and
// gives its PID. It is there when this returns.
func holdOpen(t *testing.T, node string) int {
	t.Helper()
	// "x" and the end of line come first; then cat waits for more.
	f, err := os.Open(node)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in, keep, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	cmd := exec.Command("cat", "-")
	cmd.Stdin = in
	cmd.ExtraFiles = []*os.File{f}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		keep.Close()
		cmd.Wait()
	})
	if _, err := keep.WriteString("x"); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(out, make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	return cmd.Process.Pid
}

// await fails the test unless c gives a value in time.
func await(t *testing.T, c <-chan struct{}, what string) {
	t.Helper()
	select {
	case _, ok := <-c:
		if !ok {
			t.Fatalf("the watch ended while waiting for: %s", what)
		}
	case <-time.After(enough):
		t.Fatalf("no event: %s", what)
	}
}

// until takes events until ok holds: several may come for one cause.
func until(t *testing.T, c <-chan struct{}, what string, ok func() bool) {
	t.Helper()
	late := time.After(enough)
	for !ok() {
		select {
		case <-c:
		case <-late:
			t.Fatalf("not told of: %s", what)
		}
	}
}

// ends fails the test unless c is closed in time.
func ends(t *testing.T, c <-chan struct{}) {
	t.Helper()
	late := time.After(enough)
	for {
		select {
		case _, ok := <-c:
			if !ok {
				return
			}
		case <-late:
			t.Fatal("the watch did not end")
		}
	}
}

func TestWatchCameras(t *testing.T) {
	tr := newTree(t)
	tr.node(0, 0, "1-1:1.0", "Webcam A")
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	c := WatchCameras(ctx, tr.Roots)

	f, err := os.Open(filepath.Join(tr.Dev, "video0"))
	if err != nil {
		t.Fatal(err)
	}
	await(t, c, "a program opens the camera")
	f.Close()
	await(t, c, "it closes the camera")

	tr.node(1, 0, "1-2:1.0", "Webcam B")
	await(t, c, "a camera is plugged in")
	late := time.After(enough)
	for opened := false; !opened; { // its watch is set just after it came
		f, err := os.Open(filepath.Join(tr.Dev, "video1"))
		if err != nil {
			t.Fatal(err)
		}
		f.Close()
		select {
		case <-c:
			opened = true
		case <-late:
			t.Fatal("no event: a program opens the new camera")
		case <-time.After(settle):
		}
	}
	tr.unplug(1, false)
	await(t, c, "it is unplugged")

	cancel()
	ends(t, c)
}

// A character device tells of opening and closing as a file does.
func TestWatchCharacterDevice(t *testing.T) {
	in, err := newInotify()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	late := time.AfterFunc(enough, func() { in.Close() })
	defer late.Stop()
	if err := in.add("/dev/full", nodeEvents); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open("/dev/full")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	events, err := in.read()
	if err != nil {
		t.Fatal(err)
	}
	if changed, _ := cameraEvents(events); !changed {
		t.Errorf("events %+v say nothing", events)
	}
}

// Where nothing can be watched the channel still ends with its context.
func TestWatchCamerasOfNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	c := WatchCameras(ctx, Roots{Dev: filepath.Join(t.TempDir(), "missing")})
	cancel()
	ends(t, c)
}
