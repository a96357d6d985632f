package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"vestibule/internal/app"
	"vestibule/internal/shown"
)

func openCommand() *cobra.Command {
	var wait, secrets bool
	c := &cobra.Command{
		Use:   "open [LINK]",
		Short: "Hand a link to the daemon, which asks",
		Long: "Hands a link to the daemon, which asks before anything opens; it is started if\nneed be. Without a link the status window is shown. Without a bus or a display the question is asked in the terminal.\n\n" + waitHelp +
			"Exit status: 0 handed over (with --wait: joined), 3 not a meeting, 4 refused as\nunsafe, 5 not joined.",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil // from a menu
			}
			return oneLink(c, args)
		},
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return finish(c.OutOrStdout(), app.ShowStatus(c.Context(), local()), false)
			}
			return openLink(c.Context(), c.OutOrStdout(), args[0], wait, secrets)
		},
	}
	c.Flags().BoolVar(&wait, "wait", false, "wait for the answer and give it as exit status")
	c.Flags().BoolVar(&secrets, "show-secrets", false, "print passcodes and tokens instead of •••")
	return c
}

// openLink hands text over.
func openLink(ctx context.Context, out io.Writer, text string, wait, secrets bool) error {
	return finish(out, app.Open(ctx, local(), text, wait), secrets)
}

// oneLink takes exactly one argument. It never quotes it: a link may hold a
// passcode, and the error goes to a log.
func oneLink(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return &exit{status: app.Usage, err: fmt.Errorf("opening: give exactly one link, not %d", len(args)), hint: "vestibule open -- LINK"}
	}
	return nil
}

// local is what the asking side works with here.
func local() app.Local {
	return app.Local{
		Machine: machine(), Run: []string{self(), "run"},
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Terminal: term.IsTerminal(int(os.Stdin.Fd())) && term.IsTerminal(int(os.Stdout.Fd())),
		Display:  display(),
	}
}

// finish turns an outcome into the program's end.
func finish(out io.Writer, r app.Result, secrets bool) error {
	for _, line := range r.Said {
		fmt.Fprintln(os.Stderr, line)
	}
	if link := r.Cleaned(secrets || term.IsTerminal(int(os.Stdout.Fd()))); link != "" {
		fmt.Fprintln(out, link)
	}
	if r.Status == app.Joined {
		if r.Message != "" {
			fmt.Fprintln(os.Stderr, shown.Ours(r.Message, longestMessage))
		}
		return nil
	}
	e := &exit{status: r.Status, hint: r.Hint}
	if r.Message != "" {
		e.err = errors.New(shown.Ours(r.Message, longestMessage))
	}
	return e
}

// longestMessage is how many characters of what the daemon says are printed. A
// terminal obeys what it is shown: its text is cleaned here too.
const longestMessage = 1000
