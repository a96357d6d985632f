package settings

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
)

// unmarshal reads a property list. It is put in where such files are read, on
// macOS (plist_darwin.go), and by the tests everywhere: the library would weigh
// 160 KB in programs that have no use for it.
var unmarshal = func([]byte, *map[string]any) error {
	return errors.New("reading settings: property lists are not read on this system")
}

// ZoomDarwin reads us.zoom.config of macOS: root is "/". The order of sources
// is Zoom's own (support article 115001799006): a value of the plist outside
// PackageRecommend comes first, then the account's locked setting, the
// person's own choice, PackageRecommend, and the account's unlocked setting.
// So a value outside PackageRecommend is Forced, and one inside it proves
// nothing. In the person's own folder, where they and their programs may change
// it any time, it is Own. Their choice in the client has no known place.
func ZoomDarwin(root, home, user string) Setting {
	const name = "us.zoom.config.plist"
	var files, own []string // the most important first, as CFPreferences looks
	if user != "" && user == filepath.Base(user) {
		files = append(files, filepath.Join(root, "Library/Managed Preferences", user, name))
	}
	files = append(files, filepath.Join(root, "Library/Managed Preferences", name))
	if filepath.IsAbs(home) {
		own, _ = filepath.Glob(filepath.Join(home, "Library/Preferences/ByHost/us.zoom.config.*.plist"))
		own = append(own, filepath.Join(home, "Library/Preferences", name))
		files = append(files, own...)
	}
	files = append(files, filepath.Join(root, "Library/Preferences", name))
	found := make([]config, 0, len(files))
	for _, file := range files {
		data, err := read(file)
		if err != nil {
			return unknown("its settings cannot be read")
		}
		if data == nil {
			continue
		}
		c, err := parsePlist(data, file)
		if err != nil {
			return unknown("its settings are not understood")
		}
		c.own = slices.Contains(own, file)
		found = append(found, c)
	}
	return zoomSetting(found, macKeys)
}

// names are the keys of one system, by what they mean.
type names struct{ camera, microphone, preview string }

// Both zDisableVideo and ZDisableVideo are in use: keys are compared without
// case.
var macKeys = names{"zDisableVideo", "MuteVoipWhenJoin", "AlwaysShowVideoPreviewDialog"}

// config is one source of settings.
type config struct {
	source              string
	forced, recommended map[string]any // by lower-case key
	own                 bool           // the person may write it
}

// errTwice is the error of a key that is there in two spellings.
var errTwice = errors.New("reading settings: a key is there twice with different values")

func parsePlist(data []byte, source string) (c config, err error) {
	defer func() { // a library that reads a file of others
		if recover() != nil {
			err = errors.New("reading settings: the property list is damaged")
		}
	}()
	var all map[string]any
	if err := unmarshal(data, &all); err != nil || len(data) == 0 {
		return config{}, errors.New("reading settings: it is no property list")
	}
	c = config{source: source}
	if c.forced, err = lower(all); err != nil {
		return config{}, err
	}
	if r, ok := c.forced["packagerecommend"]; ok {
		dict, ok := r.(map[string]any)
		if !ok {
			return config{}, errors.New("reading settings: PackageRecommend is no dictionary")
		}
		if c.recommended, err = lower(dict); err != nil {
			return config{}, err
		}
	}
	return c, nil
}

func lower(all map[string]any) (map[string]any, error) {
	out := map[string]any{}
	for k, v := range all {
		k = strings.ToLower(k)
		if old, ok := out[k]; ok && number(old) != number(v) {
			return nil, errTwice
		}
		out[k] = v
	}
	return out, nil
}

// number reads a boolean or 0 and 1; -1 is anything else.
func number(v any) int {
	switch v := v.(type) {
	case bool:
		if v {
			return 1
		}
		return 0
	case uint64:
		if v <= 1 {
			return int(v)
		}
	case int64:
		if v == 0 || v == 1 {
			return int(v)
		}
	}
	return -1
}

// zoomSetting gives what sources say, the most important first.
func zoomSetting(sources []config, keys names) Setting {
	return Setting{
		Camera:     pick(sources, keys.camera, Off, On),
		Microphone: pick(sources, keys.microphone, Off, On),
		Preview:    pick(sources, keys.preview, On, Off),
	}
}

func pick(sources []config, key string, yes, no State) Value {
	for _, c := range sources {
		v, ok := c.forced[strings.ToLower(key)]
		if !ok {
			continue
		}
		certainty := Forced
		if c.own {
			certainty = Own
		}
		switch number(v) {
		case 1:
			return Value{State: yes, Certainty: certainty, Source: c.source, Key: key}
		case 0:
			return Value{State: no, Certainty: certainty, Source: c.source, Key: key}
		}
		return Value{State: Unknown, Why: "its value is not understood"}
	}
	for _, c := range sources {
		if _, ok := c.recommended[strings.ToLower(key)]; ok {
			return Value{
				State: Unknown, Certainty: Recommended, Source: c.source, Key: key,
				Why: "it is only recommended, and the person's own choice comes first",
			}
		}
	}
	return Value{State: Unknown, Why: "it is not set by the organisation, and where a person's own choice is kept is not known"}
}
