//go:build linux || darwin

package client

import "vestibule/internal/words"

// start runs what command gives, changed by a guard where there is one. That
// the system could not start the client is told by Exited: the tool ends as soon
// as it knows.
func (m *mac) start(c Client, link string, env []string, change func(argv []string) ([]string, error)) (Started, error) {
	argv, err := m.command(c, link)
	if err == nil && change != nil {
		if argv, err = change(argv); err != nil {
			err = &StartError{Client: c.label(), Cause: err}
		}
	}
	if err != nil {
		return Started{}, err
	}
	s, err := startCommand(c, argv, emptyFolder, env, Grace)
	if err != nil {
		return s, err
	}
	exited := make(chan error, 1)
	go func() {
		defer close(exited)
		if err := <-s.Exited; err != nil {
			exited <- &StartError{Client: c.label(), Cause: errNoOpening, Mend: words.Mark("open it once from the Finder, where the system says why")}
		}
	}()
	return Started{PID: s.PID, Exited: exited}, nil
}
