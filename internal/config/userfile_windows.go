package config

import (
	"errors"
	"os"
	"path/filepath"
)

// userFolder is the person's configuration folder.
func userFolder() (string, error) {
	dir := os.Getenv("AppData")
	if !filepath.IsAbs(dir) {
		return "", errors.New("%AppData% is not set")
	}
	return filepath.Join(dir, "Vestibule"), nil
}
