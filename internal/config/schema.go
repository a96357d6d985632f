package config

import (
	"fmt"
	"slices"
	"sort"
	"strings"
)

// schema is the table of keys as the tables of a file.
type schema struct {
	key    *Key               // of a value
	fields map[string]*schema // of a table
	ids    *schema            // of a table whose keys are services' ids
}

var userSchema = newSchema()

func newSchema() *schema {
	root := &schema{fields: map[string]*schema{}}
	for i := range table {
		at := root
		for _, part := range strings.Split(table[i].Name, ".") {
			if part == "ID" {
				if at.ids == nil {
					at.ids = &schema{fields: map[string]*schema{}}
				}
				at = at.ids
				continue
			}
			if at.fields[part] == nil {
				at.fields[part] = &schema{fields: map[string]*schema{}}
			}
			at = at.fields[part]
		}
		at.key = &table[i]
	}
	return root
}

// setting is a value with its place.
type setting struct {
	key    *Key
	id     string // the service, of a provider's key
	value  string // canonical text
	at     int    // offset of the value in its file
	path   string // the key as the file has it
	origin Origin
}

// hostSetting is a [[host]] with its place.
type hostSetting struct {
	Host
	origin Origin
}

// layer is what one file says at one level.
type layer struct {
	values map[string]setting // by full dotted key
	hosts  []hostSetting
}

func newLayer() *layer { return &layer{values: map[string]setting{}} }

// reader reads one file against the schema.
type reader struct {
	tree      *tree
	providers []string // ids that are known; nil: any
	source    string   // of the origins: "user", or the level of a policy
	layer     *layer
	problems  []Problem
	whole     bool // the syntax was read to the end
}

// readUser reads the person's file. The layer is nil when there is any
// problem: half of a file is never used.
func readUser(file string, data []byte, providers []string) (*layer, []Problem) {
	r := newReader(file, data, providers)
	if r.tree == nil {
		return nil, r.problems
	}
	values := r.decode()
	r.source, r.layer = "user", newLayer()
	r.table(r.tree.root, values, userSchema, "", nil)
	r.checkTimes(r.layer)
	if len(r.problems) > 0 {
		return nil, r.sorted()
	}
	return r.layer, nil
}

func newReader(file string, data []byte, providers []string) *reader {
	tr, problems := readTree(file, data)
	return &reader{tree: tr, providers: providers, problems: problems, whole: len(problems) == 0}
}

// decode has BurntSushi read the values. Where the syntax is broken there are
// none, and the walk over the tree only looks at names and types.
func (r *reader) decode() map[string]any {
	if !r.whole {
		return nil
	}
	values := map[string]any{}
	if problems := decode(r.tree.text, &values); len(problems) > 0 {
		r.problems, r.whole = append(r.problems, problems...), false
		return nil
	}
	return values
}

func (r *reader) complain(offset int, path, what, hint string) {
	r.problems = append(r.problems, r.tree.text.problem(offset, path, what, hint))
}

// table reads a table. In path the names are as the file has them; in key,
// which names the setting, the level of a policy is left out.
func (r *reader) table(n *node, values map[string]any, s *schema, path string, key []string) {
	for _, name := range n.names {
		if len(r.problems) >= maxProblems {
			return
		}
		child, below := n.fields[name], join(path, name)
		childKey := append(slices.Clone(key), name)
		next := s.fields[name]
		switch {
		case next == nil && s.ids != nil:
			if what, hint := checkProvider(name, r.providers); what != "" {
				r.complain(child.key.start, below, what, hint)
			}
			r.section(child, values[name], s.ids, below, childKey)
		case next == nil:
			p := r.tree.unknownKey(child, below, name, schemaNames(s))
			if place := elsewhere(name); p.Hint == "" && place != "" && len(key) == 0 {
				p.Hint = fmt.Sprintf("it belongs under [%s]", join(path, place))
			}
			if r.source == "user" && path == "" && (name == "locked" || name == "recommended") {
				p.Hint = "that is a policy's: vestibule config check --policy FILE"
			}
			r.problems = append(r.problems, p)
		case next.key == nil:
			r.section(child, values[name], next, below, childKey)
		case next.key.Type == HostList:
			r.hosts(child, values[name], below)
		default:
			r.value(child, values[name], next.key, below, childKey)
		}
	}
}

