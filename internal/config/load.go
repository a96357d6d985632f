package config

import (
	"crypto/sha256"
	"errors"
	"fmt"
)

// Load reads the person's file alone. It never fails: a file that is missing
// means the defaults; one that cannot be read, or has anything wrong in it,
// means the built-in private defaults for everything and says so in Problems.
func Load(file string) Snapshot { return LoadKnown(file, nil) }

// LoadKnown is Load with the ids of the services that there are: any other id
// is a problem. With nil every id goes.
func LoadKnown(file string, providers []string) Snapshot {
	return LoadLayers(Paths{User: file, Providers: providers})
}

// Paths says where the layers are.
type Paths struct {
	User string
	// Policy is the folder with the administrator's policy.toml and policy.d;
	// "" for none.
	Policy string
	// Providers are the ids of the services that there are; with nil every id
	// goes.
	Providers []string

	// owned says whether an owner may be trusted with a policy; nil is the
	// system's own rule. Tests, which may not be root, have theirs.
	owned func(path string, uid uint32) bool
	// acl reads a path's access control list, where a mode does not show all of
	// who may write; nil is the system's own way.
	acl func(path string) ([]byte, error)
	// managed is the store of the system's own that a policy may be in; nil
	// for none.
	managed func() (Managed, error)
	// unguarded reads a policy whoever may have written it, to check it.
	unguarded bool
}

// SystemPaths are the places on this system.
func SystemPaths(providers []string) (Paths, error) {
	user, err := UserFile()
	return Paths{User: user, Policy: PolicyFolder(), Providers: providers, managed: systemManaged}, err
}

// LoadLayers reads all layers. It never fails. The person's file is as with
// Load. A policy that cannot be trusted or has anything wrong in it is never
// the same as none: the fail-safe values hold then.
func LoadLayers(p Paths) Snapshot { return Reload(p, Snapshot{}) }

// Reload is LoadLayers where a snapshot was read before: if the person's file
// is broken now, what it said last stays, and Stale says so. Where nothing of
// all that is read is different, it is last itself, and nothing is parsed.
func Reload(p Paths, last Snapshot) Snapshot {
	in := gather(p)
	mark := in.mark()
	if last.mark == mark && last.mark != [sha256.Size]byte{} {
		return last
	}
	user, problems := understandUser(in)
	stale := false
	if len(problems) > 0 && last.user != nil && last.File == p.User {
		user, stale = last.user, true
	}
	pol := understandPolicy(in)
	s := merge(pol.recommended, user, pol.locked)
	s.File, s.user, s.Stale, s.Notes, s.Policy = p.User, user, stale, pol.notes, pol.files
	s.Problems, s.mark = append(problems, pol.problems...), mark
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
	return understandUser(inputs{User: gatherUser(file), Providers: providers})
}

func understandUser(in inputs) (*layer, []Problem) {
	switch {
	case in.User.Missing:
		return nil, nil
	case in.User.Problem != nil:
		return nil, []Problem{*in.User.Problem}
	}
	return readUser(in.User.File, in.User.Data, in.Providers)
}

func fileProblem(file string, err error) Problem {
	p := Problem{File: file, Text: err.Error()}
	var r *readProblem
	if errors.As(err, &r) {
		p.Hint = r.hint
	}
	return p
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
