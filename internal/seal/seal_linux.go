//go:build linux && !unsealed_for_test

// Package seal takes from a process what it never needs, so that the kernel
// keeps a promise even where a library would break it.
package seal

import (
	"fmt"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Front seals the calling process, all its threads and whatever it starts:
// it can never again wait for connections. Call it before any other thread
// does its work. An error means that nothing is sealed.
//
// GTK's accessibility bridge would otherwise listen on
// $XDG_RUNTIME_DIR/at-spi2-socket-PID once an assistive tool attaches; refused,
// it goes on over the accessibility bus.
func Front() error {
	rules, err := filter(runtime.GOARCH)
	if err != nil {
		return fmt.Errorf("sealing: %w", err)
	}
	// The kernel asks for it, so that no program with more rights is started
	// under a filter that it does not expect.
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("sealing: %w", err)
	}
	program := unix.SockFprog{Len: uint16(len(rules)), Filter: &rules[0]}
	thread, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&program)))
	runtime.KeepAlive(rules)
	switch {
	case errno != 0:
		return fmt.Errorf("sealing: %w", errno)
	case thread != 0: // one that could not be given the filter: then none has it
		return fmt.Errorf("sealing: thread %d has another filter", thread)
	}
	return nil
}
