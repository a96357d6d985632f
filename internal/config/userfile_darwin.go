package config

import (
	"os"
	"path/filepath"
)

// userFolder is the person's configuration folder.
func userFolder() (string, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(home, "Library", "Application Support", "Vestibule"), nil
}

// policyFolder is where an administrator's policy is.
func policyFolder() string { return "/Library/Application Support/Vestibule" }
