package client

import (
	"fmt"
	"os/exec"
	"syscall"
)

// OpenText opens a text file of ours in the person's editor, as the desktop
// has it. path is absolute and never comes from outside.
func OpenText(path string) error {
	tool, err := exec.LookPath("xdg-open")
	if err != nil {
		return &StartError{Client: "the text editor", Cause: err, Mend: "open " + path + " yourself, or install xdg-utils"}
	}
	cmd := exec.Command(tool, path)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("opening the text editor: %w", err)
	}
	go func() { _ = cmd.Wait() }()
	return nil
}
