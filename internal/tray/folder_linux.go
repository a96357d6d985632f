//go:build cgo

package tray

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
)

// systray writes each icon to $TMPDIR/systray_XXXXXX for the tray host to
// read, and takes it away only in an orderly Quit. It gets a folder of its
// own, so that everything it leaves is known and can be removed.

const folderPrefix = "vestibule-tray-"

var folder struct {
	sync.Mutex
	path string
}

// Prepare makes the folder, once, points TMPDIR to it for the rest of the
// process (the front starts no programs that could inherit it), and removes the
// folders of earlier processes that were killed. Run does it too; who has
// threads before Run that read the environment, as libraries in C do without a
// lock, calls it before them, and Cleanup at the end.
func Prepare() { prepared.Do(prepareFolder) }

var prepared sync.Once

func prepareFolder() {
	path, err := makeFolder()
	if err != nil {
		slog.Warn("making folder for tray icon: " + err.Error())
		return
	}
	folder.Lock()
	folder.path = path
	folder.Unlock()
	os.Setenv("TMPDIR", path)
}

func makeFolder() (string, error) {
	runtimeDir := os.Getenv("XDG_RUNTIME_DIR")
	if runtimeDir == "" {
		return os.MkdirTemp("", folderPrefix)
	}
	removeLeftOver(runtimeDir)
	path := filepath.Join(runtimeDir, folderPrefix+strconv.Itoa(os.Getpid()))
	os.RemoveAll(path) // of a dead process with our number
	return path, os.Mkdir(path, 0o700)
}

// removeLeftOver takes away the folders whose process is gone. Only this
// user writes in the runtime folder.
func removeLeftOver(runtimeDir string) {
	old, _ := filepath.Glob(filepath.Join(runtimeDir, folderPrefix+"*"))
	for _, path := range old {
		pid, err := strconv.Atoi(strings.TrimPrefix(filepath.Base(path), folderPrefix))
		if err != nil {
			continue
		}
		if _, err := os.Stat(fmt.Sprintf("/proc/%d", pid)); os.IsNotExist(err) {
			os.RemoveAll(path)
		}
	}
}

// Cleanup takes away the icon file. Run does so when it returns; whoever ends
// the process otherwise (on a signal, say) calls it.
func Cleanup() {
	folder.Lock()
	defer folder.Unlock()
	if folder.path != "" {
		os.RemoveAll(folder.path)
		folder.path = ""
	}
}
