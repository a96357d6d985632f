package urlscheme

import (
	"context"
	"fmt"
)

// Client is not yet there on this system: links are judged and asked about in
// the terminal.
type Client struct{}

// Dial is not yet there on this system.
func Dial() (*Client, error) {
	return nil, fmt.Errorf("handing the link over: not yet there on this system")
}

// Running is not yet there on this system: no daemon runs.
func Running(context.Context) bool { return false }

// CouldNotStart tells that no daemon could be started.
func CouldNotStart(error) bool { return true }

// Close ends the connection.
func (*Client) Close() {}

// Open hands a link over.
func (*Client) Open(context.Context, string) error { return ErrNobody }

// Activate has the status window shown.
func (*Client) Activate(context.Context) error { return ErrNobody }

// Ask hands a link over and waits for the answer.
func (*Client) Ask(context.Context, string) (Outcome, error) { return Outcome{}, ErrNobody }

// Practice has the practice question asked.
func (*Client) Practice(context.Context) (Outcome, error) { return Outcome{}, ErrNobody }

// StartDaemon starts a daemon.
func (*Client) StartDaemon(context.Context, ...string) error { return ErrNobody }
