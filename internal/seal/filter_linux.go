package seal

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// denied are the system calls the front never needs, by the kernel's own
// names: those that wait for connections, and io_uring, which would do the same
// without any of them (IORING_OP_LISTEN, IORING_OP_ACCEPT).
var denied = []uint32{unix.SYS_LISTEN, unix.SYS_ACCEPT, unix.SYS_ACCEPT4, unix.SYS_IO_URING_SETUP}

// natives are the kernel's names for what a process of ours is made of
// (<linux/audit.h>).
var natives = map[string]uint32{"amd64": unix.AUDIT_ARCH_X86_64, "arm64": unix.AUDIT_ARCH_AARCH64}

// x32 marks the numbers of a second set of calls on amd64
// (__X32_SYSCALL_BIT, <asm/unistd.h>); it has a listen of its own.
const x32 = 0x40000000

// The layout of struct seccomp_data (<linux/seccomp.h>).
const offsetCall, offsetArch = 0, 4

const (
	allow  = unix.SECCOMP_RET_ALLOW
	refuse = unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)
)

// filter is the program that the kernel runs at each system call. A call of
// another architecture, as 32-bit ones are on a 64-bit kernel, has other numbers
// and is refused whole: nothing in the front makes one, and a filter that lets
// it be can be walked around.
func filter(arch string) ([]unix.SockFilter, error) {
	native, ok := natives[arch]
	if !ok {
		return nil, fmt.Errorf("the system calls of %s are not known", arch)
	}
	load := func(offset uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: offset}
	}
	give := func(what uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: what}
	}
	// next goes on if the comparison holds, and over one step if not.
	next := func(compare uint16, with uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_JMP | compare | unix.BPF_K, K: with, Jf: 1}
	}
	over := func(compare uint16, with uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_JMP | compare | unix.BPF_K, K: with, Jt: 1}
	}
	rules := []unix.SockFilter{
		load(offsetArch), over(unix.BPF_JEQ, native), give(refuse),
		load(offsetCall), next(unix.BPF_JGE, x32), give(refuse),
	}
	for _, call := range denied {
		rules = append(rules, next(unix.BPF_JEQ, call), give(refuse))
	}
	return append(rules, give(allow)), nil
}
