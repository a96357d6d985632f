//go:build linux && gnustep

package mac

import "vestibule/internal/urlscheme"

// handOver has nobody to ask here: LaunchServices is macOS's.
func handOver(int, bool) error { return urlscheme.ErrRunning }
