package guard

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"vestibule/internal/client"
)

// probeLink stands for a link while a browser's command is looked at.
const probeLink = "https://vestibule.invalid/"

// locate finds a browser's profile, from the command that opens probeLink in
// it. A Snap or Flatpak browser cannot read the person's data directory: its
// profile is in its own folder, or nowhere.
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
	if !ok {
		return p, errElsewhere
	}
	place := g.opts.DataHome
	switch id, snap := flatpakOf(argv), snapOf(argv); {
	case id != "":
		own := filepath.Join(g.opts.Home, ".var", "app", id)
		if !isDir(own) {
			return p, errNoPlace
		}
		place = filepath.Join(own, "data")
	case snap != "":
		place = filepath.Join(g.opts.Home, "snap", snap, "common")
		if !isDir(place) {
			return p, errNoPlace
		}
	}
	if !filepath.IsAbs(place) {
		return p, errElsewhere
	}
	p.dir = filepath.Join(place, marker, name, string(which))
	return p, nil
}

// flatpakOf gives the application id of "flatpak run … ID …", or "".
func flatpakOf(argv []string) string {
	i := flatpakApp(argv)
	if i < 0 || strings.Contains(argv[i], "/") {
		return ""
	}
	return argv[i]
}

func flatpakApp(argv []string) int {
	if len(argv) < 3 || filepath.Base(argv[0]) != "flatpak" || argv[1] != "run" {
		return -1
	}
	return 2 + slices.IndexFunc(argv[2:], func(w string) bool { return w != "" && w[0] != '-' })
}

// snapOf gives the snap that a command runs, or "": /snap/bin/NAME or
// /snap/bin/NAME.APP, and the scripts of Ubuntu that start one.
func snapOf(argv []string) string {
	for _, word := range argv {
		if !filepath.IsAbs(word) {
			continue
		}
		if rest, ok := strings.CutPrefix(word, "/snap/bin/"); ok {
			name, _, _ := strings.Cut(rest, ".")
			return name
		}
		if name := snapScript(word); name != "" {
			return name
		}
	}
	return ""
}

// snapScript reads a short script for the snap it starts.
func snapScript(file string) string {
	f, err := os.Open(file)
	if err != nil {
		return ""
	}
	defer f.Close()
	head := make([]byte, 16<<10)
	n, _ := f.Read(head)
	text := string(head[:n])
	if !strings.HasPrefix(text, "#!") {
		return ""
	}
	_, rest, ok := strings.Cut(text, "/snap/bin/")
	if !ok {
		return ""
	}
	end := strings.IndexFunc(rest, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-')
	})
	if end >= 0 {
		rest = rest[:end]
	}
	return rest
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// roots are the folders that may hold guarded profiles.
func (g *Guards) roots() []string {
	out := []string{filepath.Join(g.opts.DataHome, marker)}
	for _, pattern := range []string{"snap/*/common", ".var/app/*/data"} {
		found, _ := filepath.Glob(filepath.Join(g.opts.Home, pattern, marker))
		out = append(out, found...)
	}
	return slices.DeleteFunc(out, func(dir string) bool {
		info, err := os.Lstat(dir)
		return err != nil || !info.IsDir()
	})
}
