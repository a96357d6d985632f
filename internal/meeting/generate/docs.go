package main

import (
	"fmt"
	"slices"
	"strings"

	"vestibule/internal/link"
)

// writeDocs writes docs/providers.md.
func writeDocs(all []*service) ([]byte, error) {
	var w writer
	open, closed, hosted := 0, 0, 0
	for _, s := range all {
		if s.Closed != nil {
			closed++
		} else {
			open++
		}
		if s.SelfHosted {
			hosted++
		}
	}
	w.f("# The services Vestibule knows\n\n")
	w.f("<!-- Made by internal/meeting/generate from internal/meeting/catalogue/*.toml. Do not edit. -->\n\n")
	w.f("%d services: %d that can be joined, %d of them on hosts of your own, and %d that have closed.\n\n", len(all), open, hosted, closed)
	w.f("A link is rebuilt from the parts Vestibule recognised in it. Everything else in it is left out, and told: tracking, names, host tokens, foreign settings.\n\n")

	w.f("## What happens to camera and microphone\n\n")
	w.f("With the switches off, a service's link assures one of these:\n\n")
	w.f("| word | what it means |\n|---|---|\n")
	w.f("| asked | the rebuilt link carries the service's own documented switch |\n")
	w.f("| preview | the service shows its own preview first, which may itself open the device |\n")
	w.f("| unknown | nobody vouches; a guarded browser is the way to be sure |\n\n")

	w.f("## Services\n\n| service | id | hosts | own scheme | camera off | microphone off |\n|---|---|---|---|---|---|\n")
	for _, s := range all {
		if s.Closed != nil {
			continue
		}
		w.f("| [%s](%s) | `%s` | %s | %s | %s | %s |\n", s.Name, s.Page, s.id, s.hostList(), codes(s.Schemes), assured(s.Camera), assured(s.Mic))
	}

	w.f("\n## Services on hosts of your own\n\nA host becomes known by three lines in `config.toml`:\n\n```toml\n[[host]]\nname = \"meet.example.org\"\nprovider = \"jitsi\"\n```\n\n")
	w.f("Services that may be named there: ")
	var ids []string
	for _, s := range all {
		if s.SelfHosted {
			ids = append(ids, s.id)
		}
	}
	w.f("%s.\n\n", codes(ids))

	w.f("## Services that have closed\n\n| service | since | source |\n|---|---|---|\n")
	for _, s := range all {
		if s.Closed != nil {
			w.f("| %s | %s | %s |\n", s.Name, s.Closed.Since, s.Closed.Source)
		}
	}

	w.f("\n## Links of their schemes that are no meeting\n\n")
	w.f("Vestibule takes these schemes over: %s. A link of theirs that is no meeting still reaches the program that had the scheme, on the service's own hosts only: at once (pass), or after a question (ask). Whatever is not in this table is asked about. A foreign host is refused, and so is what is marked so.\n\n", codes(taken(all)))
	w.f("| link | then | what it does | source |\n|---|---|---|---|\n")
	for _, s := range all {
		for _, o := range s.others {
			w.f("| `%s` | %s | %s | %s |\n", strings.ReplaceAll(o.Accept, "|", "\\|"), o.Then, o.What, o.Source)
		}
	}

	w.f("\n## Wrappers\n\nThese pages only send the reader on. What they carry is taken out without asking a network; what only their server knows is said to be so.\n\n| wrapper | hosts | |\n|---|---|---|\n")
	for _, x := range link.Wrappers() {
		note := "taken off"
		if x.Unreadable {
			note = "only its own server can tell"
		}
		w.f("| %s | %s | %s |\n", x.Name, codes(x.Hosts), note)
	}

	w.f("\n## Programs of the services\n\n| service | system | known as | how to get it |\n|---|---|---|---|\n")
	for _, s := range all {
		for _, c := range s.Clients {
			w.f("| %s | %s | %s | %s |\n", s.Name, c.OS, codes(c.IDs), c.Install)
		}
	}

	w.f("\n## Where the facts come from\n\n| service | fact | source | checked |\n|---|---|---|---|\n")
	for _, s := range all {
		for _, f := range s.facts() {
			w.f("| %s | %s | %s | %s |\n", s.Name, f.Text, f.Source, f.Checked)
		}
	}
	return w.Bytes(), nil
}

// facts are what a file says, of links and of devices.
func (s *service) facts() []fact {
	all := slices.Clone(s.Facts)
	for _, d := range []*device{s.Camera, s.Mic} {
		if d == nil {
			continue
		}
		for _, c := range []*claim{d.Switch, d.Else} {
			if c != nil {
				all = append(all, fact{c.Why, c.Source, c.Checked})
			}
		}
	}
	return all
}

func taken(all []*service) []string {
	var schemes []string
	for _, s := range all {
		schemes = append(schemes, s.Takes...)
	}
	slices.Sort(schemes)
	return schemes
}

// hostList names the hosts of all shapes once, and "your own".
func (s *service) hostList() string {
	var names []string
	for _, c := range s.shapes {
		for _, h := range c.hosts {
			name := h.name
			if h.below {
				name = "*." + name
			}
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	text := codes(names)
	if s.SelfHosted {
		text = strings.TrimPrefix(text+", your own", ", ")
	}
	return text
}

func codes(names []string) string {
	var quoted []string
	for _, n := range names {
		if strings.Contains(n, " ") {
			quoted = append(quoted, n)
		} else {
			quoted = append(quoted, fmt.Sprintf("`%s`", n))
		}
	}
	return strings.Join(quoted, ", ")
}

func assured(d *device) string {
	switch {
	case d == nil:
		return "unknown"
	case d.Switch != nil && len(d.Ways) == 1:
		return d.Switch.Assurance + " (" + d.Ways[0] + ")"
	case d.Switch != nil:
		return d.Switch.Assurance
	case d.Else != nil:
		return d.Else.Assurance
	}
	return "unknown"
}
