package guard

import "golang.org/x/sys/unix"

// readOnly marks a file system that nobody can write.
const readOnly = unix.MNT_RDONLY
