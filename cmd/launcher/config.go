package main

import (
	"fmt"
	"os"
	"slices"
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
	var asJSON, asPolicy bool
	c := &cobra.Command{
		Use: "check [FILE]", Short: "Check a configuration file, or a policy", Args: cobra.MaximumNArgs(1),
		Long: "Checks a configuration file, yours if none is named.\n\n" +
			"With --policy it checks a policy's file, or a folder with policy.toml and policy.d.\nWho owns a named one is not looked at: it may be on its way to a machine. Without\na name it is this machine's own policy, and who could have written it counts.\n\n" +
			"Exit status: 0 all of it is understood, 1 something is wrong.",
		RunE: func(c *cobra.Command, args []string) error {
			what, problems, err := checked(args, asPolicy)
			if err != nil {
				return failed(err)
			}
			return tellProblems(c, what, problems, asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	c.Flags().BoolVar(&asPolicy, "policy", false, "check it as an administrator's policy")
	return c
}

// checked looks at what was named, or at what this machine has.
func checked(args []string, asPolicy bool) (what string, problems []config.Problem, err error) {
	switch {
	case asPolicy && len(args) == 0:
		return config.PolicyFolder(), config.CheckInstalledPolicy(app.Providers()), nil
	case len(args) == 0:
		if what, err = config.UserFile(); err != nil {
			return "", nil, err
		}
		return what, config.CheckKnown(what, app.Providers()), nil
	}
	what = args[0]
	info, err := os.Stat(what)
	if _, lstat := os.Lstat(what); lstat != nil {
		// Without a name a missing file is none; a name is a promise.
		return "", nil, fmt.Errorf("checking %s: there is no such file", what)
	}
	switch {
	case asPolicy && err == nil && info.IsDir():
		return what, config.CheckPolicy(what, app.Providers()), nil
	case asPolicy:
		return what, config.CheckPolicyFile(what, app.Providers()), nil
	}
	return what, config.CheckKnown(what, app.Providers()), nil
}

// tellProblems lists what was found. Notes are listed and hinder nothing.
func tellProblems(c *cobra.Command, what string, problems []config.Problem, asJSON bool) error {
	if asJSON {
		if problems == nil {
			problems = []config.Problem{}
		}
		if err := printJSON(c.OutOrStdout(), problems); err != nil {
			return err
		}
	}
	wrong := false
	for _, p := range problems {
		wrong = wrong || !p.Note
		if !asJSON {
			fmt.Fprintln(c.ErrOrStderr(), config.FormatProblem(p))
		}
	}
	if wrong {
		return &exit{status: app.Failed}
	}
	if !asJSON {
		fmt.Fprintln(c.OutOrStdout(), what+": all of it is understood")
	}
	return nil
}

func configList() *cobra.Command {
	return tellCommand("list", "List every setting, its value and where it comes from", func(c *cobra.Command, asJSON bool) error {
		snap := machine().Config()
		list := config.List(snap)
		if asJSON {
			return printJSON(c.OutOrStdout(), list)
		}
		for _, p := range append(slices.Clone(snap.Problems), snap.Notes...) {
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
