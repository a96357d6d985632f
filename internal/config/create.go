package config

import (
	"errors"
	"io/fs"
	"os"
)

// Create makes the person's file, with every key commented at its default, if
// there is none. Whatever is there already is left alone.
func Create(file string) error {
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		return nil // what is wrong with it, if anything, Check says
	}
	return edit(file, func(old []byte) ([]byte, error) { return old, nil })
}
