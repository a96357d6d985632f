package tray

import (
	"crypto/md5"
	"encoding/hex"
	"os"
	"path/filepath"
)

// Prepare has nothing to make.
func Prepare() {}

// Cleanup takes away the icon files that systray leaves in the temporary
// folder, under the name it gives them.
func Cleanup() {
	for _, icon := range [][]byte{normalIcon, pausedIcon} {
		sum := md5.Sum(icon)
		os.Remove(filepath.Join(os.TempDir(), "systray_temp_icon_"+hex.EncodeToString(sum[:])))
	}
}
