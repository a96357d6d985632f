package config

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
)

// found is what is in one place: bytes, nothing, or what is wrong with it.
type found struct {
	File    string
	Data    []byte
	Missing bool
	Problem *Problem
}

// inputs are all that the layers are made of, as it was found: what is read
// apart from what it means, so that meaning is a pure function of it.
type inputs struct {
	User           found
	Policy         []found
	Managed        Managed
	ManagedProblem *Problem
	Providers      []string
}

// gather reads everything and understands none of it. Who could have written
// a policy is looked at each time.
func gather(p Paths) inputs {
	in := inputs{User: gatherUser(p.User), Policy: gatherPolicy(p), Providers: p.Providers}
	if p.managed != nil {
		m, err := p.managed()
		in.Managed = m
		if err != nil {
			problem := policyProblem(m.Source, err)
			in.ManagedProblem = &problem
		}
	}
	return in
}

func gatherUser(file string) found {
	data, _, err := readFile(file)
	switch {
	case errors.Is(err, errNotThere):
		return found{File: file, Missing: true}
	case err != nil:
		problem := fileProblem(file, err)
		return found{File: file, Problem: &problem}
	}
	return found{File: file, Data: data}
}

// gatherPolicy reads policy.toml, then policy.d/*.toml in the order of their
// names. A folder that does not exist is no policy.
func gatherPolicy(p Paths) []found {
	if p.Policy == "" {
		return nil
	}
	if _, err := os.Lstat(p.Policy); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	p = p.withOwners()
	files, problems := policyFiles(p)
	var out []found
	for _, problem := range problems {
		out = append(out, found{File: problem.File, Problem: &problem})
	}
	for _, file := range files {
		out = append(out, gatherTrusted(p, file))
	}
	return out
}

func gatherTrusted(p Paths, file string) found {
	err := p.trustIn(file) // its folder was looked at just now
	var data []byte
	if err == nil {
		data, _, err = readFile(file)
	}
	if err != nil {
		problem := policyProblem(file, err)
		return found{File: file, Problem: &problem}
	}
	return found{File: file, Data: data}
}

// mark tells two readings apart: the same mark is the same meaning.
func (in inputs) mark() [sha256.Size]byte {
	h := sha256.New()
	// Nothing in it fails to encode: strings, bytes, and what Managed has.
	if err := json.NewEncoder(h).Encode(in); err != nil {
		return [sha256.Size]byte{}
	}
	return [sha256.Size]byte(h.Sum(nil))
}
