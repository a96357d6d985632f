package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"vestibule/internal/app"
	"vestibule/internal/config"
)

func configCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "config", Short: "Check, list, explain and change the configuration", Args: noWord,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(configCheck(), configList(), configExplain(), configSet(), configEdit())
	return c
}

func configCheck() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "check [FILE]", Short: "Check a configuration file", Args: cobra.MaximumNArgs(1),
		Long: "Checks a configuration file, yours if none is named.\n\nExit status: 0 all of it is understood, 1 something is wrong.",
		RunE: func(c *cobra.Command, args []string) error {
			file, err := config.UserFile()
			if len(args) == 1 {
				file, err = args[0], nil
			}
			if err != nil {
				return failed(err)
			}
			problems := config.CheckKnown(file, app.Providers())
			if problems == nil {
				problems = []config.Problem{}
			}
			if asJSON {
				if err := printJSON(c.OutOrStdout(), problems); err != nil {
					return err
				}
			} else {
				for _, p := range problems {
					fmt.Fprintln(c.ErrOrStderr(), config.FormatProblem(p))
				}
			}
			if len(problems) > 0 {
				return &exit{status: app.Failed}
			}
			if !asJSON {
				fmt.Fprintln(c.OutOrStdout(), file+": all of it is understood")
			}
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

func configList() *cobra.Command {
	return tellCommand("list", "List every setting, its value and where it comes from", func(c *cobra.Command, asJSON bool) error {
		snap := machine().Config()
		list := config.List(snap)
		if asJSON {
			return printJSON(c.OutOrStdout(), list)
		}
		for _, p := range snap.Problems {
			fmt.Fprintln(c.ErrOrStderr(), config.FormatProblem(p))
		}
		fmt.Fprint(c.OutOrStdout(), config.FormatList(list))
		return nil
	})
}

func configExplain() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "explain KEY", Short: "Explain one setting", Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			s, err := config.Explain(machine().Config(), args[0])
			if err != nil {
				return failed(err)
			}
			if asJSON {
				return printJSON(c.OutOrStdout(), s)
			}
			fmt.Fprintln(c.OutOrStdout(), strings.TrimRight(s.String(), "\n"))
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

func configSet() *cobra.Command {
	return &cobra.Command{
		Use: "set KEY VALUE", Short: "Change one setting in your file, keeping every other byte", Args: cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error { return failed(machine().SetConfig(args[0], args[1])) },
	}
}

func configEdit() *cobra.Command {
	return &cobra.Command{
		Use: "edit", Short: "Open your file in your editor, made with commented defaults if there is none", Args: noWord,
		RunE: func(c *cobra.Command, _ []string) error { return failed(editConfig(c)) },
	}
}
