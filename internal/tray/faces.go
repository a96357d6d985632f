package tray

import (
	"runtime"
	"strings"
	"unicode"
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
		Rejoin:            {title: label("Rejoin " + s.Rejoin), hidden: s.Rejoin == ""},
		AskAnyway:         {title: label("Ask me again: " + s.AskAnyway), hidden: s.AskAnyway == ""},
		LetIn:             {title: label(s.HeldOff), hidden: s.HeldOff == ""},
		AskAgain:          {title: label("Ask again: " + s.AskAgain), hidden: s.AskAgain == ""},
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

// label makes text safe to show in a menu: one line, no control,
// bidirectional or zero-width characters, no longer than longest.
func label(text string) string {
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
