// Package traymenu shows the desk's menu in the tray, which may stand later
// than the desk, or never.
//
// What may not live here: decisions. A click becomes the desk's action of that
// name, and none of them answers a question.
package traymenu

import (
	"sync"

	"vestibule/internal/app/front"
	"vestibule/internal/tray"
)

// Menu is the desk's menu. The zero value is ready; it may be set before the
// tray stands.
type Menu struct {
	mu   sync.Mutex
	tray *tray.Tray
	last tray.State
	over bool
}

// Set shows a state.
func (m *Menu) Set(s front.MenuState) {
	state := tray.State{
		Line: s.Line, Unmute: s.Unmute, Rejoin: s.Rejoin, RejoinCamera: s.RejoinCamera, AskAgain: s.AskAgain,
		AskAnyway: s.AskAnyway, HeldOff: s.HeldOff,
		Camera: s.Camera, Microphone: s.Mic, Paused: s.Paused,
		CameraLocked: s.CameraLocked, MicrophoneLocked: s.MicLocked, CameraBy: s.CameraBy, MicrophoneBy: s.MicBy,
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.last = state
	if m.tray != nil {
		m.tray.Set(state)
	}
}

// Attach gives the tray, once it stands.
func (m *Menu) Attach(t *tray.Tray) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tray = t
	t.Set(m.last)
	if m.over {
		t.Quit()
	}
}

// Quit ends the event loop, now or as soon as it runs.
func (m *Menu) Quit() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.over = true
	if m.tray != nil {
		m.tray.Quit()
	}
}

// Actions are what the items of the menu do.
var Actions = map[tray.Item]front.Action{
	tray.JoinFromClipboard: front.JoinClipboard,
	tray.Rejoin:            front.Rejoin,
	tray.RejoinCamera:      front.RejoinCamera,
	tray.AskAgain:          front.AskAgain,
	tray.AskAnyway:         front.AskAnyway,
	tray.LetIn:             front.LetIn,
	tray.Camera:            front.ToggleCamera,
	tray.Microphone:        front.ToggleMic,
	tray.PauseHour:         front.PauseHour,
	tray.PauseTomorrow:     front.PauseTomorrow,
	tray.Resume:            front.Resume,
	tray.OpenConfiguration: front.EditConfig,
	tray.ShowStatus:        front.ShowStatus,
	tray.QuitItem:          front.QuitProgram,
	tray.Unmute:            front.Unmute,
}
