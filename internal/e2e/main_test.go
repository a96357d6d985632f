//go:build linux && e2e

package e2e

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// standin is the compiled stand-in client.
var standin string

func TestMain(m *testing.M) {
	root := filepath.Join("..", "..")
	flag.StringVar(&Evidence, "evidence", filepath.Join(root, "build", "e2e"), "`directory` for the last picture of a failed test")
	flag.Parse()
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "e2e-bin-")
	if err != nil {
		fmt.Fprintln(os.Stderr, "making a directory:", err)
		return 1
	}
	defer os.RemoveAll(dir)
	if standin, err = BuildStandin(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}
