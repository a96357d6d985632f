package device

import (
	"strings"
)

// Describe says a snapshot in lines for a terminal, a device a line:
//
//	Camera      Logitech C920 (/dev/video0): not in use
//	Microphone  Built-in Audio: muted by the system, used by nobody
func Describe(s Snapshot) []string {
	var lines []string
	for _, c := range s.Cameras {
		lines = append(lines, line("Camera", c.Name+" ("+c.Node+"): "+c.now()))
	}
	switch {
	case s.CamerasState == Unknown:
		lines = append(lines, line("Camera", "unknown: "+s.CamerasWhy))
	case len(s.Cameras) == 0:
		lines = append(lines, line("Camera", "none found"))
	}
	return append(lines, line("Microphone", s.Microphone.now()))
}

func line(what, text string) string {
	const column = len("Microphone  ")
	return what + strings.Repeat(" ", column-len(what)) + text
}

func (c Camera) now() string {
	switch c.State {
	case Idle:
		return "not in use"
	case InUse:
		return Using(c.Users) + " it now"
	}
	return "unknown: " + c.Why
}

func (m Microphone) now() string {
	switch m.State {
	case Absent:
		return "none found"
	case Idle, InUse:
	default:
		if m.Name != "" {
			return m.Name + ": unknown: " + m.Why
		}
		return "unknown: " + m.Why
	}
	text := m.Name + ": "
	if m.Muted {
		text += "muted by the system, "
	} else {
		text += "not muted, "
	}
	if m.State == InUse {
		text += Using(m.Users) + " it now"
	} else {
		text += "used by nobody"
	}
	if len(m.Others) > 0 {
		text += "; another microphone: " + Using(m.Others) + " it now"
	}
	return text
}

// Using names programs with the verb that follows them, each name once:
// "OBS Studio uses", "OBS Studio and Zoom use", "a program uses".
func Using(users []Program) string {
	var names []string
	seen := map[string]bool{}
	for _, u := range users {
		if name := u.Name; name != "" && !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	switch n := len(names); n {
	case 0:
		return "a program uses"
	case 1:
		return names[0] + " uses"
	default:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1] + " use"
	}
}
