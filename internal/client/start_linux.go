package client

import (
	"errors"
	"os"
	"path/filepath"

	"vestibule/internal/words"
)

// Command gives the argument vector that opens link with c and the working
// directory it asks for, or "". It is what Start runs; a guard may put its own
// words before it.
func (f *Finder) Command(c Client, link string) (argv []string, dir string, err error) {
	fail := func(cause error, hint string) error {
		return &StartError{Client: c.label(), Cause: cause, Mend: hint}
	}
	if err := checkLink(c, link); err != nil {
		return nil, "", fail(err, "")
	}
	e := readIndex(f.opts.Dirs).entry(c.ID)
	if e == nil {
		return nil, "", fail(errors.New(words.Mark("it is not installed")), words.Mark("install it, or choose another program to open the link"))
	}
	if err := e.offerable(f.opts.Self); err != nil {
		return nil, "", fail(err, "its desktop entry is "+e.File)
	}
	argv = e.command.argv(link, e)
	argv[0] = e.programPath
	if filepath.IsAbs(e.Path) {
		dir = e.Path
	}
	return argv, dir, nil
}

// Start opens link with c: one argument, no shell, a session of its own, no
// input, no descriptor of ours, nothing of ours in its output (what a client
// prints may hold the link, and our output goes to a log). It returns as soon
// as the program runs and leaves no zombie. env holds more environment
// ("XDG_ACTIVATION_TOKEN=…").
//
// The error is a *StartError and has a Hint.
func (f *Finder) Start(c Client, link string, env []string) (Started, error) {
	return f.StartChanged(c, link, env, nil)
}

// StartChanged is Start with the argument vector that change makes of the one
// Command gives: a guard adds its own words there. change may be nil.
func (f *Finder) StartChanged(c Client, link string, env []string, change func(argv []string) ([]string, error)) (Started, error) {
	argv, dir, err := f.Command(c, link)
	if err == nil && change != nil {
		if argv, err = change(argv); err != nil {
			err = &StartError{Client: c.label(), Cause: err}
		}
	}
	if err != nil {
		return Started{}, err
	}
	if info, err := os.Stat(dir); dir == "" || err != nil || !info.IsDir() {
		dir = f.opts.Dirs.Home
	}
	return startCommand(c, argv, dir, env, Grace)
}
