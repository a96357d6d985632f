package config

// Create makes the person's file, with every key commented at its default, if
// there is none. A file that is there is left alone.
func Create(file string) error {
	return edit(file, func(old []byte) ([]byte, error) { return old, nil })
}
