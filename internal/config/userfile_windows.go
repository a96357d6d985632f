package config

import (
	"errors"
	"os"
	"path/filepath"

	"golang.org/x/sys/windows"
)

// userFolder is the person's configuration folder.
func userFolder() (string, error) {
	dir := os.Getenv("AppData")
	if !filepath.IsAbs(dir) {
		return "", errors.New("%AppData% is not set")
	}
	return filepath.Join(dir, "Vestibule"), nil
}

// policyFolder is where an administrator's policy is. The environment is the
// person's to change, so the system is asked.
func policyFolder() string {
	dir, err := windows.KnownFolderPath(windows.FOLDERID_ProgramData, 0)
	if err != nil {
		dir = `C:\ProgramData`
	}
	return filepath.Join(dir, "Vestibule")
}
