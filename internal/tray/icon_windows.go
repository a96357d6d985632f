package tray

import _ "embed"

var (
	//go:embed icons/normal.ico
	normalIcon []byte
	//go:embed icons/paused.ico
	pausedIcon []byte

	normalTemplate, pausedTemplate []byte // macOS only
)
