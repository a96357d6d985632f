package consent

import "vestibule/internal/shown"

// Clean makes outside text fit to stand in a sentence, at most max characters
// long: see shown.Outside.
func Clean(s string, max int) string { return shown.Outside(s, max) }
