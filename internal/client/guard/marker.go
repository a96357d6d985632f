//go:build !darwin

package guard

import "path/filepath"

// marker is the folder of the guarded profiles in a browser's data place.
var marker = filepath.Join("vestibule", "browser")
