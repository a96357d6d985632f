package remember

import "path/filepath"

// folder is the person's folder of Vestibule.
func folder(getenv func(string) string) (string, error) {
	home := getenv("HOME")
	if !filepath.IsAbs(home) {
		return "", errNoHome
	}
	return filepath.Join(home, "Library", "Application Support", "Vestibule"), nil
}
