//go:build linux && e2e

package e2e

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
)

func TestMain(m *testing.M) {
	root := filepath.Join("..", "..")
	flag.StringVar(&Evidence, "evidence", filepath.Join(root, "build", "e2e"), "`directory` for the last picture of a failed test")
	flag.Parse()
	os.Exit(m.Run())
}
