//go:build !darwin

package remember

import "path/filepath"

// folder is for what a program keeps and could do without, by the XDG base
// directory specification.
func folder(getenv func(string) string) (string, error) {
	state := getenv("XDG_STATE_HOME")
	if !filepath.IsAbs(state) {
		home := getenv("HOME")
		if !filepath.IsAbs(home) {
			return "", errNoHome
		}
		state = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(state, "vestibule"), nil
}
