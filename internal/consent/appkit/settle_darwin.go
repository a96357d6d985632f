package appkit

// settle has nothing to set: macOS is what the panel is made for.
func settle() {}

// takeSignals has nothing to take back: AppKit sets no handlers.
func takeSignals() {}

// boxGap is between a check box and its title; the system has its own.
const boxGap = ""

// mirrors says that the system's controls follow a direction.
const mirrors = true
