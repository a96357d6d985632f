package guard

import (
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"vestibule/internal/client"
)

// loose are switches of a browser with which a profile of ours would not be
// the one that opens, or its camera setting would not count.
var loose = []string{
	"--user-data-dir", "--profile-directory", "--temp-profile", "--guest", "--incognito", "--load-extension",
	"--use-fake-ui-for-media-stream", "--auto-accept-camera-and-microphone-capture", "--disable-web-security",
	"--unsafely-treat-insecure-origin-as-secure", "--enable-automation", "--kiosk", "--app", "--app-id",
	"-p", "--p", "-profile", "--profile", "-profilemanager", "--profilemanager", "-private-window", "--private-window",
	"-no-remote", "--no-remote", "-new-instance", "--new-instance", "-migration", "--migration",
}

// isLoose says whether a word of a command is one of them.
func isLoose(word string) bool {
	name, _, _ := strings.Cut(strings.ToLower(word), "=")
	return slices.Contains(loose, name)
}

// otherwise says whether a running browser was started with a switch that ends
// the camera's setting. What a distribution's own script adds is no such
// switch.
func (p profile) otherwise(argv []string) bool {
	for _, word := range argv {
		name, value, _ := strings.Cut(word, "=")
		switch name {
		case "--use-fake-ui-for-media-stream", "--auto-accept-camera-and-microphone-capture":
			return true
		case "--user-data-dir":
			if value != p.dir {
				return true
			}
		case "--profile-directory":
			if value != "Default" {
				return true
			}
		}
	}
	return false
}

// rewrite makes of a browser's command for link the one that opens it in the
// profile. The link stays one whole argument of its own.
func (p profile) rewrite(argv []string, link string) ([]string, error) {
	return p.rewriteBy(argv, link, runtime.GOOS == "darwin")
}

// rewriteBy is rewrite; byTool says that the command is of macOS's own tool.
func (p profile) rewriteBy(argv []string, link string, byTool bool) ([]string, error) {
	at := -1
	for i, word := range argv {
		switch {
		case word == link && at < 0:
			at = i
		case strings.Contains(word, link):
			return nil, errLink
		}
	}
	if at < 1 {
		return nil, errLink
	}
	before, after := argv[:at], argv[at+1:]
	// Flatpak's marks around forwarded links; a link needs none.
	if len(after) > 0 && after[0] == "@@" && before[len(before)-1] == "@@u" {
		before, after = before[:len(before)-1], after[1:]
	}
	for _, word := range slices.Concat(before[1:], after) {
		if isLoose(word) {
			return nil, errFlags
		}
	}
	var own []string
	switch p.family {
	case client.Chromium:
		own = []string{
			"--user-data-dir=" + p.dir,
			// A second person of the same browser would have settings of its own.
			"--profile-directory=Default",
			// An extension may allow sites the camera; a sign-in may bring one.
			"--disable-extensions", "--disable-sync",
			"--no-first-run", "--no-default-browser-check",
		}
		link = "--app=" + link
	case client.Firefox:
		own = []string{"-profile", p.dir}
	default:
		return nil, errElsewhere
	}
	if byTool {
		before = launchServices(before)
	}
	return slices.Concat(before, after, own, []string{link}), nil
}

// launchServices makes of "open -a BUNDLE", the system's tool of macOS, one that
// hands arguments on to a new instance: without -n one that runs already, and
// has the person's own profile, would get the link without them.
func launchServices(before []string) []string {
	return slices.Concat(before[:1], []string{"-n"}, before[1:], []string{"--args"})
}

// inProfile says whether a running command is the browser itself with this
// profile, and not one of its helpers.
func (p profile) inProfile(argv []string) bool {
	if len(argv) == 0 || strings.Contains(filepath.Base(argv[0]), "crashpad") {
		return false
	}
	found := false
	for i, word := range argv {
		switch {
		case strings.HasPrefix(word, "--type=") || word == "-contentproc":
			return false
		case p.family == client.Chromium && word == "--user-data-dir="+p.dir:
			found = true
		case p.family == client.Firefox && i > 0 && word == p.dir && strings.TrimLeft(argv[i-1], "-") == "profile":
			found = true
		}
	}
	return found
}
