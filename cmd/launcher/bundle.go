package main

import "strings"

// startedByDesktop says that macOS started the program in a bundle, for a link
// or because somebody opened it in Finder: without a word, and without a
// terminal. Once it gave one word, the process serial number.
func startedByDesktop(args []string, binary string, terminal bool) bool {
	if len(args) > 1 || len(args) == 1 && !strings.HasPrefix(args[0], "-psn_") {
		return false
	}
	return strings.Contains(binary, ".app/Contents/MacOS/") && !terminal
}
