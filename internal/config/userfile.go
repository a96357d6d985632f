package config

import (
	"fmt"
	"path/filepath"
)

// UserFile is the path of the person's configuration file, whether it exists
// or not.
func UserFile() (string, error) {
	dir, err := userFolder()
	if err != nil {
		return "", fmt.Errorf("finding the configuration folder: %w", err)
	}
	return filepath.Join(dir, "config.toml"), nil
}