// section reads what must be a table.
func (r *reader) section(n *node, value any, s *schema, path string, key []string) {
	if n.kind != kindTable {
		p := r.tree.wrongType(n, path, string(kindTable))
		p.Hint = fmt.Sprintf("write [%s] on a line of its own, its keys below it", path)
		r.problems = append(r.problems, p)
		return
	}
	values, _ := value.(map[string]any)
	r.table(n, values, s, path, key)
}

// value reads what must be a value of a key.
func (r *reader) value(n *node, value any, k *Key, path string, key []string) {
	want := kindString
	if k.Type == Switch {
		want = kindBool
	}
	if n.kind != want {
		p := r.tree.wrongType(n, path, string(want))
		p.Hint = typeHint(k)
		r.problems = append(r.problems, p)
		return
	}
	if value == nil {
		return // the syntax is broken elsewhere
	}
	text, wrong, hint := k.canonical(fmt.Sprint(value))
	if wrong != "" {
		r.complain(n.value.start, path, fmt.Sprintf("%q %s", path, wrong), hint)
		return
	}
	line, column := r.tree.text.at(n.key.start)
	set := setting{key: k, value: text, at: n.value.start, path: path, origin: Origin{Source: r.source, File: r.tree.text.file, Line: line, Column: column}}
	if strings.Contains(k.Name, "ID") {
		set.id = key[1]
	}
	r.layer.values[dotted(key)] = set
}

func typeHint(k *Key) string {
	switch k.Type {
	case Switch:
		return "true or false, without quotes"
	case Duration:
		return fmt.Sprintf("in quotes and with a unit, such as %q", k.Default)
	}
	return "in quotes: one of " + k.allowed()
}

// checkTimes looks at the one bound that depends on another key.
func (r *reader) checkTimes(l *layer) {
	timeout, ok := l.values["consent.timeout"]
	if !ok {
		return
	}
	c := Defaults()
	arm, hasArm := l.values["consent.arm_delay"]
	if hasArm {
		arm.key.set(&c, "", arm.value)
	} else if r.source != "user" {
		return // a policy meets the other layers' arm_delay when they are merged
	}
	timeout.key.set(&c, "", timeout.value)
	if least := c.Consent.ArmDelay + minRoom; c.Consent.Timeout < least {
		r.complain(timeout.at, timeout.path,
			fmt.Sprintf("%q cannot be %q with an arm_delay of %q", timeout.path, timeout.value, formatDuration(c.Consent.ArmDelay)),
			fmt.Sprintf("at least %q", formatDuration(least)))
	}
}

// sorted gives the problems in the order of the file, each once.
func (r *reader) sorted() []Problem {
	sort.SliceStable(r.problems, func(i, j int) bool {
		a, b := r.problems[i], r.problems[j]
		return a.Line < b.Line || a.Line == b.Line && a.Column < b.Column
	})
	if len(r.problems) > maxProblems {
		r.problems = r.problems[:maxProblems]
	}
	return r.problems
}

func schemaNames(s *schema) []string {
	var names []string
	for name := range s.fields {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// elsewhere gives the table that a key's last part belongs to, where there is
// just one.
func elsewhere(name string) string {
	found := ""
	for i := range table {
		k := &table[i]
		place, last := k.Name[:max(0, strings.LastIndexByte(k.Name, '.'))], k.Name[strings.LastIndexByte(k.Name, '.')+1:]
		if last == name && !strings.Contains(k.Name, "ID") {
			if found != "" {
				return ""
			}
			found = place
		}
	}
	return found
}

// checkProvider says what is wrong with the id of a service, or "".
func checkProvider(id string, known []string) (what, hint string) {
	switch {
	case !validID(id):
		return fmt.Sprintf("%s is no service's id", clipQuote(id)), "such as \"zoom\": small letters, digits and dashes"
	case known != nil && !slices.Contains(known, id):
		hint = didYouMean(id, known)
		if hint == "" {
			hint = "\"vestibule providers\" lists the services"
		}
		return fmt.Sprintf("unknown service %s", clipQuote(id)), hint
	}
	return "", ""
}
