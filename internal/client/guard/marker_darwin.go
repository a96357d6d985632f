package guard

import "path/filepath"

// marker is the folder of the guarded profiles below the person's Application
// Support.
var marker = filepath.Join("Vestibule", "browser")
