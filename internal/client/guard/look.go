//go:build linux || darwin

package guard

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"vestibule/internal/client"
)

// Look tells what the guards of the browsers among list can do now. Nothing
// is written. site is the registrable domain of the meeting's host: whether
// its cookies are there already says whether someone signed in before.
func (g *Guards) Look(list []client.Client, site string) []client.Guard {
	var out []client.Guard
	var commands [][]string
	for _, c := range list {
		if c.Kind != client.Browser {
			continue
		}
		p, err := g.locate(c, Closed)
		if p.family != client.Chromium && p.family != client.Firefox {
			if why := unguardable[strings.ToLower(c.ID)]; why != nil {
				out = append(out, client.Guard{Client: c.ID, ClosedWhy: why.Error(), OpenWhy: why.Error()})
			}
			continue
		}
		if commands == nil {
			commands = append(g.commands(), []string{})
		}
		guard := client.Guard{Client: c.ID}
		guard.ClosedWhy, guard.ClosedKnown = reason(g.ready(p, err, commands)), p.knows(site)
		p = p.as(Open)
		guard.OpenWhy, guard.OpenKnown = reason(g.ready(p, err, commands)), p.knows(site)
		out = append(out, guard)
	}
	return out
}

func reason(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// ready says why the profile cannot be used as what it is, or nil.
func (g *Guards) ready(p profile, located error, commands [][]string) error {
	if located != nil {
		return located
	}
	if p.which == Closed && g.policyAllows(p) {
		return errPolicy
	}
	mine, held := p.running(g.opts.Proc, commands)
	if !held {
		return p.writable()
	}
	if p.which == Open {
		return nil
	}
	for _, argv := range mine {
		if p.otherwise(argv) {
			return errLoose
		}
	}
	return p.holds()
}

// Start opens link in the profile of c. For the closed one it is looked at
// once more that the camera is kept closed; where it is not, nothing is
// opened. The error is a *client.StartError.
func (g *Guards) Start(c client.Client, which Profile, link string, env []string) (client.Started, error) {
	fail := func(err error) (client.Started, error) {
		var se *client.StartError
		if errors.As(err, &se) {
			return client.Started{}, err
		}
		return client.Started{}, &client.StartError{Client: c.Name, Cause: err, Mend: mend(err)}
	}
	if which != Closed && which != Open {
		return fail(errors.New("there is no such profile"))
	}
	starting.Lock()
	defer starting.Unlock()
	p, err := g.locate(c, which)
	commands := g.commands()
	if err := g.ready(p, err, commands); err != nil {
		return fail(err)
	}
	if _, held := p.running(g.opts.Proc, commands); !held {
		if err := p.prepare(); err != nil {
			return fail(fmt.Errorf("preparing its guarded profile: %w", plain(err)))
		}
		if which == Closed {
			if err := p.holds(); err != nil {
				return fail(err)
			}
		}
	}
	return g.opts.Finder.StartChanged(c, link, env, func(argv []string) ([]string, error) { return p.rewrite(argv, link) })
}

// plain is a file's error without its path.
func plain(err error) error {
	var pe *os.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	var le *os.LinkError
	if errors.As(err, &le) {
		return le.Err
	}
	return err
}

//words:mark
func mend(err error) string {
	switch {
	case errors.Is(err, errLoose):
		return "close the guarded window and join again, or choose another program"
	case errors.Is(err, errFull), errors.Is(err, errReadOnly):
		return "make room for the profile, or choose another program"
	}
	return "choose another program to open the link"
}

// knows says whether the profile has cookies of the site.
func (p profile) knows(site string) bool {
	if site == "" || p.dir == "" {
		return false
	}
	for _, name := range []string{"Default/Cookies", "Default/Network/Cookies", "cookies.sqlite", "cookies.sqlite-wal"} {
		if data, err := readFile(filepath.Join(p.dir, filepath.FromSlash(name))); err == nil && bytes.Contains(data, []byte(site)) {
			return true
		}
	}
	return false
}
