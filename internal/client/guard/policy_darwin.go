package guard

import (
	"os/user"
	"path/filepath"
)

// policyAllows says whether an organisation's setting may give a site the
// camera past a profile's: in the browser's preferences, or, of Firefox, in its
// bundle. It looks for the setting's name alone: to be wrong here is to claim
// too little.
func (g *Guards) policyAllows(p profile) bool {
	name := p.id + ".plist"
	files := []string{filepath.Join("/Library/Managed Preferences", name), filepath.Join("/Library/Preferences", name)}
	if u, err := user.Current(); err == nil && u.Username == filepath.Base(u.Username) {
		files = append(files, filepath.Join("/Library/Managed Preferences", u.Username, name))
	}
	if !p.chromium() {
		bundles, _ := filepath.Glob("/Applications/*.app/Contents/Resources/distribution/policies.json")
		own, _ := filepath.Glob(filepath.Join(g.opts.Home, "Applications/*.app/Contents/Resources/distribution/policies.json"))
		files = append(append(files, bundles...), own...)
	}
	for _, file := range files {
		if data, err := readFile(file); err == nil && allowsCamera(data, p.chromium()) {
			return true
		}
	}
	return false
}
