package tray

import _ "embed"

var (
	//go:embed icons/normal.png
	normalIcon []byte
	//go:embed icons/paused.png
	pausedIcon []byte
	//go:embed icons/normal-template.png
	normalTemplate []byte
	//go:embed icons/paused-template.png
	pausedTemplate []byte
)
