//go:build linux && e2e

package e2e

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

var (
	// standin is the compiled stand-in client.
	standin string
	// product is vestibule; vestibule-front lies beside it.
	product string
)

func TestMain(m *testing.M) {
	root := filepath.Join("..", "..")
	flag.StringVar(&Evidence, "evidence", filepath.Join(root, "build", "e2e"), "`directory` for the last picture of a failed test")
	flag.Parse()
	os.Exit(run(m))
}

// run builds what is tested from the sources as they are now: a stale binary
// would prove nothing.
func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "e2e-bin-")
	if err == nil {
		defer os.RemoveAll(dir)
		// A session may run as another user than the test does.
		err = os.Chmod(dir, 0o755)
	}
	if err == nil {
		standin, err = BuildStandin(dir)
	}
	if err == nil {
		product, err = BuildProduct(dir, "")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}
