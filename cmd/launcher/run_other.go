//go:build !linux

package main

import (
	"errors"

	"github.com/spf13/cobra"
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
