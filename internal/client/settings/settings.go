// Package settings reads what a client's own settings say of camera and
// microphone at the start of a meeting. It claims nothing that the client may
// not obey: what is not proven is Unknown, with the reason.
//
// What may not live here: writing a client's settings, and what a meeting is
// assured of them.
package settings

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
)

// State is what a setting says.
type State string

const (
	Off     State = "off"     // camera off, microphone muted, no preview
	On      State = "on"      // the other way
	Unknown State = "unknown" // Why says why
)

// Certainty is how sure it is that the client does what was read.
type Certainty string

const (
	// Forced: the organisation set it, and neither the person nor the account
	// can set it otherwise.
	Forced Certainty = "forced"
	// Own: the person chose it in the client. The account's locked setting
	// comes first, and nobody can read that one here.
	Own Certainty = "own"
	// Recommended: it is where a choice starts. Any choice comes first.
	Recommended Certainty = "recommended"
	// Reported: the key is seen in people's files, and no document says that
	// the client obeys it.
	Reported Certainty = "reported"
)

// Value is one setting.
type Value struct {
	State     State
	Certainty Certainty // "" when State is Unknown and no key was found
	Source    string    // the file or registry key it is from, or ""
	Key       string    // its name there, or ""
	Why       string    // reason of Unknown, a sentence part
}

// Assures says whether the value may be called assured: it says off, and
// nothing that cannot be read here comes before it.
func (v Value) Assures() bool { return v.State == Off && v.Certainty == Forced }

// Setting is what a client's settings say of joining.
type Setting struct {
	Camera     Value
	Microphone Value
	// Preview is On when the client shows its own preview before it joins;
	// that preview may itself open the camera.
	Preview Value
}

// unknown is a Setting of which nothing is known.
func unknown(why string) Setting {
	v := Value{State: Unknown, Why: why}
	return Setting{v, v, v}
}

// Read gives the settings of a service's client on this machine. clientID is
// its desktop entry on Linux. For a service or system of which nothing is
// known all is Unknown.
func Read(service, clientID string, getenv func(string) string) Setting {
	if service != "zoom" && service != "zoomgov" {
		return unknown("the settings of this client are not known")
	}
	home := getenv("HOME")
	switch runtime.GOOS {
	case "linux":
		return ZoomLinux(home, getenv("XDG_CONFIG_HOME"), clientID)
	case "darwin":
		return ZoomDarwin("/", home, getenv("USER"))
	}
	return unknown("the client's settings are not read yet on this system")
}

// maxSize of a settings file that is worth reading.
const maxSize = 256 << 10

// read reads a plain file; nil without an error when there is none.
func read(path string) ([]byte, error) {
	fi, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if !fi.Mode().IsRegular() || fi.Size() > maxSize {
		return nil, fmt.Errorf("reading %s: it is no settings file", filepath.Base(path))
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxSize))
	if data == nil {
		data = []byte{}
	}
	return data, err
}
