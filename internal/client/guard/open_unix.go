//go:build linux || darwin

package guard

import "syscall"

const nonBlock = syscall.O_NONBLOCK
