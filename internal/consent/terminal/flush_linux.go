package terminal

import (
	"os"

	"golang.org/x/sys/unix"
)

// FlushTTY throws away what was typed into the terminal and not read yet.
func FlushTTY(f *os.File) error {
	return unix.IoctlSetInt(int(f.Fd()), unix.TCFLSH, unix.TCIFLUSH)
}
