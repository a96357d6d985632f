//go:build unix

package urlscheme

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/sys/unix"
)

// record is what Register remembers, so that Unregister can put everything
// back: $XDG_STATE_HOME/vestibule/registered.json, readable for its owner; for all
// users of a machine, systemRecord. On macOS it lies with the configuration.
type record struct {
	Version int      `json:"version"`
	Binary  string   `json:"binary"`
	Schemes []string `json:"schemes"`
	// Earlier is who opened a scheme before, by scheme; "" is nobody.
	Earlier map[string]string `json:"earlier"`
	// Files are those written whole, by path.
	Files []recordedFile `json:"files"`
	// Edited are others' files with lines of ours.
	Edited []editedFile `json:"edited"`
	// Dirs are the directories made, outermost first.
	Dirs []string `json:"dirs"`
}

type recordedFile struct {
	What string `json:"what"`
	Path string `json:"path"`
	Sum  string `json:"sum"`
}

// editedFile holds a file as it was before we edited it. Nothing in it is
// secret: the names of installed programs.
type editedFile struct {
	What    string `json:"what"`
	Path    string `json:"path"`
	Existed bool   `json:"existed"`
	Before  string `json:"before"`
	Sum     string `json:"sum"` // of what it became; "" until that is known
	// MadeGroup says that the group of defaults is ours.
	MadeGroup bool `json:"made_group,omitempty"`
}

func sum(data []byte) string {
	s := sha256.Sum256(data)
	return hex.EncodeToString(s[:])
}

// readRecord gives the record, and whether there is one. One that cannot be
// read is an error: to go on would be to forget who had the schemes.
func readRecord(path string) (record, bool, error) {
	data, exists, err := read(path)
	if err != nil || !exists {
		return record{}, false, err
	}
	var r record
	if err := json.Unmarshal(data, &r); err != nil || r.Version != 1 {
		return record{}, false, &HintError{
			fmt.Errorf("reading %s: it is not what \"vestibule register\" wrote", path),
			"move it away; vestibule then takes its own entries away without knowing the earlier ones",
		}
	}
	return r, true, nil
}

func writeRecord(path string, r record, mode fs.FileMode) error {
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	was, exists, err := read(path)
	if err != nil {
		return err
	}
	if !exists {
		was = nil
	}
	return replace(path, was, append(data, '\n'), mode)
}

// addDirs remembers directories that were made, once each.
func (r *record) addDirs(made []string) {
	for _, d := range made {
		if !slices.Contains(r.Dirs, d) {
			r.Dirs = append(r.Dirs, d)
		}
	}
}

func (r *record) edited(path string) *editedFile {
	for i := range r.Edited {
		if r.Edited[i].Path == path {
			return &r.Edited[i]
		}
	}
	return nil
}

// paths is path and those recorded with the same name: the directories of the
// environment may have changed since.
func (r *record) paths(path string) []string {
	out := []string{path}
	for _, e := range r.Edited {
		if filepath.Base(e.Path) == filepath.Base(path) && e.Path != path {
			out = append(out, e.Path)
		}
	}
	return out
}

// removeDirs takes away the directories that were made and are empty.
func removeDirs(dirs []string) {
	for _, d := range slices.Backward(dirs) {
		_ = unix.Rmdir(d) // not empty: someone else uses it now; no directory: not ours
	}
}

// removeFile removes a file of ours; that it is gone already is no error. The
// base name is looked at, so that a damaged record cannot name a foreign file.
func removeFile(path string) (removed bool, err error) {
	switch filepath.Base(path) {
	case AppID + ".desktop", AppID + ".service", AppID + ".svg", AppID + ".plist":
	default:
		return false, fmt.Errorf("removing %s: not a file of Vestibule's", path)
	}
	err = os.Remove(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
