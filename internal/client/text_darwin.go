package client

import (
	"os/exec"
	"syscall"
)

// OpenText opens a text file of ours in the person's editor. path is absolute
// and never comes from outside.
func OpenText(path string) error {
	cmd := exec.Command(openTool, "-t", path)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		return &StartError{Client: "the text editor", Cause: err, Mend: "open " + path + " yourself"}
	}
	go func() { _ = cmd.Wait() }()
	return nil
}
