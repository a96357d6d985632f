package config

import (
	"errors"
	"os"
	"path/filepath"
)

// userFolder is the person's configuration folder by the XDG base directory
// specification, which says to ignore a relative path.
func userFolder() (string, error) {
	if dir := os.Getenv("XDG_CONFIG_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "vestibule"), nil
	}
	home := os.Getenv("HOME")
	if !filepath.IsAbs(home) {
		return "", errors.New("$HOME is not set")
	}
	return filepath.Join(home, ".config", "vestibule"), nil
}

// policyFolder is where an administrator's policy is.
func policyFolder() string { return "/etc/vestibule" }
