// Package golog stands in for github.com/getlantern/golog, which
// getlantern/systray imports for its error lines. The original pulls in
// net/http; a program that promises not to listen should not carry a web
// server. Here is only what systray calls, on log/slog.
package golog

import (
	"fmt"
	"log/slog"
)

// Logger writes the lines of one named part of a program to slog's default
// logger.
type Logger interface {
	// Errorf logs a line at level error and returns it as an error.
	Errorf(format string, args ...any) error
	// Debugf logs a line at level debug.
	Debugf(format string, args ...any)
}

type logger struct{ name string }

// LoggerFor gives the logger of the named part.
func LoggerFor(name string) Logger { return logger{name} }

func (l logger) Errorf(format string, args ...any) error {
	err := fmt.Errorf(format, args...)
	slog.Error(err.Error(), "part", l.name)
	return err
}

func (l logger) Debugf(format string, args ...any) {
	slog.Debug(fmt.Sprintf(format, args...), "part", l.name)
}
