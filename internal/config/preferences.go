package config

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// Managed preferences of macOS: what a configuration profile of an
// organisation says for Vestibule's bundle identifier. The system calls such a
// value forced, and nobody but the profile changes it; any other value of the
// same name is one that a person, or a program of theirs, has put there.

// PreferencesDomain is where the preferences are kept.
const PreferencesDomain = "dev.vestibule.Launcher"

const preferencesSource = "managed preferences of " + PreferencesDomain

// preferenceStore is all that is asked of the system.
type preferenceStore interface {
	// fresh has the system read again what it may have kept.
	fresh() error
	// forced says whether a profile sets the key.
	forced(key string) bool
	// list gives a key's value as a property list; nil where there is none.
	list(key string) ([]byte, error)
	// names are the keys that a profile's file has, as far as it can be read.
	names() []string
}

// listReader reads a property list; it is the library's, which only macOS
// carries.
type listReader func(data []byte, into *any) error

// preferences gives the policy that a store has. What is forced is locked, and
// everything else at most recommended: "Locked" and "Recommended" are
// dictionaries by dotted key, and a dotted key may stand by itself too.
func preferences(store preferenceStore, read listReader) (Managed, error) {
	m := Managed{Source: preferencesSource, Recommended: map[string]any{}, Locked: map[string]any{}}
	if err := store.fresh(); err != nil {
		return m, &readProblem{text: err.Error()}
	}
	if name := unknownPreference(store.names()); name != "" {
		return m, &readProblem{text: fmt.Sprintf("unknown key %s", clipQuote(name)), hint: "keys stand in the dictionaries \"Locked\" and \"Recommended\""}
	}
	locked, recommended, own := layerOf{}, layerOf{}, layerOf{}
	for _, key := range preferenceKeys() {
		value, forced, err := settledPreference(store, read, key)
		if err != nil {
			return m, &readProblem{text: fmt.Sprintf("%q %s", key, err)}
		}
		level := own
		if forced {
			level = locked
			if key == ManagedRecommended {
				level = recommended
			}
		}
		if value == nil {
			continue
		}
		if err := level.put(key, value); err != nil {
			return m, &readProblem{text: err.Error()}
		}
	}
	m.Locked = locked
	maps.Copy(m.Recommended, own)
	maps.Copy(m.Recommended, recommended) // a profile's own recommendation comes first
	return m, nil
}

// layerOf is one level as Managed has it.
type layerOf map[string]any

// put adds what a key of the preferences says to a level: a dictionary of
// settings, or one setting.
func (l layerOf) put(key string, value any) error {
	settings := map[string]any{key: value}
	if key == ManagedLocked || key == ManagedRecommended {
		table, ok := value.(map[string]any)
		if !ok {
			return fmt.Errorf("%q is no dictionary", key)
		}
		settings = table
	}
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		before, there := l[name]
		if there && !reflect.DeepEqual(before, settings[name]) {
			return fmt.Errorf("%s is there twice, with different values", clipQuote(name))
		}
		l[name] = settings[name]
	}
	return nil
}

// preferenceKeys are the names that are asked for: no other value of the
// domain, where the system itself keeps the places of windows, is looked at.
func preferenceKeys() []string {
	keys := []string{ManagedLocked, ManagedRecommended, ManagedHosts, ManagedProviders}
	for i := range table {
		if table[i].Default != "" {
			keys = append(keys, table[i].Name)
		}
	}
	return keys
}

// unknownPreference gives the first of a profile's names that is meant for a
// policy, by its looks, and is none; "" if there is none.
func unknownPreference(names []string) string {
	known := preferenceKeys()
	for _, name := range slices.Sorted(slices.Values(names)) {
		if slices.Contains(known, name) {
			continue
		}
		first, _, _ := strings.Cut(strings.ToLower(name), ".")
		if userSchema.fields[first] != nil || slices.ContainsFunc(known, func(k string) bool { return strings.EqualFold(k, name) }) {
			return name
		}
	}
	return ""
}

// mostReadings of a value that changes while it is read.
const mostReadings = 4

var errUnsettled = errors.New("changed again and again while it was read")

// settledPreference reads one value, and whether it is forced. A profile may
// come or go in between, so both are looked at twice: a value that somebody
// put there themselves never counts as forced, nor a forced one as theirs.
func settledPreference(store preferenceStore, read listReader, key string) (value any, forced bool, err error) {
	for range mostReadings {
		before := store.forced(key)
		first, err := store.list(key)
		if err != nil {
			return nil, false, errors.New("cannot be read")
		}
		second, err := store.list(key)
		if err != nil {
			return nil, false, errors.New("cannot be read")
		}
		if store.forced(key) != before || string(first) != string(second) || (first == nil) != (second == nil) {
			continue
		}
		if first == nil {
			if before {
				return nil, false, errors.New("is set by a profile, and cannot be read")
			}
			return nil, false, nil
		}
		value, err := preferenceValue(first, read)
		return value, before, err
	}
	return nil, false, errUnsettled
}

// preferenceValue reads a property list into what Managed has: strings, bools
// and dictionaries. A whole number is a uint64 here, so that 1 is no true, as
// it is in a registry, which has no booleans. It and what else has no place in
// a policy is told later, with its name.
func preferenceValue(data []byte, read listReader) (value any, err error) {
	defer func() { // a library that reads what others wrote
		if recover() != nil {
			value, err = nil, errors.New("is no property list")
		}
	}()
	var all any
	if err := read(data, &all); err != nil || all == nil {
		return nil, errors.New("is no property list")
	}
	return all, shallow(all, 0)
}

// deepest is how far dictionaries of a policy are in one another: Locked, and
// Hosts in it, and one more to be told of.
const deepest = 4

func shallow(v any, depth int) error {
	table, ok := v.(map[string]any)
	if !ok {
		return nil
	}
	if depth > deepest {
		return errors.New("has dictionaries in one another that no key has")
	}
	for _, below := range table {
		if err := shallow(below, depth+1); err != nil {
			return err
		}
	}
	return nil
}
