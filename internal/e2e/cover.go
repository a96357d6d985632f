//go:build linux

package e2e

import _ "embed"

// coverProgram lays a pop-up over a part of the screen.
//
//go:embed testdata/cover.py
var coverProgram string
