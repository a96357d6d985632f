//go:build unix

package config

import "syscall"

// dontWait keeps opening a named pipe from waiting for its writer.
const dontWait = syscall.O_NONBLOCK
