package guard

import "syscall"

const nonBlock = syscall.O_NONBLOCK
