// Package terminal asks the consent question in a terminal: the same page,
// the same facts, and a typed "y".
//
// The rules of this surface: what it shows is plain text without escape
// sequences; what was typed before the question could be read does not count;
// anything but "y" is no, and so are end of input, a time-out and every error.
package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"vestibule/internal/consent"
	"vestibule/internal/words"
)

// Terminal is where a person can be asked.
type Terminal struct {
	In  *os.File
	Out io.Writer
	// Flush throws away what was typed already.
	Flush func(*os.File) error
}

// Ask shows the page and waits for the answer: Yes only for a typed "y" or
// "yes" and Enter, after delay. Type-ahead is thrown away when the delay is
// over.
func (t Terminal) Ask(ctx context.Context, p consent.Page, delay, timeout time.Duration) (consent.Answer, error) {
	if _, err := fmt.Fprint(t.Out, Render(p, width)); err != nil {
		return consent.Lost, fmt.Errorf("asking in the terminal: %w", err)
	}
	select {
	case <-time.After(delay):
	case <-ctx.Done():
		return consent.Lost, nil
	}
	if t.Flush != nil {
		if err := t.Flush(t.In); err != nil {
			return consent.Lost, fmt.Errorf("asking in the terminal: %w", err)
		}
	}
	if _, err := fmt.Fprint(t.Out, "\n"+prompt(p)+" "); err != nil {
		return consent.Lost, fmt.Errorf("asking in the terminal: %w", err)
	}
	type typed struct {
		line string
		err  error
	}
	got := make(chan typed, 1)
	go func() {
		line, err := readLine(t.In)
		got <- typed{line, err}
	}()
	select {
	case a := <-got:
		switch {
		case errors.Is(a.err, io.EOF):
			fmt.Fprintln(t.Out)
			return consent.No, nil
		case a.err != nil:
			return consent.Lost, fmt.Errorf("asking in the terminal: %w", a.err)
		case isYes(a.line):
			return consent.Yes, nil
		}
		return consent.No, nil
	case <-time.After(timeout):
		fmt.Fprintln(t.Out)
		return consent.TimedOut, nil
	case <-ctx.Done():
		fmt.Fprintln(t.Out)
		return consent.Lost, nil
	}
}

func isYes(line string) bool {
	switch strings.ToLower(strings.TrimSpace(line)) {
	case "y", "yes":
		return true
	}
	return false
}

// readLine reads one line, byte by byte so that nothing after it is taken. A
// line without its end is no line: end of input is not an answer.
func readLine(r io.Reader) (string, error) {
	var line []byte
	one := make([]byte, 1)
	for {
		n, err := r.Read(one)
		if n == 1 {
			if one[0] == '\n' {
				return string(line), nil
			}
			if len(line) < 64 {
				line = append(line, one[0])
			}
			continue
		}
		if err != nil {
			return "", err
		}
	}
}

func prompt(p consent.Page) string {
	yes, no := words.Say("Join"), words.Say("Don't join")
	for _, b := range p.Buttons {
		if b.Armed {
			yes = b.Label
		}
		if b.Safe {
			no = b.Label
		}
	}
	return words.Say("{join}? Type y and Enter. Anything else is: {stay}.", "join", yes, "stay", no)
}
