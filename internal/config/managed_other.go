//go:build !windows

package config

// systemManaged is a policy in a store of the system's own. Linux has none.
// On macOS it will be the managed preferences of dev.vestibule.Launcher, the
// dictionaries "Recommended" and "Locked" as Managed has them, and only what
// is forced counts.
func systemManaged() (Managed, error) { return Managed{}, nil }
