//go:build unix && !darwin

package config

// systemACL is nil where a file's mode shows all of who may write it: the mask
// of a POSIX access control list is the mode's own group.
var systemACL func(path string) ([]byte, error)
