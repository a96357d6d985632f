package main

import "github.com/spf13/cobra"

func tryCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "try",
		Short: "Ask a harmless practice question; nothing is opened",
		Args:  noWord,
		RunE: func(c *cobra.Command, _ []string) error {
			return finish(c.OutOrStdout(), practise(c), false)
		},
	}
}
