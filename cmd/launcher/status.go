package main

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"vestibule/internal/app"
	"vestibule/internal/config"
	"vestibule/internal/urlscheme"
)

// statusReport is what "vestibule status --json" prints.
type statusReport struct {
	Running  bool             `json:"running"`
	Config   string           `json:"config,omitempty"`
	Problems []config.Problem `json:"problems"`
	// Notes are worth knowing and hinder nothing: two policy files that differ.
	Notes  []config.Problem `json:"notes"`
	Policy policyReport     `json:"policy"`
	// Machine is what this user has, System what is there for all users.
	Machine *urlscheme.Report `json:"machine,omitempty"`
	System  urlscheme.Report  `json:"system"`
}

// policyReport tells an administrator what of a policy arrived.
type policyReport struct {
	Folder string `json:"folder"`
	// Files are those in use, in the order they are read.
	Files []string `json:"files"`
	// OK says that nothing is wrong with any of them. No file at all is fine.
	OK bool `json:"ok"`
	// Locked are the keys that a lock bears on.
	Locked []lockedKey `json:"locked"`
}

type lockedKey struct {
	Key   string `json:"key"`
	Value string `json:"value"`
	File  string `json:"file"`
}

func statusCommand() *cobra.Command {
	var asJSON bool
	var root string
	c := &cobra.Command{
		Use: "status", Short: "Say what runs, what is registered and where everything is", Args: noWord,
		RunE: func(c *cobra.Command, _ []string) error {
			if root != "" {
				return tellStatus(c, statusOfImage(root), nil, asJSON)
			}
			r, err := statusHere(c)
			return tellStatus(c, r, err, asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	c.Flags().StringVar(&root, "root", "", "of the image of a machine that is mounted at this `folder`")
	return c
}

func statusHere(c *cobra.Command) (statusReport, error) {
	snap := machine().Config()
	r := reportOf(snap, config.PolicyFolder())
	r.Running, r.Config = urlscheme.Running(c.Context()), snap.File
	r.System = machine().RegisteredForAll("")
	reg, err := machine().Registered()
	if err == nil {
		r.Machine = &reg
	}
	return r, err
}

// statusOfImage tells of a machine that does not run: its policy, and what is
// registered there for all users.
func statusOfImage(root string) statusReport {
	folder := filepath.Join(root, config.PolicyFolder())
	snap := config.LoadLayers(config.Paths{Policy: folder, Providers: app.Providers()})
	r := reportOf(snap, folder)
	r.System = machine().RegisteredForAll(root)
	return r
}

func reportOf(snap config.Snapshot, folder string) statusReport {
	r := statusReport{
		Problems: append([]config.Problem{}, snap.Problems...), Notes: append([]config.Problem{}, snap.Notes...),
		Policy: policyReport{Folder: folder, Files: append([]string{}, snap.Policy...), OK: true, Locked: []lockedKey{}},
	}
	for _, p := range snap.Problems {
		r.Policy.OK = r.Policy.OK && !p.Policy
	}
	for _, s := range config.List(snap) {
		if s.Locked {
			r.Policy.Locked = append(r.Policy.Locked, lockedKey{s.Key, s.Value, s.LockedBy})
		}
	}
	return r
}

// tellStatus prints a report. That it cannot be told what the user has is
// said, and is no failure.
func tellStatus(c *cobra.Command, r statusReport, err error, asJSON bool) error {
	if asJSON {
		return printJSON(c.OutOrStdout(), r)
	}
	if err != nil {
		defer fmt.Fprintln(c.ErrOrStderr(), "vestibule:", err)
	}
	out := c.OutOrStdout()
	switch {
	case r.Config == "": // an image
	case r.Running:
		fmt.Fprintln(out, "Vestibule is running.")
	default:
		fmt.Fprintln(out, "Vestibule is not running; it is started when a link comes, if it is registered.")
	}
	if r.Config != "" {
		fmt.Fprintln(out, "Configuration:", r.Config)
	}
	for _, f := range r.Policy.Files {
		fmt.Fprintln(out, "Policy:", f)
	}
	for _, l := range r.Policy.Locked {
		fmt.Fprintf(out, "Set by your organisation: %s = %s (%s)\n", l.Key, l.Value, l.File)
	}
	for _, p := range append(r.Problems, r.Notes...) {
		fmt.Fprintln(out, config.FormatProblem(p))
	}
	var own urlscheme.Report
	if r.Machine != nil {
		own = *r.Machine
	}
	lines := r.System.Lines()
	if r.Config != "" {
		lines = app.RegisteredLines(own, r.System)
	}
	for _, l := range lines {
		fmt.Fprintln(out, l)
	}
	return nil
}
