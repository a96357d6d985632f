package terminal

import (
	"os"

	"golang.org/x/sys/windows"
)

// FlushTTY throws away what was typed into the console and not read yet.
func FlushTTY(f *os.File) error {
	return windows.FlushConsoleInputBuffer(windows.Handle(f.Fd()))
}
