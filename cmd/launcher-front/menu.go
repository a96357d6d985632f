//go:build linux && cgo

package main

import (
	"sync"

	"vestibule/internal/app/front"
	"vestibule/internal/tray"
)

// trayMenu is the desk's menu, which may be set before the tray stands.
type trayMenu struct {
	mu   sync.Mutex
	tray *tray.Tray
	last tray.State
	over bool
}

// Set shows a state.
func (m *trayMenu) Set(s front.MenuState) {
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

// attach gives the tray, once it stands.
func (m *trayMenu) attach(t *tray.Tray) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tray = t
	t.Set(m.last)
	if m.over {
		t.Quit()
	}
}

// quit ends the event loop, now or as soon as it runs.
func (m *trayMenu) quit() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.over = true
	if m.tray != nil {
		m.tray.Quit()
	}
}

var actions = map[tray.Item]front.Action{
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
