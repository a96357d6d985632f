// Command vestibule hands meeting links to the daemon, asks in a terminal
// where there is no display, explains what would happen with a link, and, as
// "vestibule run", starts what the person said yes to.
//
// It is static and knows no toolkit; the window is vestibule-front's.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"vestibule/internal/app"
	_ "vestibule/internal/still"
	"vestibule/internal/words"
)

// exit is an error that ends the program with a status and, unless it is
// silent, a message.
type exit struct {
	status int
	err    error
	hint   string
}

func (e *exit) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func main() {
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, nil)))
	words.Speak(words.Preferred(os.Getenv))
	os.Exit(run(os.Args[1:]))
}

func run(args []string) int {
	if startedByDesktop(args, self(), term.IsTerminal(int(os.Stdin.Fd()))) {
		return end(serveDesktop())
	}
	// The two calls that a person waits for do not wait for the help texts of
	// all the others.
	switch {
	case len(args) == 1 && args[0] == "run":
		return end(serve())
	case len(args) == 3 && args[0] == "open" && args[1] == "--":
		return end(openLink(context.Background(), os.Stdout, args[2], false, false))
	}
	root := command()
	root.SetArgs(args)
	return end(root.Execute())
}

// end says how a verb ended, and gives the exit status.
func end(err error) int {
	if err == nil {
		return app.Joined
	}
	var e *exit
	if !errors.As(err, &e) {
		// Only cobra itself gives other errors: the words of the call are off.
		e = &exit{status: app.Usage, err: err, hint: "vestibule --help"}
	}
	if e.err != nil {
		fmt.Fprintln(os.Stderr, "vestibule:", e.err)
	}
	if e.hint != "" {
		fmt.Fprintln(os.Stderr, "hint:", e.hint)
	}
	return e.status
}

func command() *cobra.Command {
	root := &cobra.Command{
		Use:           "vestibule",
		Short:         "Ask before a meeting link opens a camera",
		Long:          "Vestibule stands between a meeting link and the meeting: it shows what camera\nand microphone do now and will do, and opens nothing without your yes.",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          noWord,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetFlagErrorFunc(func(*cobra.Command, error) error {
		// pflag's own message quotes the whole word, which may be a link.
		return &exit{status: app.Usage, err: errors.New("reading the flags: there is no such flag, or its value is missing"), hint: "vestibule --help; a link that begins with - goes after --"}
	})
	root.AddCommand(runCommand(), openCommand(), tryCommand(), explainCommand(), devicesCommand(),
		clientsCommand(), providersCommand(), statusCommand(), configCommand(), registerCommand(), unregisterCommand())
	return root
}

// noWord refuses what is no verb, without quoting it: it may be a link.
func noWord(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return &exit{status: app.Usage, err: errors.New("reading the command: there is no such verb"), hint: "vestibule --help; to open a link: vestibule open -- LINK"}
	}
	return nil
}

// self is the absolute path of this binary, links resolved.
func self() string {
	p, err := os.Executable()
	if err != nil {
		return ""
	}
	if r, err := filepath.EvalSymlinks(p); err == nil {
		return r
	}
	return p
}

func machine() *app.ThisMachine { return &app.ThisMachine{Self: self()} }

// failed wraps an error that ends the program with status 1, with its hint if
// it has one.
func failed(err error) error {
	if err == nil {
		return nil
	}
	e := &exit{status: app.Failed, err: err}
	var h interface{ Hint() string }
	if errors.As(err, &h) {
		e.hint = h.Hint()
	}
	return e
}
