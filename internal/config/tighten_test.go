package config

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// snapshotOf draws what could be read of all layers.
func snapshotOf(t *rapid.T, label string) Snapshot {
	user, _ := readUser("u", []byte(aFile().Draw(t, label+" user")), nil)
	pol := assemble([]string{aPolicy().Draw(t, label+" policy")})
	return merge(pol.recommended, user, pol.locked)
}

// TestTightenLaws: whatever holds and whatever comes, no key becomes less
// private than it was while the question was open, what comes is not less
// private than the files say, and no lock is lost.
func TestTightenLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, to := snapshotOf(t, "from"), snapshotOf(t, "to")
		held, waiting := Tighten(from, to)
		if keys := Loosens(from, held); len(keys) > 0 {
			t.Fatalf("loosens %v", keys)
		}
		if keys := Loosens(to, held); len(keys) > 0 {
			t.Fatalf("is less private than the files in %v", keys)
		}
		for _, key := range Loosens(from, to) {
			// A service without a choice of its own has join's.
			if !contains(waiting, key) && !(strings.HasPrefix(key, "provider.") && contains(waiting, "join.open_with")) {
				t.Fatalf("%s was loosened and is not told: %v", key, waiting)
			}
		}
		for _, s := range []Snapshot{from, to} {
			for key := range s.Locks {
				if k, _, err := findKey(key); err == nil && k.ordered() {
					if _, ok := held.Locks[key]; !ok {
						t.Fatalf("the lock on %s is lost", key)
					}
				}
			}
		}
		if held.Consent.Timeout < held.Consent.ArmDelay+minRoom {
			t.Fatalf("cannot be answered: %+v", held.Consent)
		}
		// Again with the same files nothing changes, and with what held first
		// nothing waits.
		again, _ := Tighten(held, to)
		if diff := cmp.Diff(held.Config, again.Config); diff != "" {
			t.Fatalf("not idempotent:\n%s", diff)
		}
		if _, waiting := Tighten(from, from); len(waiting) > 0 {
			t.Fatalf("nothing changed, and yet %v waits", waiting)
		}
	})
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
