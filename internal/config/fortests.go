package config

// What the end-to-end tests' builds of the product set by the linker (-X), so
// that they can have a policy without touching /etc, and without being root.
// No environment, file or flag reaches these: an ordinary build leaves them
// empty, and a test of internal/promises sees that no build of ours sets them.
var (
	testOnlyPolicy string // a folder in place of the system's
	testOnlyOwner  string // a uid that may own a policy beside root
)
