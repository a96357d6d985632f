//go:build cgo

package tray

import _ "vestibule/internal/tray/indicator" // in place of the library's own functions
