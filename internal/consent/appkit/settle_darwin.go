package appkit

// settle has nothing to set: macOS is what the panel is made for.
func settle() {}
