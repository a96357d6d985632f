package client

import (
	"fmt"
	"math"
	"os"

	"golang.org/x/sys/unix"
)

// closeOnExec marks every descriptor beyond the standard ones: those that we
// were started with ourselves (the runtime marks only its own) would go on to
// the client. No loss here: a child gets what it is meant to get by ExtraFiles.
func closeOnExec() {
	if unix.CloseRange(3, math.MaxUint32, unix.CLOSE_RANGE_CLOEXEC) == nil {
		return
	}
	// Before Linux 5.11.
	list, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return
	}
	for _, item := range list {
		var fd int
		if _, err := fmt.Sscan(item.Name(), &fd); err == nil && fd > 2 {
			unix.CloseOnExec(fd)
		}
	}
}
