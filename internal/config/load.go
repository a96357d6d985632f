package config

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Load reads the person's file. It never fails: a file that is missing means
// the defaults; one that cannot be read, or has anything wrong in it, means
// the built-in private defaults for everything and says so in Problems.
func Load(file string) Snapshot { return LoadKnown(file, nil) }

// LoadKnown is Load with the ids of the services that there are: any other id
// is a problem. With nil every id goes.
func LoadKnown(file string, providers []string) Snapshot {
	user, problems := loadUser(file, providers)
	s := merge(user)
	s.File, s.Problems = file, problems
	return s
}

// Check lists what is wrong with a file; nothing for one that is missing.
func Check(file string) []Problem { return CheckKnown(file, nil) }

// CheckKnown is Check with the ids of the services that there are.
func CheckKnown(file string, providers []string) []Problem {
	_, problems := loadUser(file, providers)
	return problems
}

func loadUser(file string, providers []string) (*layer, []Problem) {
	data, _, err := readFile(file)
	switch {
	case errors.Is(err, errNotThere):
		return nil, nil
	case err != nil:
		return nil, []Problem{fileProblem(file, err)}
	}
	return readUser(file, data, providers)
}

func fileProblem(file string, err error) Problem {
	p := Problem{File: file, Text: err.Error()}
	var r *readProblem
	if errors.As(err, &r) {
		p.Hint = r.hint
	}
	return p
}

// builtIn is the origin of a default.
var builtIn = Origin{Source: "built in"}

// merge makes the effective settings of the layers.
func merge(user *layer) Snapshot {
	s := Snapshot{Config: Defaults(), Origins: map[string]Origin{}}
	for i := range table {
		if k := &table[i]; k.Default != "" {
			s.Origins[k.Name] = builtIn
		}
	}
	s.Origins["host"] = builtIn
	if user == nil {
		return s
	}
	for _, name := range slices.Sorted(maps.Keys(user.values)) {
		set := user.values[name]
		set.key.set(&s.Config, set.id, set.value)
		s.Origins[name] = set.origin
	}
	for _, h := range user.hosts {
		s.Hosts = append(s.Hosts, h.Host)
		s.Origins["host."+h.Name] = h.origin
	}
	return s
}

// Value gives a key's effective value as text, such as "off", "true" or "2m".
// A service without an open_with of its own has join's.
func (s Snapshot) Value(key string) (string, error) {
	k, id, err := findKey(key)
	if err != nil {
		return "", fmt.Errorf("reading the configuration: %w", err)
	}
	return k.get(&s.Config, id), nil
}
