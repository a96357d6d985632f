package tray

import (
	"runtime"
	"strings"

	"vestibule/internal/shown"
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
		Rejoin:            {title: label(words.Say("Rejoin {service}", "service", name(s.Rejoin))), hidden: s.Rejoin == ""},
		RejoinCamera:      {title: label(words.Say("Rejoin with camera: {service}", "service", name(s.RejoinCamera))), hidden: s.RejoinCamera == ""},
		AskAnyway:         {title: label(words.Say("Ask me again: {service}", "service", name(s.AskAnyway))), hidden: s.AskAnyway == ""},
		LetIn:             {title: labelOf(s.HeldOff, 2*longest), hidden: s.HeldOff == ""},
		AskAgain:          {title: label(words.Say("Ask again: {service}", "service", name(s.AskAgain))), hidden: s.AskAgain == ""},
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

// name makes a name from elsewhere fit to stand in a title.
func name(text string) string { return shown.Outside(text, longest-20) }

// label makes text fit for a menu: one short line without characters that do
// something, no longer than longest.
func label(text string) string { return labelOf(text, longest) }

// labelOf is a label of at most so many letters.
func labelOf(text string, longest int) string {
	clean := strings.Join(strings.Fields(shown.Ours(text, longest-1)), " ")
	switch runtime.GOOS { // where one character underlines the next
	case "windows":
		clean = strings.ReplaceAll(clean, "&", "&&")
	case "linux":
		clean = strings.ReplaceAll(clean, "_", "__")
	}
	return clean
}
