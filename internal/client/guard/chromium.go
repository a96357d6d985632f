package guard

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Chromium's content settings: 1 allows, 2 blocks, 3 asks.
// components/content_settings/core/common/content_settings.h
const chromiumBlocks = 2

// chromiumCamera are the kinds of permission by which a page gets a camera.
var chromiumCamera = []string{"media_stream_camera", "camera_pan_tilt_zoom", "media_stream"}

// chromiumKept are the kinds of sites' settings that stay; the others say which
// sites were visited, and when.
var chromiumKept = []string{"media_stream_mic", "cookies", "popups", "sound"}

// chromiumHistory is what is cleared in a profile before each start: history,
// open windows and what was typed. Cookies and the sites' own storage stay.
var chromiumHistory = []string{
	"History", "History-journal", "Visited Links", "Top Sites", "Top Sites-journal", "Favicons", "Favicons-journal",
	"Shortcuts", "Shortcuts-journal", "Network Action Predictor", "Network Action Predictor-journal",
	"Current Session", "Current Tabs", "Last Session", "Last Tabs", "Sessions", "Session Storage",
	"Web Data", "Web Data-journal", "Archived History", "Media History", "Media History-journal", "DownloadMetadata",
}

func (p profile) chromiumPreferences() string { return filepath.Join(p.dir, "Default", "Preferences") }

// prepareChromium writes the camera's setting and clears the history. It is
// only called while the profile is not open.
func (p profile) prepareChromium() error {
	if err := makeOwn(filepath.Join(p.dir, "Default")); err != nil {
		return err
	}
	for _, name := range chromiumHistory {
		if err := os.RemoveAll(filepath.Join(p.dir, "Default", name)); err != nil {
			return err
		}
	}
	prefs := map[string]any{}
	switch data, err := readFile(p.chromiumPreferences()); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	default:
		d := json.NewDecoder(bytes.NewReader(data))
		d.UseNumber()
		if d.Decode(&prefs) != nil || prefs == nil {
			prefs = map[string]any{} // damaged: the browser would make it anew as well
		}
	}
	person := table(prefs, "profile")
	person["exit_type"] = "Normal" // no offer to restore what was open
	table(prefs, "session")["restore_on_startup"] = 5
	exceptions := table(table(person, "content_settings"), "exceptions")
	for kind, sites := range exceptions {
		if _, isTable := sites.(map[string]any); isTable && !slices.Contains(chromiumKept, kind) {
			delete(exceptions, kind)
		}
	}
	defaults := table(person, "default_content_setting_values")
	for _, kind := range chromiumCamera {
		delete(exceptions, kind)
		delete(defaults, kind) // it asks
	}
	if p.which == Closed {
		defaults["media_stream_camera"], defaults["camera_pan_tilt_zoom"] = chromiumBlocks, chromiumBlocks
	}
	data, err := json.Marshal(prefs)
	if err != nil {
		return err
	}
	return replaceFile(p.chromiumPreferences(), data)
}

// table gives a table in a table, made if it is missing or no table.
func table(in map[string]any, key string) map[string]any {
	t, ok := in[key].(map[string]any)
	if !ok {
		t = map[string]any{}
		in[key] = t
	}
	return t
}

// chromiumHolds says whether the profile, as it is on the disk, keeps the
// camera closed: the default blocks and nothing is an exception to it. The
// browser writes what changes in it within ten seconds.
func (p profile) chromiumHolds() error {
	data, err := readFile(p.chromiumPreferences())
	if err != nil {
		return errLoose
	}
	var prefs struct {
		Profile struct {
			Defaults map[string]json.RawMessage `json:"default_content_setting_values"`
			Settings struct {
				Exceptions map[string]json.RawMessage `json:"exceptions"`
			} `json:"content_settings"`
		} `json:"profile"`
	}
	if json.Unmarshal(data, &prefs) != nil {
		return errLoose
	}
	if string(prefs.Profile.Defaults["media_stream_camera"]) != "2" {
		return errLoose
	}
	for _, kind := range chromiumCamera {
		raw, ok := prefs.Profile.Settings.Exceptions[kind]
		if !ok {
			continue
		}
		var sites map[string]struct {
			Setting json.RawMessage `json:"setting"`
		}
		if json.Unmarshal(raw, &sites) != nil {
			return errLoose
		}
		for _, e := range sites {
			if string(e.Setting) != "2" {
				return errLoose
			}
		}
	}
	return nil
}
