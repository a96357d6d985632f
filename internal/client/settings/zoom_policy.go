package settings

import (
	"encoding/binary"
	"errors"
	"strconv"
	"strings"
	"unicode/utf16"
)

// PolicyKeys are the registry keys of Zoom's Windows policy below
// HKEY_LOCAL_MACHINE, the most important first. The mute is seen under both.
var PolicyKeys = []string{
	`SOFTWARE\Policies\Zoom\Zoom Meetings\General`,
	`SOFTWARE\Policies\Zoom\Zoom Meetings\Meetings`,
}

var windowsKeys = names{"TurnOffVideoCameraOnJoin", "MuteVoIPWhenJoinMeeting", "AlwaysShowVideoPreviewDialog"}

// Registry is what was read of the registry: DWORD values by name, by key.
// Keys are without the hive.
type Registry map[string]map[string]uint32

// ZoomPolicy gives what Zoom's policy says: it is Forced. Where the two keys
// differ nothing is proven. The person's own choice has no known place.
func ZoomPolicy(r Registry) Setting {
	var sources []config
	for _, key := range PolicyKeys {
		for have, values := range r {
			if !strings.EqualFold(have, key) {
				continue
			}
			c := config{source: `HKLM\` + key, forced: map[string]any{}}
			for name, v := range values {
				c.forced[strings.ToLower(name)] = uint64(v)
			}
			sources = append(sources, c)
		}
	}
	s := zoomSetting(sources, windowsKeys)
	for _, one := range []struct {
		v   *Value
		key string
	}{{&s.Camera, windowsKeys.camera}, {&s.Microphone, windowsKeys.microphone}, {&s.Preview, windowsKeys.preview}} {
		if disagree(sources, one.key) {
			*one.v = Value{State: Unknown, Why: "the policy says both"}
		}
	}
	return s
}

func disagree(sources []config, key string) bool {
	seen := map[int]bool{}
	for _, c := range sources {
		if v, ok := c.forced[strings.ToLower(key)]; ok {
			seen[number(v)] = true
		}
	}
	return len(seen) > 1
}

// ParseReg reads an export of regedit (version 5, UTF-16 or UTF-8): the DWORD
// values of HKEY_LOCAL_MACHINE. Other values and hives are passed over.
func ParseReg(data []byte) (Registry, error) {
	text, err := regText(data)
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	if strings.TrimSpace(lines[0]) != "Windows Registry Editor Version 5.00" {
		return nil, errors.New("reading a registry export: it is none")
	}
	r := Registry{}
	key := ""
	for _, line := range lines[1:] {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			name := strings.TrimSuffix(strings.TrimPrefix(line, "["), "]")
			hive, rest, _ := strings.Cut(name, `\`)
			if key = ""; strings.EqualFold(hive, "HKEY_LOCAL_MACHINE") {
				key = rest
			}
			continue
		}
		name, value, ok := strings.Cut(line, "=")
		hex, dword := strings.CutPrefix(strings.ToLower(strings.TrimSpace(value)), "dword:")
		name = strings.TrimSpace(name)
		if !ok || !dword || key == "" || len(name) < 3 || name[0] != '"' || name[len(name)-1] != '"' {
			continue
		}
		n, err := strconv.ParseUint(hex, 16, 32)
		if err != nil {
			return nil, errors.New("reading a registry export: a number is damaged")
		}
		if r[key] == nil {
			r[key] = map[string]uint32{}
		}
		r[key][name[1:len(name)-1]] = uint32(n)
	}
	return r, nil
}

// regText gives UTF-8.
func regText(data []byte) (string, error) {
	if len(data) >= 2 && data[0] == 0xff && data[1] == 0xfe {
		data = data[2:]
		if len(data)%2 != 0 {
			return "", errors.New("reading a registry export: it is cut off")
		}
		units := make([]uint16, len(data)/2)
		for i := range units {
			units[i] = binary.LittleEndian.Uint16(data[2*i:])
		}
		return string(utf16.Decode(units)), nil
	}
	return strings.TrimPrefix(string(data), "\ufeff"), nil
}
