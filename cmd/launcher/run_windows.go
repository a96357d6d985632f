package main

import (
	"errors"

	"github.com/spf13/cobra"

	"vestibule/internal/app"
)

func runCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "run",
		Short: "Run the daemon: tray and consent window (not yet there on this system)",
		Args:  noWord,
		RunE:  func(*cobra.Command, []string) error { return serve() },
	}
}

func serve() error {
	return failed(errors.New("running the daemon: not yet there on this system"))
}

func serveDesktop() error { return serve() }

// practise asks the practice question.
func practise(c *cobra.Command) app.Result { return app.Try(c.Context(), local()) }

// display says whether a window could be shown.
func display() bool { return false }

// What the help of open --wait and of register says on this system.
const (
	waitHelp     = ""
	registerHelp = "Registering is not yet there on this system."
)
