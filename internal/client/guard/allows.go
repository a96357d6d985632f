package guard

import (
	"bytes"
	"strings"
)

// allowsCamera says whether a property list, text or binary, or a policies.json
// has a setting by which a site may get the camera.
func allowsCamera(data []byte, chromium bool) bool {
	if chromium {
		return bytes.Contains(data, []byte("VideoCaptureAllowed"))
	}
	return strings.Contains(strings.ToLower(string(data)), "camera")
}
