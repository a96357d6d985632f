package tray

import (
	"runtime"
	"strings"
	"unicode"

	"vestibule/internal/words"
)

// order is the order of the menu; an empty Item is a separator.
var order = []Item{
	Line, Unmute, LetIn, AskAnyway, JoinFromClipboard, Rejoin, RejoinCamera, AskAgain, "",
	Camera, Microphone, PauseHour, PauseTomorrow, Resume, "",
	OpenConfiguration, ShowStatus, QuitItem,
}

// faces gives how each item looks in the state.
func (s State) faces() map[Item]face {
	line := label(s.Line)
	if line == "" {
		line = "Vestibule"
	}
	camera, microphone := words.Say("Camera on when joining"), words.Say("Microphone on when joining")
	switch file := s.CameraBy; {
	case s.CameraLocked && file != "":
		camera = words.Say("Camera on when joining (set by your organisation, {path})", "path", file)
	case s.CameraLocked:
		camera = words.Say("Camera on when joining (set by your organisation)")
	}
	switch file := s.MicrophoneBy; {
	case s.MicrophoneLocked && file != "":
		microphone = words.Say("Microphone on when joining (set by your organisation, {path})", "path", file)
	case s.MicrophoneLocked:
		microphone = words.Say("Microphone on when joining (set by your organisation)")
	}
	return map[Item]face{
		Line:              {title: line, blocked: true},
		Unmute:            {title: label(s.Unmute), hidden: s.Unmute == ""},
		JoinFromClipboard: {title: label(words.Say("Join link from clipboard"))},
		Rejoin:            {title: label(words.Say("Rejoin {service}", "service", s.Rejoin)), hidden: s.Rejoin == ""},
		RejoinCamera:      {title: label(words.Say("Rejoin with camera: {service}", "service", s.RejoinCamera)), hidden: s.RejoinCamera == ""},
		AskAnyway:         {title: label(words.Say("Ask me again: {service}", "service", s.AskAnyway)), hidden: s.AskAnyway == ""},
		LetIn:             {title: labelOf(s.HeldOff, 2*longest), hidden: s.HeldOff == ""},
		AskAgain:          {title: label(words.Say("Ask again: {service}", "service", s.AskAgain)), hidden: s.AskAgain == ""},
		Camera:            {title: labelOf(camera, 2*longest), checked: s.Camera, blocked: s.CameraLocked},
		Microphone:        {title: labelOf(microphone, 2*longest), checked: s.Microphone, blocked: s.MicrophoneLocked},
		PauseHour:         {title: label(words.Say("Pause for an hour")), hidden: s.Paused},
		PauseTomorrow:     {title: label(words.Say("Pause until tomorrow")), hidden: s.Paused},
		Resume:            {title: label(words.Say("Resume")), hidden: !s.Paused},
		OpenConfiguration: {title: label(words.Say("Open configuration"))},
		ShowStatus:        {title: label(words.Say("Status"))},
		QuitItem:          {title: label(words.Say("Quit"))},
	}
}

// longest is how many characters of a title are shown.
const longest = 72

// label makes text safe to show in a menu: one line, no control,
// bidirectional or zero-width characters, no longer than longest.
func label(text string) string { return labelOf(text, longest) }

// labelOf is a label of at most so many letters.
func labelOf(text string, longest int) string {
	if limit := longest * 16; len(text) > limit {
		text = text[:limit]
	}
	clean := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), r == '\u2028', r == '\u2029':
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs):
			return -1
		}
		return r
	}, text)
	clean = strings.Join(strings.Fields(clean), " ")
	if r := []rune(clean); len(r) > longest {
		clean = string(r[:longest-1]) + "…"
	}
	switch runtime.GOOS { // where one character underlines the next
	case "windows":
		clean = strings.ReplaceAll(clean, "&", "&&")
	case "linux":
		clean = strings.ReplaceAll(clean, "_", "__")
	}
	return clean
}
