package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"vestibule/internal/meeting"
	"vestibule/internal/urlscheme"
)

func registerCommand() *cobra.Command {
	var web bool
	c := &cobra.Command{
		Use: "register [SCHEME…]", Short: "Make Vestibule the handler of meeting links, remembering who was",
		Long: "Writes the desktop entry and the bus service file, and makes Vestibule the\ndefault for vestibule: and the meeting schemes, or for those named. Who had each\nis remembered, and \"vestibule unregister\" gives it back.",
		RunE: func(c *cobra.Command, args []string) error {
			schemes := meeting.Schemes()
			if len(args) > 0 {
				schemes = args
			}
			r, err := urlscheme.Register(urlscheme.Options{Binary: self(), Schemes: schemes, Web: web})
			return report(c, r, err)
		},
	}
	c.Flags().BoolVar(&web, "web", false, "take https links too")
	return c
}

func unregisterCommand() *cobra.Command {
	return &cobra.Command{
		Use: "unregister", Short: "Take everything away and give each scheme back", Args: noWord,
		RunE: func(c *cobra.Command, _ []string) error {
			m := machine()
			if kept := m.Profiles(); len(kept) > 0 {
				fmt.Fprintln(c.OutOrStdout(), "Taking away guarded browser profiles too. The sign-ins in them are lost:")
				for _, dir := range kept {
					fmt.Fprintln(c.OutOrStdout(), "  "+dir)
				}
			}
			r, err := m.Unregister()
			return report(c, r, err)
		},
	}
}

func report(c *cobra.Command, r urlscheme.Report, err error) error {
	for _, l := range r.Lines() {
		fmt.Fprintln(c.OutOrStdout(), l)
	}
	return failed(err)
}
