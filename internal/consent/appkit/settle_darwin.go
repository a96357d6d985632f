package appkit

// settle has nothing to set: macOS is what the panel is made for.
func settle() {}

// takeSignals has nothing to take back: AppKit sets no handlers.
func takeSignals() {}
