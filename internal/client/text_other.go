//go:build !linux && !darwin

package client

// OpenText is not yet there on this system.
func OpenText(path string) error {
	return &StartError{Client: "the text editor", Cause: ErrNotThere, Mend: "open " + path + " yourself"}
}
