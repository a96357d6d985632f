package device

import (
	"bytes"
	"encoding/binary"
	"os"

	"golang.org/x/sys/unix"
)

// inotify is one inotify instance. fsnotify does not tell of opening and
// closing, which is what cameras are watched for.
type inotify struct {
	file *os.File
	fd   int
}

// inotifyEvent is one event: what happened to name in the watched folder, or
// to the watched node itself (name is empty).
type inotifyEvent struct {
	mask uint32
	name string
}

func newInotify() (*inotify, error) {
	// Non-blocking: os.File then waits in the runtime's poller, and Close ends
	// a read.
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
	if err != nil {
		return nil, os.NewSyscallError("inotify_init1", err)
	}
	return &inotify{file: os.NewFile(uintptr(fd), "inotify"), fd: fd}, nil
}

// add watches path; adding it again changes nothing.
func (n *inotify) add(path string, mask uint32) error {
	_, err := unix.InotifyAddWatch(n.fd, path, mask)
	return os.NewSyscallError("inotify_add_watch", err)
}

func (n *inotify) Close() error { return n.file.Close() }

// read waits for events; it fails when n is closed.
func (n *inotify) read() ([]inotifyEvent, error) {
	buf := make([]byte, 4096)
	got, err := n.file.Read(buf)
	if err != nil {
		return nil, err
	}
	var events []inotifyEvent
	for rest := buf[:got]; len(rest) >= unix.SizeofInotifyEvent; {
		mask := binary.NativeEndian.Uint32(rest[4:])
		length := int(binary.NativeEndian.Uint32(rest[12:]))
		rest = rest[unix.SizeofInotifyEvent:]
		if length > len(rest) {
			break
		}
		name, _, _ := bytes.Cut(rest[:length], []byte{0})
		events = append(events, inotifyEvent{mask, string(name)})
		rest = rest[length:]
	}
	return events, nil
}
