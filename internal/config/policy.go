package config

import (
	"fmt"
	"maps"
	"slices"
)

// policy is what the administrator's files say together.
type policy struct {
	recommended, locked *layer
	problems            []Problem
	notes               []Problem // conflicts between the files
	broken              string    // the first file that cannot be used, or ""
	files               []string  // those that were used
}

// understandPolicy puts together what was found of a policy, the system's own
// store after the files. What cannot be trusted or read, or has anything wrong
// in it, is left out whole, and the fail-safe values hold beside the locks of
// the others.
func understandPolicy(in inputs) *policy {
	pol := newPolicy()
	for _, f := range in.Policy {
		if f.Problem != nil {
			pol.breaks(*f.Problem)
		} else {
			pol.include(f.File, f.Data, in.Providers)
		}
	}
	if in.ManagedProblem != nil {
		pol.breaks(*in.ManagedProblem)
	} else {
		pol.includeManaged(in.Managed, in.Providers)
	}
	pol.finish()
	return pol
}

func loadPolicy(p Paths) *policy { return understandPolicy(gather(p)) }

func newPolicy() *policy { return &policy{recommended: newLayer(), locked: newLayer()} }

// breaks takes note of what makes a file unusable.
func (pol *policy) breaks(problems ...Problem) {
	pol.problems = append(pol.problems, problems...)
	if pol.broken == "" && len(problems) > 0 {
		pol.broken = problems[0].File
	}
}

// include puts a file to those before it.
func (pol *policy) include(file string, data []byte, providers []string) {
	levels, void, problems := readPolicy(file, data, providers)
	if len(problems) > 0 {
		pol.breaks(problems...)
		return
	}
	pol.problems, pol.files = append(pol.problems, void...), append(pol.files, file)
	pol.add(pol.recommended, levels["recommended"])
	pol.add(pol.locked, levels["locked"])
}

// finish has the fail-safe values hold if any file could not be used.
func (pol *policy) finish() {
	if pol.broken != "" {
		strictest(pol.locked, failSafe(pol.broken))
	}
	for _, list := range [][]Problem{pol.problems, pol.notes} {
		for i := range list {
			list[i].Policy = true
		}
	}
	for i := range pol.notes {
		pol.notes[i].Note = true
	}
}

// CheckPolicy lists what is wrong with the policy in a folder, and, as notes,
// what its files say differently. It is for an administrator's pipeline, so
// who owns the files is not looked at: they may be on their way still.
func CheckPolicy(folder string, providers []string) []Problem {
	pol := loadPolicy(Paths{Policy: folder, Providers: providers, unguarded: true})
	return append(pol.problems, pol.notes...)
}

// CheckInstalledPolicy is CheckPolicy for the policy of this machine, with who
// could have written it.
func CheckInstalledPolicy(providers []string) []Problem {
	pol := loadPolicy(Paths{Policy: PolicyFolder(), Providers: providers, managed: systemManaged})
	return append(pol.problems, pol.notes...)
}

// PolicyFolder is where this machine's policy is, whether there is one or not.
func PolicyFolder() string {
	if testOnlyPolicy != "" {
		return testOnlyPolicy
	}
	return policyFolder()
}

// CheckPolicyFile is CheckPolicy for one file, wherever it is.
func CheckPolicyFile(file string, providers []string) []Problem {
	pol := newPolicy()
	if data, _, err := readFile(file); err != nil {
		pol.breaks(policyProblem(file, err))
	} else {
		pol.include(file, data, providers)
	}
	pol.finish()
	return pol.problems
}

// add puts a file's settings of one level to those of the files before it.
// Where they differ, the more private value holds, or without an order of
// privacy the later file's; the difference is noted.
func (pol *policy) add(to, from *layer) {
	for _, name := range slices.Sorted(maps.Keys(from.values)) {
		now := from.values[name]
		before, there := to.values[name]
		if !there {
			to.values[name] = now
			continue
		}
		if before.value == now.value {
			continue
		}
		if !now.key.morePrivate(before.value, now.value) {
			to.values[name] = now
		}
		pol.differ(now.path, now.value, before.value, to.values[name].value, now.origin, before.origin)
	}
	for _, h := range from.hosts {
		i := slices.IndexFunc(to.hosts, func(b hostSetting) bool { return b.Name == h.Name })
		switch {
		case i < 0:
			to.hosts = append(to.hosts, h)
		case to.hosts[i].Provider != h.Provider:
			pol.differ("host "+h.Name, h.Provider, to.hosts[i].Provider, h.Provider, h.origin, to.hosts[i].origin)
			to.hosts[i] = h
		}
	}
}

func (pol *policy) differ(what, now, before, holds string, here, there Origin) {
	pol.notes = append(pol.notes, Problem{
		File: here.File, Line: here.Line, Column: here.Column, Key: what,
		Text: fmt.Sprintf("%s is %q here and %q in %s, line %d; %q holds", what, now, before, there.File, there.Line, holds),
		Hint: "leave it in one of the two files",
	})
}

// strictest locks each key at the more private of two layers' values.
func strictest(to, from *layer) {
	for name, set := range from.values {
		if before, there := to.values[name]; !there || set.key.morePrivate(set.value, before.value) {
			to.values[name] = set
		}
	}
}
