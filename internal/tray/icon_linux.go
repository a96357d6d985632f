package tray

import _ "embed"

var (
	//go:embed icons/normal.png
	normalIcon []byte
	//go:embed icons/paused.png
	pausedIcon []byte

	normalTemplate, pausedTemplate []byte // macOS only
)
