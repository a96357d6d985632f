package consent

import "vestibule/internal/words"

// Clean makes outside text fit to be shown; see words.Clean.
func Clean(s string, max int) string { return words.Clean(s, max) }
