//go:build linux

package seal

import (
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A seal cannot be taken off, so each case runs in a process of its own.
func TestMain(m *testing.M) {
	if os.Getenv("VESTIBULE_SEAL_TEST") != "" {
		os.Exit(sealed(os.Getenv("VESTIBULE_SEAL_TEST")))
	}
	os.Exit(m.Run())
}

func sealed(what string) int {
	if err := Front(); err != nil {
		println(err.Error())
		return 2
	}
	var err error
	switch what {
	case "unix":
		_, err = net.Listen("unix", filepath.Join(os.TempDir(), "vestibule-seal-test"))
	case "tcp":
		_, err = net.Listen("tcp", "127.0.0.1:0")
	case "child":
		cmd := exec.Command("/proc/self/exe")
		cmd.Env = append(os.Environ(), "VESTIBULE_SEAL_TEST=unix")
		out, _ := cmd.CombinedOutput()
		os.Stdout.Write(out)
		return 0
	case "dial":
		fds, e := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
		if e == nil {
			_, e = syscall.Write(fds[0], []byte("x"))
		}
		err = e
	}
	switch {
	case errors.Is(err, syscall.EPERM):
		println("denied")
	case err == nil:
		println("allowed")
	default:
		println(err.Error())
	}
	return 0
}

// TestFrontCannotListen: not by itself, not by a program it starts; and what
// it needs still works.
func TestFrontCannotListen(t *testing.T) {
	for what, want := range map[string]string{"unix": "denied", "tcp": "denied", "child": "denied", "dial": "allowed"} {
		t.Run(what, func(t *testing.T) {
			cmd := exec.Command("/proc/self/exe")
			cmd.Env = append(os.Environ(), "VESTIBULE_SEAL_TEST="+what, "TMPDIR="+t.TempDir())
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			if got := strings.TrimSpace(string(out)); got != want {
				t.Errorf("%s: %q, want %q", what, got, want)
			}
		})
	}
}
