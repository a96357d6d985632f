package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"vestibule/internal/app"
	"vestibule/internal/meeting"
	"vestibule/internal/urlscheme"
)

func registerCommand() *cobra.Command {
	var web bool
	var all system
	c := &cobra.Command{
		Use: "register [SCHEME…]", Short: "Make Vestibule the handler of meeting links, remembering who was",
		Long: registerHelp,
		RunE: func(c *cobra.Command, args []string) error {
			schemes := meeting.Schemes()
			if len(args) > 0 {
				schemes = args
			}
			o := urlscheme.Options{Binary: self(), Schemes: schemes, Web: web}
			s, forAll, err := all.given()
			switch {
			case err != nil:
				return err
			case forAll:
				r, err := urlscheme.RegisterSystem(o, s)
				return report(c, r, err)
			}
			r, err := urlscheme.Register(o)
			return report(c, r, err)
		},
	}
	c.Flags().BoolVar(&web, "web", false, "take https links too")
	all.flags(c)
	return c
}

func unregisterCommand() *cobra.Command {
	var all system
	c := &cobra.Command{
		Use: "unregister", Short: "Take everything away and give each scheme back", Args: noWord,
		RunE: func(c *cobra.Command, _ []string) error {
			s, forAll, err := all.given()
			switch {
			case err != nil:
				return err
			case forAll:
				r, err := urlscheme.UnregisterSystem(s)
				return report(c, r, err)
			}
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
	all.flags(c)
	return c
}

// system is the wish to mean all users of a machine.
type system struct {
	all  bool
	root string
}

func (s *system) flags(c *cobra.Command) {
	c.Flags().BoolVar(&s.all, "system", false, "for all users of the computer")
	c.Flags().StringVar(&s.root, "root", "", "with --system: of the image that is mounted at this `folder`")
}

func (s *system) given() (urlscheme.System, bool, error) {
	if s.root != "" && !s.all {
		return urlscheme.System{}, false, &exit{status: app.Usage, err: errors.New("reading the flags: --root goes with --system")}
	}
	return urlscheme.System{Root: s.root}, s.all, nil
}

func report(c *cobra.Command, r urlscheme.Report, err error) error {
	for _, l := range r.Lines() {
		fmt.Fprintln(c.OutOrStdout(), l)
	}
	return failed(err)
}
