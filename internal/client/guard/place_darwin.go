package guard

import (
	"os"
	"path/filepath"

	"vestibule/internal/client"
)

// probeLink stands for a link while a browser's command is looked at.
const probeLink = "https://vestibule.invalid/"

// locate finds a browser's profile: below the person's Application Support.
// Browsers of macOS that were not installed from the App Store, where none of
// these is, may read it.
func (g *Guards) locate(c client.Client, which Profile) (profile, error) {
	p := profile{which: which, family: g.opts.Finder.Family(c), id: c.ID}
	argv, _, err := g.opts.Finder.Command(c, probeLink)
	if err != nil {
		return p, err
	}
	if _, err := p.rewrite(argv, probeLink); err != nil {
		return p, err
	}
	name, ok := entryName(c.ID)
	if !ok || !filepath.IsAbs(g.opts.DataHome) {
		return p, errElsewhere
	}
	p.dir = filepath.Join(g.opts.DataHome, marker, name, string(which))
	return p, nil
}

// roots are the folders that may hold guarded profiles.
func (g *Guards) roots() []string {
	root := filepath.Join(g.opts.DataHome, marker)
	if info, err := os.Lstat(root); err != nil || !info.IsDir() {
		return nil
	}
	return []string{root}
}
