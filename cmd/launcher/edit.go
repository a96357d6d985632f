package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"vestibule/internal/app"
	"vestibule/internal/config"
)

// editConfig opens the file in $VISUAL or $EDITOR when there is a terminal,
// and checks it afterwards; else in the desktop's editor.
func editConfig(c *cobra.Command) error {
	file, err := config.UserFile()
	if err != nil {
		return err
	}
	editor := os.Getenv("VISUAL")
	if editor == "" {
		editor = os.Getenv("EDITOR")
	}
	if strings.TrimSpace(editor) == "" || !term.IsTerminal(int(os.Stdin.Fd())) {
		return machine().EditConfig()
	}
	if err := config.Create(file); err != nil {
		return err
	}
	words := append(strings.Fields(editor), file) // "vim -f" is usual; a shell is not needed for it
	cmd := exec.Command(words[0], words[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("running the editor: %w", err)
	}
	problems := config.CheckKnown(file, app.Providers())
	for _, p := range problems {
		fmt.Fprintln(c.ErrOrStderr(), config.FormatProblem(p))
	}
	if len(problems) > 0 {
		return errors.New("the file has errors; the private defaults hold until they are mended")
	}
	return nil
}
