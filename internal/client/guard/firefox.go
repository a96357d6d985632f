package guard

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// firefoxHistory is what is cleared in a profile before each start.
// permissions.sqlite holds the sites' exceptions.
var firefoxHistory = []string{
	"places.sqlite", "places.sqlite-wal", "places.sqlite-shm", "favicons.sqlite", "favicons.sqlite-wal", "favicons.sqlite-shm",
	"formhistory.sqlite", "sessionstore.jsonlz4", "sessionstore-backups", "sessionCheckpoints.json", "bookmarkbackups", "thumbnails",
}

var firefoxPermissions = []string{"permissions.sqlite", "permissions.sqlite-wal", "permissions.sqlite-shm"}

// firefoxCalm keeps the browser's greetings out of a meeting's window.
const firefoxCalm = `// Written by Vestibule before each start.
user_pref("browser.aboutwelcome.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.startup.homepage_override.mstone", "ignore");
user_pref("browser.startup.page", 0);
user_pref("browser.sessionstore.resume_from_crash", false);
user_pref("datareporting.policy.firstRunURL", "");
user_pref("trailhead.firstrun.didSeeAboutWelcome", true);
`

// firefoxCloses blocks the camera for every site: 1 allows, 2 blocks.
const firefoxCloses = `user_pref("permissions.default.camera", 2);
`

const firefoxAsks = `user_pref("permissions.default.camera", 0);
`

// prepareFirefox is only called while the profile is not open.
func (p profile) prepareFirefox() error {
	if err := makeOwn(p.dir); err != nil {
		return err
	}
	text := firefoxCalm + firefoxAsks
	if p.which == Closed {
		text = firefoxCalm + firefoxCloses
	}
	for _, name := range slices.Concat(firefoxHistory, firefoxPermissions) {
		if err := os.RemoveAll(filepath.Join(p.dir, name)); err != nil {
			return err
		}
	}
	// What the browser itself noted of the camera last time.
	prefs := filepath.Join(p.dir, "prefs.js")
	switch data, err := readFile(prefs); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case cameraPref.Match(data):
		if err := replaceFile(prefs, cameraPref.ReplaceAll(data, nil)); err != nil {
			return err
		}
	}
	return replaceFile(filepath.Join(p.dir, "user.js"), []byte(text))
}

var cameraPref = regexp.MustCompile(`user_pref\("permissions\.default\.camera",\s*([^)]*)\);?`)

// firefoxHolds says whether the profile, as it is on the disk, keeps the
// camera closed: the preference blocks, and no site has a camera permission. A
// permission's kind stands as plain text in its table; a trace of one that was
// deleted counts too, which claims too little.
func (p profile) firefoxHolds() error {
	for _, name := range []string{"user.js", "prefs.js"} {
		data, err := readFile(filepath.Join(p.dir, name))
		if errors.Is(err, fs.ErrNotExist) && name == "prefs.js" {
			continue // not written yet
		}
		if err != nil {
			return errLoose
		}
		found := cameraPref.FindAllSubmatch(data, -1)
		if name == "user.js" && len(found) == 0 {
			return errLoose
		}
		for _, m := range found {
			if strings.TrimSpace(string(m[1])) != "2" {
				return errLoose
			}
		}
	}
	for _, name := range firefoxPermissions[:2] {
		data, err := readFile(filepath.Join(p.dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil || bytes.Contains(data, []byte("camera")) {
			return errLoose
		}
	}
	return nil
}
