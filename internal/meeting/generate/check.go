package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// checkDevices checks the switches and what is claimed of them.
func (s *service) checkDevices() error {
	for _, text := range []string{s.AllOff, s.Always} {
		if _, _, err := readPairs(text, nil); err != nil {
			return err
		}
	}
	for _, d := range []*device{s.Camera, s.Mic} {
		if d == nil {
			continue
		}
		for _, text := range []string{d.Off, d.On} {
			if _, _, err := readPairs(text, nil); err != nil {
				return err
			}
		}
		if (d.Off == "") != (d.On == "") || (d.Off == "") != (d.Switch == nil) || (d.Off == "") != (len(d.Ways) == 0) {
			return fmt.Errorf("a switch has off, on, ways and what it assures")
		}
		for _, c := range []*claim{d.Switch, d.Else} {
			if c == nil {
				continue
			}
			if !slices.Contains([]string{"asked", "preview", "unknown"}, c.Assurance) {
				return fmt.Errorf("assurance %q is not \"asked\", \"preview\" or \"unknown\"", c.Assurance)
			}
			if c.Assurance == "asked" && c != d.Switch {
				return fmt.Errorf("only a link with a switch is \"asked\"")
			}
			if c.Why == "" || !day.MatchString(c.Checked) {
				return fmt.Errorf("what is assured says why, and on what day it was checked")
			}
		}
	}
	if err := s.checkShared(); err != nil {
		return err
	}
	for _, f := range s.Facts {
		if f.Text == "" || f.Source == "" || !day.MatchString(f.Checked) {
			return fmt.Errorf("a fact has text, source and the day it was checked")
		}
	}
	return nil
}

// checkShared checks a parameter that camera and microphone share: each is one
// number, a mask of bits, and no bit is both's.
func (s *service) checkShared() error {
	if s.Camera == nil || s.Mic == nil || s.Camera.Off == "" || s.Mic.Off == "" {
		return nil
	}
	values := map[string][]int{}
	for _, text := range []string{s.Camera.Off, s.Camera.On, s.Mic.Off, s.Mic.On} {
		key, value, _ := strings.Cut(text, "=")
		n, err := strconv.Atoi(value)
		if err != nil {
			n = -1
		}
		values[key] = append(values[key], n)
	}
	for key, v := range values {
		switch {
		case len(v) == 2:
		case len(v) != 4 || min(v[0], v[1], v[2], v[3]) < 0 || (v[0]|v[1])&(v[2]|v[3]) != 0:
			return fmt.Errorf("%s is for camera and microphone, and its bits are not", key)
		case !slices.Equal(s.Camera.Ways, s.Mic.Ways):
			return fmt.Errorf("%s works for camera and microphone in different ways", key)
		}
	}
	return nil
}

var day = regexp.MustCompile(`^20[0-9]{2}-[01][0-9]-[0-3][0-9]$`)

// checkForm checks that a form's scheme is declared.
func (s *service) checkForm(f form) error {
	if f.scheme != "https" && !slices.Contains(s.Schemes, f.scheme) {
		return fmt.Errorf("%q is not among the schemes", f.scheme)
	}
	if f.scheme == "https" && f.host == "" {
		return fmt.Errorf("a web link has a host")
	}
	return nil
}

// checkPath checks that the parts of a path cannot hold what separates paths:
// no link with such a part would be read again.
func (c *compiled) checkPath(f form) error {
	for _, p := range append(slices.Clone(f.path), f.fragment.path...) {
		if p.part < 0 {
			continue
		}
		for _, r := range c.grammars[p.part] {
			if r.hasAny(`/\?#`) {
				return fmt.Errorf("part {%s} may hold a separator of paths", c.names[p.part])
			}
		}
	}
	return nil
}

// longest gives the most bytes that a link of the shape can have. Its fixed
// text and its switches are counted as a generous thousand.
func (c *compiled) longest() int {
	n := 0
	for _, g := range c.grammars {
		n += longest(g)
	}
	if c.native != nil {
		for _, p := range c.native.query {
			if p.part == -2 {
				n *= 3 // the web link is percent-encoded once more
			}
		}
	}
	return n + 1000
}
