// Command generate turns the catalogue, internal/meeting/catalogue/*.toml, into
// the static tables that Vestibule is built with, so that nothing is parsed
// when it starts. Run it from the module's folder:
//
//	go run ./internal/meeting/generate
//
// It writes only files that change, and prints their names.
package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

func main() {
	if err := write("."); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func write(root string) error {
	files, err := generate(root)
	if err != nil {
		return err
	}
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		path := filepath.Join(root, name)
		if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, files[name]) {
			continue
		}
		if err := os.WriteFile(path, files[name], 0o644); err != nil {
			return err
		}
		fmt.Println(name)
	}
	return nil
}

// generate gives the contents of every generated file by its name.
func generate(root string) (map[string][]byte, error) {
	all, err := load(filepath.Join(root, "internal/meeting/catalogue"))
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for name, make := range map[string]func([]*service) ([]byte, error){
		"internal/meeting/catalogue_gen.go":     writeCatalogue,
		"internal/meeting/examples_gen_test.go": writeExamples,
		"internal/link/schemes_gen.go":          writeSchemes,
		"docs/providers.md":                     writeDocs,
	} {
		if files[name], err = make(all); err != nil {
			return nil, fmt.Errorf("writing %s: %w", name, err)
		}
	}
	return files, nil
}
