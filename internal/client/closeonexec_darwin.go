package client

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// closeOnExec marks every descriptor beyond the standard ones: those that we
// were started with ourselves (the runtime marks only its own) would go on to
// the client.
func closeOnExec() {
	list, err := os.ReadDir("/dev/fd")
	if err != nil {
		return
	}
	for _, item := range list {
		if fd, err := strconv.Atoi(item.Name()); err == nil && fd > 2 {
			unix.CloseOnExec(fd)
		}
	}
}
