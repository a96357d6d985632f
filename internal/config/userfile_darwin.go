package config

import (
	"errors"
	"os"
	"path/filepath"
)

// userFolder is the person's configuration folder.
func userFolder() (string, error) {
	home := os.Getenv("HOME")
	if !filepath.IsAbs(home) {
		return "", errors.New("$HOME is not set")
	}
	return filepath.Join(home, "Library", "Application Support", "Vestibule"), nil
}

// policyFolder is where an administrator's policy is.
func policyFolder() string { return "/Library/Application Support/Vestibule" }
