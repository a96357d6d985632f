package guard

import (
	"errors"
	"io"
	"os"
	"path/filepath"

	"vestibule/internal/client"
)

func (p profile) chromium() bool { return p.family == client.Chromium }

// prepare makes the profile ready for a start.
func (p profile) prepare() error {
	if p.chromium() {
		return p.prepareChromium()
	}
	return p.prepareFirefox()
}

// holds says why the profile does not keep the camera closed, or nil.
func (p profile) holds() error {
	if p.chromium() {
		return p.chromiumHolds()
	}
	return p.firefoxHolds()
}

// mostBytes bounds a file of a profile: cookies of years are less.
const mostBytes = 64 << 20

// readFile reads a plain file. It never waits, whatever is there in its place.
func readFile(path string) ([]byte, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|nonBlock, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > mostBytes {
		return nil, &os.PathError{Op: "read", Path: path, Err: errors.New("no plain file of a profile's size")}
	}
	return io.ReadAll(io.LimitReader(f, mostBytes))
}

// makeOwn makes a folder that only the person can read.
func makeOwn(dir string) error { return os.MkdirAll(dir, 0o700) }

// replaceFile writes a file whole or not at all.
func replaceFile(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".vestibule-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}
