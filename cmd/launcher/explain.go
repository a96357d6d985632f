package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"vestibule/internal/app"
	"vestibule/internal/config"
	"vestibule/internal/meeting"
)

func explainCommand() *cobra.Command {
	var asJSON, secrets bool
	var camera, microphone, openWith string
	c := &cobra.Command{
		Use:   "explain LINK|-",
		Short: "Say what a link is and what would be opened; nothing is opened",
		Long: "Says what a link is, what was taken off it and what would be opened. Nothing is\nopened. With - it reads links from standard input, one a line; a line that starts\nwith \" is a JSON string.\n\n" +
			"Exit status: 0 a meeting, 3 not a meeting, 4 refused as unsafe.",
		Args: oneLink,
	}
	f := c.Flags()
	f.BoolVar(&asJSON, "json", false, "one JSON object a link")
	f.BoolVar(&secrets, "show-secrets", false, "print passcodes and tokens instead of •••")
	f.StringVar(&camera, "camera", "", "on or off, instead of the configuration's")
	f.StringVar(&microphone, "microphone", "", "on or muted, instead of the configuration's")
	f.StringVar(&openWith, "open-with", "", "auto, app, browser or guarded, instead of the configuration's")
	c.RunE = func(c *cobra.Command, args []string) error {
		w := app.Wants{Secrets: secrets}
		var err error
		if w.Camera, err = switchFlag("--camera", camera, "off"); err != nil {
			return err
		}
		if w.Microphone, err = switchFlag("--microphone", microphone, "muted"); err != nil {
			return err
		}
		if w.OpenWith, err = oneOf("--open-with", openWith, "", "auto", "app", "browser", "guarded"); err != nil {
			return err
		}
		return explainAll(c, args[0], w, asJSON)
	}
	return c
}

func switchFlag(flag, value, off string) (*bool, error) {
	if value == "" {
		return nil, nil
	}
	if _, err := oneOf(flag, value, "on", off); err != nil {
		return nil, err
	}
	on := value == "on"
	return &on, nil
}

func oneOf(flag, value string, allowed ...string) (string, error) {
	for _, a := range allowed {
		if value == a {
			return value, nil
		}
	}
	return "", &exit{status: app.Usage, err: fmt.Errorf("reading %s: it takes %s", flag, strings.Trim(strings.Join(allowed, ", "), ", "))}
}

// longestLine bounds a line of "explain -": more than any link may have.
const longestLine = 8 << 20

func explainAll(c *cobra.Command, arg string, w app.Wants, asJSON bool) error {
	m := machine()
	snap := m.Config()
	for _, p := range snap.Problems {
		fmt.Fprintln(os.Stderr, config.FormatProblem(p))
	}
	out := bufio.NewWriter(c.OutOrStdout())
	defer out.Flush()
	w.Guards, w.Settings = m.Guards, m.Settings
	w.OnlyGuarded = func(service string) bool { return app.OnlyGuarded(snap, service) }
	one := func(text string) int {
		e := app.Explain(text, snap.Config, w, m.Clients)
		if asJSON {
			enc := json.NewEncoder(out)
			enc.SetEscapeHTML(false)
			_ = enc.Encode(e)
		} else {
			explainText(out, e)
		}
		return app.VerdictStatus(e.Verdict)
	}
	if arg != "-" {
		if status := one(arg); status != app.Joined {
			out.Flush()
			return &exit{status: status}
		}
		return nil
	}
	worst, first := app.Joined, true
	err := eachLine(c.InOrStdin(), func(line string) error {
		text := line
		if strings.HasPrefix(line, `"`) {
			if err := json.Unmarshal([]byte(line), &text); err != nil {
				return errors.New("reading standard input: a line that starts with \" must be a JSON string")
			}
		}
		if !asJSON && !first {
			fmt.Fprintln(out)
		}
		first = false
		worst = max(worst, one(text))
		return nil
	})
	if err != nil {
		return failed(err)
	}
	if worst != app.Joined {
		out.Flush()
		return &exit{status: worst}
	}
	return nil
}

// eachLine calls f for each line, without its end. Unlike a Scanner it keeps
// a last line without an end and text of any bytes.
func eachLine(r io.Reader, f func(string) error) error {
	br := bufio.NewReader(r)
	for {
		line, err := br.ReadString('\n')
		if len(line) > longestLine {
			line = line[:longestLine]
		}
		if line != "" {
			if err := f(strings.TrimSuffix(line, "\n")); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading standard input: %w", err)
		}
	}
}

// explainText prints an explanation for a person.
func explainText(out io.Writer, e app.Explanation) {
	p := func(label, format string, args ...any) {
		fmt.Fprintf(out, "%-12s %s\n", label, fmt.Sprintf(format, args...))
	}
	switch e.Verdict {
	case meeting.IsMeeting:
		p("meeting", "%s", e.Name)
	case meeting.Refused:
		p("refused", "%s", e.Reason)
	case meeting.UnknownHost:
		p("unknown", "%s", e.Reason)
	case meeting.ClosedService:
		p("closed", "%s", e.Reason)
	default:
		p("no meeting", "%s", e.Reason)
	}
	if e.LooksLike != "" {
		p("looks like", "%s", e.LooksLike)
	}
	if e.Host != "" {
		p("host", "%s", e.Host)
	}
	if e.Meeting != "" {
		p("id", "%s%s", e.Meeting, passcode(e.HasPasscode))
	}
	if len(e.Unwrapped) > 0 {
		p("unwrapped", "%s", strings.Join(e.Unwrapped, ", "))
		if e.Address {
			p("", "the wrapper held the reader's e-mail address")
		}
	}
	if len(e.Removed) > 0 {
		p("removed", "%s", strings.Join(e.Removed, ", "))
	}
	if e.Upgraded {
		p("raised", "http to https")
	}
	switch e.PassOn {
	case meeting.PassNow:
		p("then", "passed on, unchanged, to the program that had this scheme")
	case meeting.PassAsk:
		p("then", "asks whether to pass it on to the program that had this scheme")
	}
	if e.AddLines != "" {
		p("to know it", "add to the configuration:")
		fmt.Fprintln(out, e.AddLines)
	}
	if e.Verdict != meeting.IsMeeting {
		return
	}
	p("camera", "%s: %s. %s", e.Camera.Wanted, e.Camera.Assurance, e.Camera.Why)
	p("microphone", "%s: %s. %s", e.Microphone.Wanted, e.Microphone.Assurance, e.Microphone.Why)
	if e.Microphone.SystemMute {
		p("", "this computer's microphones are muted too, as it is joined")
	}
	if e.Open.With == "" {
		p("open with", "nothing on this computer can open it")
	} else {
		p("open with", "%s (%s)", e.Open.Client, e.Open.With)
	}
	p("link", "%s", e.Open.Link)
	for _, c := range e.Choices {
		if !c.Chosen {
			first := ""
			if c.Restart {
				first = ", closed and started again"
			}
			p("or", "%s (%s%s), camera %s", c.Client, c.With, first, c.Camera)
		}
	}
	for _, b := range e.Barred {
		p("not guarded", "%s: %s", b.Client, b.Why)
	}
}

func passcode(has bool) string {
	if has {
		return ", with a passcode"
	}
	return ""
}
