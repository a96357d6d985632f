// Package guard opens a meeting in a browser profile of Vestibule's own, in
// which the camera can be kept closed.
//
// Each browser has two: in the closed one the camera is never allowed, in the
// open one the browser asks. Their cookies stay, so that a sign-in lasts;
// their history and sessions are cleared at each start. The microphone is left
// to the browser, which asks: people must be able to speak.
//
// What may not live here: decisions. What is known of a guard is looked up
// anew each time it is claimed, and once more when it is used.
package guard

import (
	"errors"
	"path/filepath"
	"strings"
	"sync"

	"vestibule/internal/client"
)

// Profile is which of a browser's two profiles.
type Profile string

const (
	Closed Profile = "closed" // the camera is never allowed
	Open   Profile = "open"   // the browser asks before the camera opens
)

// Options is where profiles are kept and looked for.
type Options struct {
	// DataHome is $XDG_DATA_HOME, Home the person's home.
	DataHome, Home string
	// Etc is /etc, Proc is /proc; tests have their own.
	Etc, Proc string
	// Finder knows the browsers and starts them.
	Finder *client.Finder
}

// Guards are the guarded profiles of one person.
type Guards struct{ opts Options }

// starting keeps two starts from preparing one profile at the same time.
var starting sync.Mutex

// New gives the guards; empty Etc and Proc are the system's.
func New(o Options) *Guards {
	if o.Etc == "" {
		o.Etc = "/etc"
	}
	if o.Proc == "" {
		o.Proc = "/proc"
	}
	return &Guards{opts: o}
}

// Reasons that a person reads, as parts of a sentence.
//
//words:mark
var (
	errElsewhere = errors.New("where it keeps its data cannot be told")
	errNoPlace   = errors.New("its own folder is not there yet: start it once")
	errLoose     = errors.New("its guarded window has a camera permission; close that window first")
	errReadOnly  = errors.New("its guarded profile cannot be written")
	errFull      = errors.New("the disk that holds its guarded profile is full")
	errPolicy    = errors.New("a policy on this computer allows it the camera")
	errLink      = errors.New("its desktop entry hands the link on in a way of its own")
	errFlags     = errors.New("its desktop entry sets a profile or a camera of its own")
	errSafari    = errors.New("Safari takes no profile of ours, so that its camera setting is your own")
)

// unguardable are browsers of which it is known that they can have no profile of
// ours, by their ids in lower case: people look for them in the list.
var unguardable = map[string]error{"com.apple.safari": errSafari, "com.apple.safaritechnologypreview": errSafari}

// profile is one profile of one browser on this machine.
type profile struct {
	which  Profile
	family client.BrowserFamily
	id     string // the browser's
	dir    string
}

// as gives the other profile of the same browser.
func (p profile) as(which Profile) profile {
	if p.dir != "" {
		p.dir = filepath.Join(filepath.Dir(p.dir), string(which))
	}
	p.which = which
	return p
}

// entryName is what a profile's folder is called: the desktop id, where that
// is a plain file name.
func entryName(id string) (string, bool) {
	name := strings.TrimSuffix(id, ".desktop")
	plain := strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") == ""
	return name, plain && name != "" && name[0] != '.' && len(name) < 128
}
