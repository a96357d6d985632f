//go:build linux && gnustep

package urlscheme

import "os"

// sawSender has nothing to keep: here the sender's processes are read later.
func sawSender(int) {}

// WindowServer says whether there is a display.
func WindowServer() bool { return os.Getenv("DISPLAY") != "" }
