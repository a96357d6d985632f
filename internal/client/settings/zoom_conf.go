package settings

import (
	"bytes"
	"path/filepath"
	"strings"
)

// ZoomLinux reads zoomus.conf of the Zoom client whose desktop entry is
// clientID: the package's in configHome (or home/.config), Flatpak's in its
// own place. A Snap's is not known.
//
// Of about ten real files none had a key that keeps the camera off when
// joining: newMeetingWithVideo is, by its name, for one's own new meetings,
// and enableStartVideoWhenJoin was seen in one third-party script only. So the
// camera is always Unknown (facts of November 2026).
func ZoomLinux(home, configHome, clientID string) Setting {
	if !filepath.IsAbs(configHome) {
		if !filepath.IsAbs(home) {
			return unknown("the home folder is not known")
		}
		configHome = filepath.Join(home, ".config")
	}
	file := filepath.Join(configHome, "zoomus.conf")
	switch strings.ToLower(clientID) {
	case "zoom.desktop":
	case "us.zoom.zoom.desktop":
		file = filepath.Join(home, ".var/app/us.zoom.Zoom/config/zoomus.conf")
	default:
		return unknown("where this client keeps its settings is not known")
	}
	data, err := read(file)
	if err != nil {
		return unknown("its settings cannot be read")
	}
	return zoomConf(data, file)
}

const whyCamera = "Zoom for Linux has no setting that is known to keep the camera off when joining"

// zoomConf reads the text of a zoomus.conf; nil is no file.
func zoomConf(data []byte, file string) Setting {
	s := unknown("it is not set")
	s.Camera.Why = whyCamera
	keys := general(data)
	if v, ok := keys["MuteVoipWhenJoin"]; ok {
		s.Microphone = Value{
			State: truth(v, Off, On), Certainty: Reported, Source: file, Key: "MuteVoipWhenJoin",
			Why: "whether Zoom for Linux obeys it is not documented",
		}
	}
	if v, ok := keys["enableAlwaysShowVideoPreviewDialog"]; ok {
		s.Preview = Value{State: truth(v, On, Off), Certainty: Own, Source: file, Key: "enableAlwaysShowVideoPreviewDialog"}
	}
	for _, v := range []*Value{&s.Microphone, &s.Preview} {
		if v.State == Unknown && v.Key != "" {
			*v = Value{State: Unknown, Why: "its value is not understood"}
		}
	}
	return s
}

// truth reads a boolean as Qt writes it.
func truth(v string, yes, no State) State {
	switch v {
	case "true":
		return yes
	case "false":
		return no
	}
	return Unknown
}

// general gives the keys of the group General of a QSettings file, the last of
// a name winning as it does in Qt.
func general(data []byte) map[string]string {
	keys, group := map[string]string{}, "General" // what is before any group belongs to it
	for _, line := range bytes.Split(data, []byte("\n")) {
		text := strings.TrimSpace(string(line))
		if text == "" || text[0] == ';' || text[0] == '#' {
			continue
		}
		if text[0] == '[' {
			group = strings.TrimSuffix(text[1:], "]")
			continue
		}
		key, value, ok := strings.Cut(text, "=")
		if ok && (group == "General" || group == "general") {
			keys[strings.TrimSpace(key)] = strings.Trim(strings.TrimSpace(value), `"`)
		}
	}
	return keys
}
