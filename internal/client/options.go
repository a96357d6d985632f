package client

import (
	"errors"

	"vestibule/internal/words"
)

// SelfID is Vestibule's own desktop entry id. It is never offered as a client:
// a link would go round in a circle.
const SelfID = "dev.vestibule.Launcher.desktop"

// ErrNotThere is the error of what is not yet there on this system.
var ErrNotThere = errors.New("finding clients: not yet there on this system")

// Dirs is where a Finder looks. Tests make their own; FromEnv reads the
// environment as the XDG Base Directory specification says.
type Dirs struct {
	ConfigHome string
	ConfigDirs []string // most important first
	DataHome   string
	DataDirs   []string // most important first
	// Desktop holds the names of $XDG_CURRENT_DESKTOP in lower case.
	Desktop []string
	// Lang is the locale of messages ("de_AT.UTF-8"), or "".
	Lang string
	// Path holds the directories of $PATH.
	Path []string
	// Home is where clients are started that name no directory of their own.
	Home string
	// Root is the folder that an image of a machine is mounted at, where the
	// programs that entries name are looked for, or "".
	Root string
}

// Options is what a Finder works with.
type Options struct {
	Dirs Dirs
	// Self is the absolute path of Vestibule's own binary. An entry that runs
	// it is never offered, whatever its id.
	Self string
	// Earlier gives the id of the entry that had a scheme before Vestibule was
	// made its handler, or "". Nil knows none. See urlscheme.EarlierHandler.
	Earlier func(scheme string) string
}

// Finder finds clients and starts them. It reads the files anew for each
// question, so that a client installed meanwhile is found.
type Finder struct {
	opts Options
}

// New gives a Finder.
func New(o Options) *Finder { return &Finder{opts: o} }

// Unusable is a program that handles a scheme and is not offered.
type Unusable struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Scheme string `json:"scheme"`
	Why    string `json:"why"` // "its Exec takes no link"
}

// Started is a client that was started.
type Started struct {
	PID int
	// Exited gives at most one error, when the client ended with one within
	// three seconds of its start, and is closed then, when the client ended well, or
	// when they are over. Nobody has to read it.
	Exited <-chan error
}

// StartError is the error of a client that could not be started. It never
// quotes the link.
type StartError struct {
	Client string // its name
	Cause  error
	// Help is what helps, a sentence, or nothing; Mend the same where it has no
	// values.
	Help words.Text
	Mend string
}

func (e *StartError) Error() string { return "starting " + e.Client + ": " + e.Cause.Error() }

func (e *StartError) Unwrap() error { return e.Cause }

// Said is the error for a person.
func (e *StartError) Said() words.Text {
	var ended *endedError
	if errors.As(e.Cause, &ended) {
		return words.Make("starting {program}: it ended at once: {why}", "program", e.Client, "why", ended.cause.Error())
	}
	return words.Make("starting {program}: {why}", "program", e.Client, "why", e.Cause.Error())
}

// EndedAtOnce is the cause of a client that ran and ended with err.
func EndedAtOnce(err error) error { return &endedError{err} }

// endedError is the cause of a client that ended at once.
type endedError struct{ cause error }

func (e *endedError) Error() string { return "it ended at once: " + e.cause.Error() }

func (e *endedError) Unwrap() error { return e.cause }

// Hint is what helps, or "".
func (e *StartError) Hint() string { return e.Mend + e.Help.String() }

// SaidHint is the same for a person.
func (e *StartError) SaidHint() words.Text {
	if e.Mend != "" {
		return words.Plain(e.Mend)
	}
	return e.Help
}

// Installed lists the clients for schemes, and the browsers, of this machine.
// It is Finder.Installed for the person's own environment.
func Installed(schemes []string) ([]Client, error) { return fromEnv().Installed(schemes) }

// Handler is Finder.Handler for the person's own environment.
func Handler(scheme string) (Client, bool) { return fromEnv().Handler(scheme) }

// Start is Finder.Start for the person's own environment, without what it
// gives beyond an error.
func Start(c Client, link string, env []string) error {
	_, err := fromEnv().Start(c, link, env)
	return err
}

// Family is Finder.Family for the person's own environment.
func Family(c Client) BrowserFamily { return fromEnv().Family(c) }

func fromEnv() *Finder {
	dirs := FromEnv()
	return New(Options{Dirs: dirs, Self: selfPath()})
}
