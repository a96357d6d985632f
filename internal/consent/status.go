package consent

import (
	"fmt"
	"strings"

	"vestibule/internal/device"
)

// StatusFacts is what the status window tells.
type StatusFacts struct {
	Camera, Microphone             bool // where the switches start
	Devices                        *device.Snapshot
	Lines                          []string // what is registered on this machine
	TurnedAway                     int
	ConfigFile                     string
	Problems                       []string // of the configuration, each with its lines
	Trouble                        Trouble
	CameraLocked, MicrophoneLocked bool
	TrayHost                       bool
	Paused                         bool
	PausedUntil                    string
	Rejoin, AskAgain               string // service names, or ""
	NotAsked                       string // service of a question that is quiet and came again, or ""
	HeldOff                        []Held
	Actions                        StatusActions
}

// StatusActions are the buttons' ids, which the view hands back.
type StatusActions struct {
	JoinClipboard, Rejoin, AskAgain, Camera, Microphone ButtonID
	PauseHour, PauseTomorrow, Resume, EditConfig, Quit  ButtonID
	AskAnyway, LetIn                                    ButtonID
}

// StateLine says where the switches start.
func StateLine(camera, microphone bool) string {
	s := "Camera starts off, "
	if camera {
		s = "Camera starts on, "
	}
	if microphone {
		return s + "microphone on"
	}
	return s + "microphone muted"
}

// StatusPage words the status window, from which everything can be reached
// that the tray has.
func StatusPage(f StatusFacts) Page {
	p := Page{Badge: "V", Title: "Vestibule is ready"}
	if f.Paused {
		p.Title = "Vestibule is paused until " + f.PausedUntil
	}
	p.Text = append(p.Text, Paragraph{Text: StateLine(f.Camera, f.Microphone) + "."})
	if f.CameraLocked || f.MicrophoneLocked {
		p.Text = append(p.Text, Paragraph{Text: "Set by your organisation: " + locked(f) + "."})
	}
	cam, camStrong := CameraNow(f.Devices)
	mic, micStrong := MicrophoneNow(f.Devices)
	p.Text = append(p.Text,
		Paragraph{Text: "Camera: " + joinSentences(cam, camStrong)},
		Paragraph{Text: "Microphone: " + joinSentences(mic, micStrong)})
	for _, l := range f.Lines {
		p.Text = append(p.Text, Paragraph{Text: Clean(l, 300)})
	}
	for _, s := range heldSentences(f.HeldOff) {
		p.Text = append(p.Text, Paragraph{Text: s, Tone: Warn})
	}
	if f.NotAsked != "" {
		p.Text = append(p.Text, Paragraph{Text: quietSentence(f.NotAsked)})
	}
	switch {
	case f.TurnedAway == 1:
		p.Text = append(p.Text, Paragraph{Text: "One link was not opened since the start."})
	case f.TurnedAway > 1:
		p.Text = append(p.Text, Paragraph{Text: fmt.Sprintf("%d links were not opened since the start.", f.TurnedAway)})
	}
	if !f.TrayHost {
		p.Text = append(p.Text, Paragraph{Text: "This desktop shows no tray icons. Start Vestibule again to come back here."})
	}
	if len(f.Problems) > 0 {
		p.Banner = f.Trouble.Sentence()
		p.BannerTone = Warn
		p.Text = append(p.Text, Paragraph{Text: cleanLines(strings.Join(f.Problems, "\n")), Selectable: true})
	}
	p.Actions = statusActions(f)
	p.Buttons = []Button{{ID: f.Actions.Quit, Label: "Quit Vestibule"}, {ID: ButtonClose, Label: "Close", Safe: true}}
	return p
}

func locked(f StatusFacts) string {
	switch {
	case f.CameraLocked && f.MicrophoneLocked:
		return "camera off, microphone muted"
	case f.CameraLocked:
		return "camera off"
	}
	return "microphone muted"
}

func statusActions(f StatusFacts) []Button {
	a := f.Actions
	list := []Button{{ID: a.JoinClipboard, Label: "Join link from clipboard"}}
	if f.Rejoin != "" {
		list = append(list, Button{ID: a.Rejoin, Label: "Rejoin last meeting (" + Clean(f.Rejoin, 60) + ")"})
	}
	if f.AskAgain != "" {
		list = append(list, Button{ID: a.AskAgain, Label: "Ask again (" + Clean(f.AskAgain, 60) + ")"})
	}
	list = append(list, heldActions(f.HeldOff, f.NotAsked, a.LetIn, a.AskAnyway)...)
	if !f.CameraLocked {
		list = append(list, Button{ID: a.Camera, Label: "Camera starts on", Check: true, On: f.Camera})
	}
	if !f.MicrophoneLocked {
		list = append(list, Button{ID: a.Microphone, Label: "Microphone starts on", Check: true, On: f.Microphone})
	}
	if f.Paused {
		list = append(list, Button{ID: a.Resume, Label: "Resume"})
	} else {
		list = append(list,
			Button{ID: a.PauseHour, Label: "Pause for an hour"},
			Button{ID: a.PauseTomorrow, Label: "Pause until tomorrow"})
	}
	return append(list, Button{ID: a.EditConfig, Label: "Open configuration"})
}

// cleanLines cleans text whose line breaks are kept (a caret points at a
// column).
func cleanLines(s string) string {
	lines := strings.Split(s, "\n")
	if len(lines) > 24 {
		lines = append(lines[:24], "…")
	}
	for i, l := range lines {
		indent := l[:len(l)-len(strings.TrimLeft(l, " "))]
		lines[i] = indent + Clean(l, 200)
	}
	return strings.Join(lines, "\n")
}
