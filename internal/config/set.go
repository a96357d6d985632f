package config

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Set writes one key into the person's file and leaves every other byte of it
// alone: comments, layout, order. A missing file is made, with every key
// commented at its default. The file is replaced as a whole, so that it is
// always the old or the new one; where another program changed it meanwhile,
// that change stays and Set fails. A file with problems is not touched.
//
// Values are as Snapshot.Value gives them.
func Set(file, key, value string) error { return SetKnown(file, key, value, nil) }

// SetKnown is Set with the ids of the services that there are.
func SetKnown(file, key, value string, providers []string) error {
	k, id, err := findKey(key)
	if err != nil {
		return fmt.Errorf("setting a key: %w", err)
	}
	text, wrong, hint := k.canonical(value)
	if wrong == "" && id != "" {
		wrong, hint = checkProvider(id, providers)
	}
	if wrong != "" {
		return fmt.Errorf("setting %s: %w", key, hinted(wrong, hint))
	}
	return edit(file, func(old []byte) ([]byte, error) {
		next, err := withKey(file, old, key, k, text, providers)
		if err != nil {
			return nil, fmt.Errorf("setting %s: %w", key, err)
		}
		return next, nil
	})
}

// Hinted is an error with what mends it; its text is "what is wrong (hint)".
type Hinted struct{ Text, Hint string }

func (h *Hinted) Error() string {
	if h.Hint == "" {
		return h.Text
	}
	return h.Text + " (" + h.Hint + ")"
}

func hinted(text, hint string) error { return &Hinted{text, hint} }

// withKey gives the bytes of a file with one key set, checked by reading them
// again: the key has the value, and all others have theirs.
func withKey(file string, old []byte, key string, k *Key, value string, providers []string) ([]byte, error) {
	before, problems := readUser(file, old, providers)
	if len(problems) > 0 {
		p := problems[0]
		return nil, hinted(fmt.Sprintf("the file has a problem, so it is left alone: line %d: %s", p.Line, p.Text), "vestibule config check")
	}
	if set, ok := before.values[key]; ok && set.value == value {
		return old, nil
	}
	next := splice(parseTree(newText(file, old)), strings.Split(key, "."), k.literal(value))
	if err := checkEdited(file, before, next, key, value, providers); err != nil {
		return nil, err
	}
	return next, nil
}

// checkEdited reads an edited file again: it must be a good one in which the
// key has its new value and every other key what it had.
func checkEdited(file string, before *layer, next []byte, key, value string, providers []string) error {
	after, problems := readUser(file, next, providers)
	if len(problems) > 0 {
		return hinted(problems[0].Text, problems[0].Hint)
	}
	if after.values[key].value != value || !sameBut(key, before, after) {
		return errors.New("the file is written in a way that is not understood well enough to edit it; change it by hand")
	}
	return nil
}

// sameBut says whether two readings agree on everything but one key.
func sameBut(key string, a, b *layer) bool {
	plainValues := func(l *layer) map[string]string {
		m := map[string]string{}
		for name, set := range l.values {
			if name != key {
				m[name] = set.value
			}
		}
		return m
	}
	hosts := func(l *layer) []Host {
		var out []Host
		for _, h := range l.hosts {
			out = append(out, h.Host)
		}
		return out
	}
	return maps.Equal(plainValues(a), plainValues(b)) && slices.Equal(hosts(a), hosts(b))
}

// edit replaces a file by what change makes of it.
func edit(file string, change func(old []byte) ([]byte, error)) error {
	w, err := openForEdit(file)
	if err != nil {
		return fmt.Errorf("writing %s: %w", file, err)
	}
	defer w.close()
	next, err := change(w.old)
	if err != nil {
		return err
	}
	if w.exists && bytes.Equal(next, w.old) {
		return nil
	}
	if err := w.replace(next); err != nil {
		return fmt.Errorf("writing %s: %w", file, err)
	}
	return nil
}
