//go:build !linux

package urlscheme

import "errors"

// System says where the machine's files are.
type System struct{ Root string }

// errInstaller: on macOS and Windows a program is a handler for all users by
// where it is installed, which is the installer's work.
var errInstaller = errors.New("registering for all users: on this system the installer does that")

// RegisterSystem gives an error that says whose work it is.
func RegisterSystem(Options, System) (Report, error) { return Report{}, errInstaller }

// UnregisterSystem gives an error that says whose work it is.
func UnregisterSystem(System) (Report, error) { return Report{}, errInstaller }

// StatusSystem knows of none.
func StatusSystem(System) (Report, error) { return Report{}, nil }
