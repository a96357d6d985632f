package app

import (
	"context"
	"errors"
	"io"
	"os"

	"vestibule/internal/meeting"
	"vestibule/internal/urlscheme"
)

// Local is the asking side: the process that was given a link.
type Local struct {
	Machine Machine
	// Run starts a daemon.
	Run []string
	In  *os.File
	Out io.Writer
	Err io.Writer
	// Terminal says that a person can be asked in In and Out; Display that a
	// window could be shown.
	Terminal, Display bool
}

// Result is how an attempt to open ended.
type Result struct {
	Status int
	// Said are lines to print first, Message the last, Hint what helps.
	Said    []string
	Message string
	Hint    string
	// judged is set when the link itself is to be printed.
	judged *meeting.Judgement
	wish   meeting.Wish
}

// Cleaned is the cleaned link, where the person is to open it themselves; ""
// otherwise. Without secrets, passcodes and tokens read •••.
func (r Result) Cleaned(secrets bool) string {
	if r.judged == nil || r.judged.Verdict != meeting.IsMeeting {
		return ""
	}
	write := meeting.Meeting.Redacted
	if secrets {
		write = meeting.Meeting.Link
	}
	for _, way := range []meeting.Way{meeting.Web, meeting.Native} {
		if l, err := write(r.judged.Meeting, way, r.wish); err == nil {
			return l
		}
	}
	return ""
}

// Open hands text to the daemon, started if need be; where no daemon can run,
// it asks in the terminal; where nobody can be asked, it says so.
func Open(ctx context.Context, l Local, text string, wait bool) Result {
	r, done := viaDaemon(ctx, l, func(c *urlscheme.Client) (Result, error) {
		if !wait {
			return Result{}, c.Open(ctx, text)
		}
		o, err := c.Ask(ctx, text)
		return Result{Status: o.Status, Message: o.Message}, err
	})
	if done {
		return r
	}
	return askHere(ctx, l, text, r.Message)
}

// ShowStatus has the status window shown.
func ShowStatus(ctx context.Context, l Local) Result {
	r, done := viaDaemon(ctx, l, func(c *urlscheme.Client) (Result, error) { return Result{}, c.Activate(ctx) })
	if done {
		return r
	}
	return Result{Status: Failed, Message: r.Message, Hint: "vestibule status"}
}

// Try has the practice question asked.
func Try(ctx context.Context, l Local) Result {
	r, done := viaDaemon(ctx, l, func(c *urlscheme.Client) (Result, error) {
		o, err := c.Practice(ctx)
		return Result{Status: o.Status, Message: o.Message}, err
	})
	if done {
		return r
	}
	return practiseHere(ctx, l, r.Message)
}

// viaDaemon makes a call to the daemon. done is false, with the reason in
// Message, when no daemon runs and none can be started.
func viaDaemon(ctx context.Context, l Local, call func(*urlscheme.Client) (Result, error)) (r Result, done bool) {
	c, err := urlscheme.Dial()
	if err != nil {
		return Result{Message: err.Error()}, false
	}
	defer c.Close()
	r, err = call(c)
	if err != nil && urlscheme.CouldNotStart(err) && l.Display {
		// The bus knows no Vestibule, or lacks the display that we have.
		if err = c.StartDaemon(ctx, l.Run...); err == nil {
			r, err = call(c)
		}
	}
	return ended(r, err, l.Display)
}

// ended is how a call to the daemon ended.
func ended(r Result, err error, display bool) (Result, bool) {
	switch {
	case err == nil:
		return r, true
	case errors.Is(err, urlscheme.ErrNoAnswer):
		return Result{Status: Failed, Message: err.Error(), Hint: "vestibule open -- LINK, without --wait"}, true
	case urlscheme.CouldNotStart(err), errors.Is(err, urlscheme.ErrNobody):
		if !display {
			return Result{Message: "no Vestibule runs here, and there is no display for one"}, false
		}
		return Result{Message: "no Vestibule runs here and none could be started"}, false
	}
	// It ran, and ended or failed while asking: nobody said yes.
	return Result{Status: NotJoined, Message: "not joined: Vestibule ended while asking"}, true
}
