package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"vestibule/internal/config"
	"vestibule/internal/link"
)

// service is an entry, read and checked.
type service struct {
	entry
	id     string
	shapes []compiled
	others []compiledOther
}

type compiled struct {
	shape
	hosts    []host
	names    []string // of the parts: "meeting" first
	grammars [][]run
	accept   []form
	web      *form
	native   *form
}

type compiledOther struct {
	other
	form form
}

type host struct {
	name        string
	self, below bool
}

var idGrammar = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// load reads the folder of the catalogue, sorted by id, which is the file's
// name.
func load(folder string) ([]*service, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.toml"))
	if err != nil {
		return nil, err
	}
	slices.Sort(files)
	var all []*service
	var problems []error
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		s := &service{id: strings.TrimSuffix(filepath.Base(file), ".toml")}
		if err := config.DecodeStrict(filepath.Base(file), data, &s.entry); err != nil {
			problems = append(problems, err)
			continue
		}
		if err := s.compile(); err != nil {
			problems = append(problems, fmt.Errorf("reading %s: %w", filepath.Base(file), err))
		}
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b *service) int { return strings.Compare(a.id, b.id) })
	return all, errors.Join(problems...)
}

// maxParts is the meeting package's.
const maxParts = 8

// checkKnown holds what is known of the web join to its words, a source and a
// date.
func (s *service) checkKnown() error {
	for name, k := range map[string]*known{"guests": s.Guests, "without_camera": s.WithoutCamera} {
		words := map[string][]string{"guests": {"yes", "no", "depends"}, "without_camera": {"yes", "no", "mute"}}[name]
		if k != nil && (!slices.Contains(words, k.Join) || k.Source == "" || k.Checked == "") {
			return fmt.Errorf("%s: join is one of %q, with source and checked", name, words)
		}
	}
	return nil
}

func (s *service) compile() error {
	switch {
	case !idGrammar.MatchString(s.id):
		return fmt.Errorf("the file's name is the id: small letters, digits and hyphens")
	case s.Name == "" || s.Page == "":
		return fmt.Errorf("name and page are needed")
	case len(s.Shapes) == 0 && s.Closed == nil:
		return fmt.Errorf("there is no [[shape]]")
	case s.SwitchesIn != "" && s.SwitchesIn != "query" && s.SwitchesIn != "fragment":
		return fmt.Errorf("switches_in is \"query\" or \"fragment\"")
	}
	if err := s.checkKnown(); err != nil {
		return err
	}
	if err := s.checkDevices(); err != nil {
		return err
	}
	for _, scheme := range s.Takes {
		if !slices.Contains(s.Schemes, scheme) {
			return fmt.Errorf("takes: %q is not among the schemes", scheme)
		}
	}
	seen := map[string]bool{}
	for _, sh := range s.Shapes {
		if seen[sh.Name] || !idGrammar.MatchString(sh.Name) {
			return fmt.Errorf("shape %q: names are small letters, and each is there once", sh.Name)
		}
		seen[sh.Name] = true
		c, err := s.compileShape(sh)
		if err != nil {
			return fmt.Errorf("shape %q: %w", sh.Name, err)
		}
		s.shapes = append(s.shapes, c)
	}
	for _, o := range s.Others {
		f, err := readForm(o.Accept, nil)
		if err != nil {
			return err
		}
		if o.What == "" || !slices.Contains([]string{"pass", "ask", "refuse"}, o.Then) {
			return fmt.Errorf("other %q: what says what it does, then is \"pass\", \"ask\" or \"refuse\"", o.Accept)
		}
		if o.Then == "pass" && o.Source == "" {
			return fmt.Errorf("other %q: what is passed on unasked needs a source", o.Accept)
		}
		s.others = append(s.others, compiledOther{o, f})
	}
	return nil
}

func (s *service) compileShape(sh shape) (compiled, error) {
	c := compiled{shape: sh}
	names := sh.Hosts
	if names == nil {
		names = s.Hosts
	}
	for _, name := range names {
		h := host{name: name, self: true}
		if n, ok := strings.CutPrefix(name, "*."); ok {
			h = host{name: n, below: true}
		} else if n, ok := strings.CutPrefix(name, "."); ok {
			h = host{name: n, self: true, below: true}
		}
		c.hosts = append(c.hosts, h)
	}
	for name := range sh.Parts {
		c.names = append(c.names, name)
	}
	slices.SortFunc(c.names, func(a, b string) int {
		switch "meeting" {
		case a:
			return -1
		case b:
			return 1
		}
		return strings.Compare(a, b)
	})
	if len(c.names) == 0 || len(c.names) > maxParts {
		return c, fmt.Errorf("a shape has 1 to %d parts", maxParts)
	}
	for _, name := range c.names {
		g, err := readGrammar(sh.Parts[name].Is)
		if err != nil {
			return c, fmt.Errorf("part %q: %w", name, err)
		}
		c.grammars = append(c.grammars, g)
	}
	for _, text := range sh.Accept {
		f, err := readForm(text, c.names)
		if err != nil {
			return c, err
		}
		if err := s.checkForm(f); err != nil {
			return c, fmt.Errorf("form %q: %w", text, err)
		}
		if err := c.checkPath(f); err != nil {
			return c, fmt.Errorf("form %q: %w", text, err)
		}
		c.accept = append(c.accept, f)
	}
	for _, t := range []struct {
		text string
		to   **form
	}{{sh.Web, &c.web}, {sh.Native, &c.native}} {
		if t.text == "" {
			continue
		}
		f, err := readForm(t.text, c.names)
		if err != nil {
			return c, err
		}
		if err := c.checkPath(f); err != nil {
			return c, fmt.Errorf("form %q: %w", t.text, err)
		}
		*t.to = &f
	}
	if n := c.longest(); n > link.MaxLength {
		return c, fmt.Errorf("its longest link has %d bytes, more than the %d of any link", n, link.MaxLength)
	}
	if len(c.accept) == 0 {
		return c, fmt.Errorf("accept is needed")
	}
	if s.Closed == nil && c.web == nil && c.native == nil {
		return c, fmt.Errorf("web or native is needed: how is it joined?")
	}
	if c.web != nil && c.web.scheme != "https" {
		return c, fmt.Errorf("web is an https link")
	}
	return c, nil
}

// actions gives the schemes whose links have a word for what to do in place of
// a host.
func (s *service) actions() []string {
	var all []string
	for _, scheme := range s.Schemes {
		word, host := false, false
		look := func(f form) {
			if f.scheme == scheme {
				host = host || f.host == "{host}"
				word = word || f.host != "{host}" && f.host != ""
			}
		}
		for _, c := range s.shapes {
			for _, f := range c.accept {
				look(f)
			}
		}
		for _, o := range s.others {
			look(o.form)
		}
		if word && !host {
			all = append(all, scheme)
		}
	}
	return all
}
