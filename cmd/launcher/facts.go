package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"vestibule/internal/client"
	"vestibule/internal/consent"
	"vestibule/internal/meeting"
)

// The verbs that tell what is: devices, clients, providers; status is in
// status.go. Each has --json.

func tellCommand(use, short string, tell func(c *cobra.Command, asJSON bool) error) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: use, Short: short, Args: noWord,
		RunE: func(c *cobra.Command, _ []string) error { return tell(c, asJSON) },
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return failed(enc.Encode(v))
}

func devicesCommand() *cobra.Command {
	return tellCommand("devices", "Say what cameras and microphones do now", func(c *cobra.Command, asJSON bool) error {
		d := machine().Devices(c.Context())
		if asJSON {
			return printJSON(c.OutOrStdout(), d)
		}
		for _, l := range consent.DeviceLines(&d) {
			fmt.Fprintln(c.OutOrStdout(), l)
		}
		return nil
	})
}

func clientsCommand() *cobra.Command {
	return tellCommand("clients", "List what can open meetings on this computer", func(c *cobra.Command, asJSON bool) error {
		f := machine().Finder()
		var schemes []string
		for _, s := range meeting.Services() {
			schemes = append(schemes, s.Schemes...)
		}
		list, err := f.Installed(schemes)
		if err != nil {
			return failed(err)
		}
		if list == nil {
			list = []client.Client{}
		}
		if asJSON {
			return printJSON(c.OutOrStdout(), list)
		}
		if len(list) == 0 {
			fmt.Fprintln(c.OutOrStdout(), "Nothing on this computer can open a meeting.")
		}
		for _, cl := range list {
			mark := ""
			if cl.Default {
				mark = ", the default"
			}
			fmt.Fprintf(c.OutOrStdout(), "%-8s %s (%s)%s  %s\n", cl.Kind, cl.Name, cl.ID, mark, strings.Join(cl.Schemes, " "))
		}
		return nil
	})
}

// provider is a service as "vestibule providers" lists it.
type provider struct {
	ID           string   `json:"id"`
	Name         string   `json:"name"`
	SelfHostable bool     `json:"self_hostable"`
	Closed       string   `json:"closed,omitempty"`
	Schemes      []string `json:"schemes"`
}

func providersCommand() *cobra.Command {
	return tellCommand("providers", "List the meeting services that Vestibule knows", func(c *cobra.Command, asJSON bool) error {
		list := []provider{}
		for _, s := range meeting.Services() {
			p := provider{ID: s.ID, Name: s.Name, SelfHostable: s.SelfHostable, Schemes: append([]string{}, s.Schemes...)}
			if s.Closed != nil {
				p.Closed = s.Closed.Since
			}
			list = append(list, p)
		}
		if asJSON {
			return printJSON(c.OutOrStdout(), list)
		}
		for _, p := range list {
			var notes []string
			if p.SelfHostable {
				notes = append(notes, "self-hosted by [[host]]")
			}
			if p.Closed != "" {
				notes = append(notes, "closed since "+p.Closed)
			}
			if len(p.Schemes) > 0 {
				notes = append(notes, "schemes: "+strings.Join(p.Schemes, " "))
			}
			fmt.Fprintf(c.OutOrStdout(), "%-20s %-28s %s\n", p.ID, p.Name, strings.Join(notes, "; "))
		}
		return nil
	})
}
