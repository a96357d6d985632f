package main

import (
	"errors"
	"os"

	"github.com/spf13/cobra"

	"vestibule/internal/app"
	"vestibule/internal/app/mac"
	"vestibule/internal/urlscheme"
)

func runCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "run",
		Short: "Run the daemon: tray and consent window",
		Long:  "Runs the daemon: the tray, where this build has one, and the consent window, and\nwhat starts clients. macOS starts it when a link comes. With one running already,\nthat one shows its status window.",
		Args:  noWord,
		RunE:  func(*cobra.Command, []string) error { return serve() },
	}
}

func serve() error { return serveAs(false) }

// serveDesktop is for a program that Finder, a link or the login started.
func serveDesktop() error { return serveAs(true) }

// systemPath is where macOS itself looks for the programs of those that it
// starts. The notifications' program is looked for there and nowhere else,
// whatever the terminal has that "vestibule run" was typed in.
const systemPath = "/usr/bin:/bin:/usr/sbin:/sbin"

func serveAs(byDesktop bool) error {
	if err := os.Setenv("PATH", systemPath); err != nil {
		return failed(err)
	}
	folder, err := urlscheme.Folder()
	if err != nil {
		return failed(err)
	}
	err = mac.Run(mac.Options{Machine: machine(), Folder: folder, ByDesktop: byDesktop})
	switch {
	case errors.Is(err, urlscheme.ErrNobody):
		return failed(err) // another runs, and what this one was given did not reach it
	case errors.Is(err, urlscheme.ErrRunning):
		return nil // that one shows its window now
	case errors.Is(err, mac.ErrNoWindows):
		return &exit{status: app.NotJoined, err: err, hint: "vestibule open -- LINK asks in the terminal"}
	}
	return failed(err)
}

// practise asks the practice question in a window of its own, or, where there
// is none, in the terminal.
func practise(c *cobra.Command) app.Result {
	o, err := mac.Practise(machine())
	if err != nil {
		return app.Try(c.Context(), local())
	}
	return app.Result{Status: o.Status, Message: o.Message}
}

// display says whether a window could be shown.
func display() bool { return urlscheme.WindowServer() }

// What the help of open --wait and of register says on this system.
const (
	waitHelp     = "On macOS --wait works only where the question is asked in the terminal: a link that\nis handed over brings no answer back, and Vestibule listens nowhere to get one.\n\n"
	registerHelp = "Makes Vestibule.app the default for vestibule: and the meeting schemes, or for those\nnamed. macOS may ask you whether it may; what it says afterwards is read back and\ntold. Who had each is remembered, and \"vestibule unregister\" gives it back."
)
