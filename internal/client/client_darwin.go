package client

import (
	"os"
	"path/filepath"

	"howett.net/plist"
)

// mac is the finder of this system.
func (f *Finder) mac() *mac {
	return &mac{
		workspace: newWorkspace(),
		list: func(data []byte, into *map[string]any) error {
			_, err := plist.Unmarshal(data, into)
			return err
		},
		self: f.opts.Self, home: f.opts.Dirs.Home, earlier: f.opts.Earlier, open: openTool,
	}
}

// Installed lists the programs that open one of schemes, then the browsers.
// Each part has the default first. Vestibule is never in it; where it is the
// default of a scheme, the program that had the scheme before comes first.
func (f *Finder) Installed(schemes []string) ([]Client, error) {
	return f.mac().installed(schemes), nil
}

// Handler gives the program that would open scheme if Vestibule were not there.
func (f *Finder) Handler(scheme string) (Client, bool) { return f.mac().handler(scheme) }

// DefaultID gives the identifier of what opens scheme as it is, or "".
func (f *Finder) DefaultID(scheme string) string { return f.mac().usualID(scheme) }

// DefaultWithout gives the identifier of what would open scheme if Vestibule
// were not there, or "".
func (f *Finder) DefaultWithout(scheme string) string { return f.mac().usualWithout(scheme) }

// Name gives the name of a program that is there, or the id.
func (f *Finder) Name(id string) string { return f.mac().name(id) }

// NotOffered lists what opens one of schemes or https and is not offered, with
// the reason.
func (f *Finder) NotOffered(schemes []string) []Unusable { return f.mac().notOffered(schemes) }

// Family says which make of browser c is, by its identifier.
func (f *Finder) Family(c Client) BrowserFamily { return macFamily(c.ID) }

// Command gives the argument vector that opens link with c, and where it runs.
func (f *Finder) Command(c Client, link string) (argv []string, dir string, err error) {
	argv, err = f.mac().command(c, link)
	return argv, emptyFolder, err
}

// Start opens link with c: one argument, no shell. The error is a *StartError
// and has a Hint.
func (f *Finder) Start(c Client, link string, env []string) (Started, error) {
	return f.StartChanged(c, link, env, nil)
}

// StartChanged is Start with the argument vector that change makes of the one
// Command gives. change may be nil.
func (f *Finder) StartChanged(c Client, link string, env []string, change func(argv []string) ([]string, error)) (Started, error) {
	return f.mac().start(c, link, env, change)
}

// FromEnv gives where the person's files are.
func FromEnv() Dirs {
	home := os.Getenv("HOME")
	if !filepath.IsAbs(home) {
		home, _ = os.UserHomeDir()
	}
	if !filepath.IsAbs(home) {
		return Dirs{}
	}
	return Dirs{Home: home, DataHome: filepath.Join(home, "Library", "Application Support")}
}
