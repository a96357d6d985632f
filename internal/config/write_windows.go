package config

import (
	"io/fs"
	"os"
	"runtime"
	"time"

	"golang.org/x/sys/windows"
)

// lockFolder keeps other writers of ours out. A named mutex of the session
// leaves no file behind; whichever the folder, one is enough.
func lockFolder(_ string, patience time.Duration) (unlock func(), err error) {
	name, err := windows.UTF16PtrFromString(`Local\dev.vestibule.Launcher.config`)
	if err != nil {
		return nil, err
	}
	// A mutex belongs to the thread that took it.
	runtime.LockOSThread()
	h, err := windows.CreateMutex(nil, false, name)
	if h == 0 {
		runtime.UnlockOSThread()
		return nil, err
	}
	event, err := windows.WaitForSingleObject(h, uint32(patience.Milliseconds()))
	if err != nil || event != windows.WAIT_OBJECT_0 && event != windows.WAIT_ABANDONED {
		windows.CloseHandle(h)
		runtime.UnlockOSThread()
		return nil, errBusy
	}
	return func() {
		windows.ReleaseMutex(h)
		windows.CloseHandle(h)
		runtime.UnlockOSThread()
	}, nil
}

// copyOwner does nothing: a file made in the person's folder has the folder's
// access list.
func copyOwner(*os.File, fs.FileInfo) error { return nil }

// syncFolder does nothing: Windows writes a rename through by itself.
func syncFolder(string) {}
