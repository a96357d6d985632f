// Command generate writes the files of packaging/fleet that come from the
// table of keys, and prints the names of those that it changed.
//
//	go generate ./packaging/fleet
package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"vestibule/packaging/fleet"
)

func main() {
	files := fleet.Files()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		path := filepath.FromSlash(name)
		if now, err := os.ReadFile(path); err == nil && bytes.Equal(now, files[name]) {
			continue
		}
		err := os.MkdirAll(filepath.Dir(path), 0o755)
		if err == nil {
			err = os.WriteFile(path, files[name], 0o644)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "generate:", err)
			os.Exit(1)
		}
		fmt.Println("packaging/fleet/" + name)
	}
}
