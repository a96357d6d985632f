package tray

import (
	"runtime"
	"strings"

	"vestibule/internal/shown"
)

// order is the order of the menu; an empty Item is a separator.
var order = []Item{
	Line, LetIn, AskAnyway, JoinFromClipboard, Rejoin, AskAgain, "",
	Camera, Microphone, PauseHour, PauseTomorrow, Resume, "",
	OpenConfiguration, ShowStatus, QuitItem,
}

// faces gives how each item looks in the state.
func (s State) faces() map[Item]face {
	line := label(s.Line)
	if line == "" {
		line = "Vestibule"
	}
	return map[Item]face{
		Line:              {title: line, blocked: true},
		JoinFromClipboard: {title: "Join link from clipboard"},
		Rejoin:            {title: label("Rejoin " + name(s.Rejoin)), hidden: s.Rejoin == ""},
		AskAnyway:         {title: label("Ask me again: " + name(s.AskAnyway)), hidden: s.AskAnyway == ""},
		LetIn:             {title: label(s.HeldOff), hidden: s.HeldOff == ""},
		AskAgain:          {title: label("Ask again: " + name(s.AskAgain)), hidden: s.AskAgain == ""},
		Camera:            {title: locked("Camera on when joining", s.CameraLocked), checked: s.Camera, blocked: s.CameraLocked},
		Microphone:        {title: locked("Microphone on when joining", s.MicrophoneLocked), checked: s.Microphone, blocked: s.MicrophoneLocked},
		PauseHour:         {title: "Pause for an hour", hidden: s.Paused},
		PauseTomorrow:     {title: "Pause until tomorrow", hidden: s.Paused},
		Resume:            {title: "Resume", hidden: !s.Paused},
		OpenConfiguration: {title: "Open configuration"},
		ShowStatus:        {title: "Status"},
		QuitItem:          {title: "Quit"},
	}
}

func locked(title string, yes bool) string {
	if yes {
		return title + " (set by your organisation)"
	}
	return title
}

// longest is how many characters of a title are shown.
const longest = 72

// name makes a name from elsewhere fit to stand in a title.
func name(text string) string { return shown.Outside(text, longest-20) }

// label makes text fit for a menu: one short line without characters that do
// something.
func label(text string) string {
	clean := strings.Join(strings.Fields(shown.Ours(text, longest-1)), " ")
	switch runtime.GOOS { // where one character underlines the next
	case "windows":
		clean = strings.ReplaceAll(clean, "&", "&&")
	case "linux":
		clean = strings.ReplaceAll(clean, "_", "__")
	}
	return clean
}
