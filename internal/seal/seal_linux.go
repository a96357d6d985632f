//go:build linux && !unsealed_for_test

// Package seal takes from a process what it never needs, so that the kernel
// keeps a promise even where a library would break it.
package seal

import (
	"fmt"

	seccomp "github.com/elastic/go-seccomp-bpf"
)

// denied are the system calls the front never needs. GTK's accessibility
// bridge would otherwise listen on $XDG_RUNTIME_DIR/at-spi2-socket-PID once an
// assistive tool attaches; refused, it goes on over the accessibility bus.
var denied = []string{"listen", "accept", "accept4"}

// Front seals the calling process, all its threads and whatever it starts:
// it can never again wait for connections. Call it before any other thread
// does its work. An error means that nothing is sealed.
func Front() error {
	filter := seccomp.Filter{
		NoNewPrivs: true,
		Flag:       seccomp.FilterFlagTSync,
		Policy: seccomp.Policy{
			DefaultAction: seccomp.ActionAllow,
			Syscalls:      []seccomp.SyscallGroup{{Action: seccomp.ActionErrno, Names: denied}},
		},
	}
	if err := seccomp.LoadFilter(filter); err != nil {
		return fmt.Errorf("sealing: %w", err)
	}
	return nil
}
