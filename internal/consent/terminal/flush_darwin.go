package terminal

import (
	"os"

	"golang.org/x/sys/unix"
)

// FlushTTY throws away what was typed into the terminal and not read yet.
func FlushTTY(f *os.File) error {
	const fread = 1 // FREAD of <sys/fcntl.h>: the input queue
	return unix.IoctlSetPointerInt(int(f.Fd()), unix.TIOCFLUSH, fread)
}
