package consent

import (
	"slices"

	"vestibule/internal/device"
	"vestibule/internal/words"
)

// CameraNow says what the cameras do now: a sentence, and the part of it that
// must not be overlooked.
func CameraNow(d *device.Snapshot) (now, strong string) {
	if d == nil {
		return looking(), ""
	}
	switch {
	case d.CamerasState == device.Unknown:
		return words.Say("Cannot tell what it does: {why}", "why", Clean(d.CamerasWhy, longest)), ""
	case len(d.Cameras) == 0:
		return words.Say("No camera found"), ""
	}
	names := make([]string, len(d.Cameras))
	unknown := ""
	for i, c := range d.Cameras {
		names[i] = Clean(c.Name, longest)
		if c.State == device.InUse {
			strong = words.Sentences(strong, cameraUsed(c.Users, names[i], len(d.Cameras) > 1))
		}
		if c.State == device.Unknown && unknown == "" {
			unknown = Clean(c.Why, longest)
		}
	}
	all := list(names)
	switch {
	case strong != "":
		return words.Say("{list}.", "list", all), strong
	case unknown != "":
		return words.Say("{list}. Cannot tell what it does: {why}", "list", all, "why", unknown), ""
	}
	return words.Say("{list}, not in use now", "list", all), ""
}

// cameraUsed words who holds a camera; named is whether it must be named.
func cameraUsed(users []device.Program, name string, named bool) string {
	if !named {
		return used(users)
	}
	who, n := programs(users)
	if n == 0 {
		return words.Say("Some program uses {device} now.", "device", name)
	}
	return words.Count(n, "{list} uses {device} now.", "{list} use {device} now.", "list", who, "device", name)
}

// used words who holds the device of a row.
func used(users []device.Program) string {
	who, n := programs(users)
	if n == 0 {
		return words.Say("Some program uses it now.")
	}
	return words.Count(n, "{list} uses it now.", "{list} use it now.", "list", who)
}

// programs lists those whose names are known, and counts them.
func programs(users []device.Program) (said string, n int) {
	who := make([]string, 0, len(users))
	for _, u := range users {
		if name := Clean(u.Name, 40); name != "" && !slices.Contains(who, name) {
			who = append(who, name)
		}
	}
	return list(who), len(who)
}

// MicrophoneNow says what the microphone does now.
func MicrophoneNow(d *device.Snapshot) (now, strong string) {
	if d == nil {
		return looking(), ""
	}
	m := d.Microphone
	name := Clean(m.Name, longest)
	switch m.State {
	case device.Absent:
		return words.Say("No microphone found"), ""
	case device.Unknown:
		return words.Say("Cannot tell what it does: {why}", "why", Clean(m.Why, longest)), ""
	}
	busy, others := m.State == device.InUse, otherMicrophones(m.Others)
	strong = others
	if busy {
		strong = words.Sentences(used(m.Users), others)
	}
	switch {
	case busy && m.Muted:
		return words.Say("{device}, muted by the system.", "device", name), strong
	case busy:
		return words.Say("{device}, not muted.", "device", name), strong
	case m.Muted && others != "":
		return words.Say("{device}, muted by the system, used by nobody.", "device", name), strong
	case m.Muted:
		return words.Say("{device}, muted by the system, used by nobody", "device", name), ""
	case others != "":
		return words.Say("{device}, not muted, used by nobody.", "device", name), strong
	}
	return words.Say("{device}, not muted, used by nobody", "device", name), ""
}

// otherMicrophones words who records from another one than the default.
func otherMicrophones(users []device.Program) string {
	if len(users) == 0 {
		return ""
	}
	who, n := programs(users)
	if n == 0 {
		return words.Say("Some program uses another microphone now.")
	}
	return words.Count(n, "{list} uses another microphone now.", "{list} use another microphone now.", "list", who)
}

// DeviceLines says what the devices do now, a line each, in the words of the
// question: for the status window and the command line.
func DeviceLines(d *device.Snapshot) []string {
	cam, camStrong := CameraNow(d)
	mic, micStrong := MicrophoneNow(d)
	return []string{
		words.Say("Camera: {list}", "list", words.Sentences(cam, camStrong)),
		words.Say("Microphone: {list}", "list", words.Sentences(mic, micStrong)),
	}
}

// list joins names for a sentence: "a", "a and b", "a, b and c".
func list(names []string) string {
	if len(names) == 0 {
		return ""
	}
	said := words.Value(names[0])
	for i, name := range names[1:] {
		if i+2 == len(names) {
			said = words.Say("{list} and {last}", "list", said, "last", name)
		} else {
			said = words.Say("{list}, {next}", "list", said, "next", name)
		}
	}
	return said
}
