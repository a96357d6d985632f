package config

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// aPolicy draws the text of a policy file. Now and then it says what a policy
// may not, or what nobody understands.
func aPolicy() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		var b strings.Builder
		for _, level := range []string{"recommended", "locked"} {
			for _, key := range rapid.SliceOfDistinct(aKey(), rapid.ID[string]).Draw(t, level) {
				k, _, err := findKey(key)
				if err != nil {
					t.Fatal(err)
				}
				fmt.Fprintf(&b, "%s.%s = %s\n", level, key, k.literal(aValue(k).Draw(t, key)))
			}
		}
		b.WriteString(rapid.SampledFrom([]string{"", "", "", "", "", "x", "locked.join.camra = \"off\"\n", "[locked.consent]\narm_delay = \"1h\"\n"}).Draw(t, "noise"))
		return b.String()
	})
}

// TestPolicyOnlyTightens is promise 6: for all policies and all files of the
// person, no value is less private than the person's own alone, and the
// question is always asked and can be answered.
func TestPolicyOnlyTightens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		user, problems := readUser("user", []byte(aFile().Draw(t, "user")), nil)
		if len(problems) > 0 {
			t.Fatal(Problems(problems))
		}
		if rapid.IntRange(0, 9).Draw(t, "no file") == 0 {
			user = nil
		}
		texts := rapid.SliceOfN(aPolicy(), 0, 4).Draw(t, "policies")
		pol := assemble(texts)
		own, s := merge(nil, user, nil), merge(pol.recommended, user, pol.locked)

		if s.Consent.ArmDelay < 500*time.Millisecond || s.Consent.ArmDelay > 10*time.Second ||
			s.Consent.Timeout < s.Consent.ArmDelay+minRoom || s.Consent.Timeout > 10*time.Minute {
			t.Fatalf("a question that cannot be answered: %+v", s.Consent)
		}
		for _, key := range everyKey() {
			k, id, err := findKey(key)
			if err != nil {
				t.Fatal(err)
			}
			mine, holds := k.get(&own.Config, id), k.get(&s.Config, id)
			if k.morePrivate(mine, holds) && !mayBeRecommended(k, key, holds, user) {
				t.Fatalf("%s is %q, the person's own is %q", key, holds, mine)
			}
			for name, l := range map[string]*layer{"the lock": pol.locked, "the fail-safe value": failSafe("")} {
				lock, ok := l.values[key]
				if ok && (name == "the lock" || pol.broken != "") && k.morePrivate(lock.value, holds) {
					t.Fatalf("%s is %q, less private than %s %q", key, holds, name, lock.value)
				}
			}
			if all, ok := pol.locked.values["join.open_with"]; ok && id != "" && k.morePrivate(all.value, holds) {
				t.Fatalf("%s is %q, less private than the lock on all services, %q", key, holds, all.value)
			}
		}
	})
}

// TestPolicyOrder: whatever the order of the files, the same privacy holds.
func TestPolicyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(aPolicy(), 2, 4).Draw(t, "policies")
		one := assemble(texts)
		slices.Reverse(texts)
		two := assemble(texts)
		a, b := merge(one.recommended, nil, one.locked), merge(two.recommended, nil, two.locked)
		for _, key := range everyKey() {
			k, id, err := findKey(key)
			if err != nil {
				t.Fatal(err)
			}
			x, y := k.get(&a.Config, id), k.get(&b.Config, id)
			if k.morePrivate(x, y) || k.morePrivate(y, x) {
				t.Fatalf("%s is %q one way and %q the other", key, x, y)
			}
		}
	})
}

// TestMergeIsPure: merging changes no layer, and gives the same each time.
func TestMergeIsPure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		user, _ := readUser("user", []byte(aFile().Draw(t, "user")), nil)
		pol := assemble(rapid.SliceOfN(aPolicy(), 0, 3).Draw(t, "policies"))
		before := fmt.Sprint(pol.recommended, user, pol.locked)
		one, two := fmt.Sprint(merge(pol.recommended, user, pol.locked)), fmt.Sprint(merge(pol.recommended, user, pol.locked))
		if one != two || fmt.Sprint(pol.recommended, user, pol.locked) != before {
			t.Fatal("merging twice differs")
		}
	})
}

func assemble(texts []string) *policy {
	pol := newPolicy()
	for i, text := range texts {
		pol.include(fmt.Sprint("policy ", i), []byte(text), nil)
	}
	pol.finish()
	return pol
}

// everyKey lists the keys that take a single value, those of services for
// each service that the generators use.
func everyKey() []string {
	var keys []string
	for i := range table {
		switch {
		case table[i].Type == HostList:
		case strings.Contains(table[i].Name, "ID"):
			for _, id := range []string{"zoom", "jitsi", "webex"} {
				keys = append(keys, strings.Replace(table[i].Name, "ID", id, 1))
			}
		default:
			keys = append(keys, table[i].Name)
		}
	}
	return keys
}

// mayBeRecommended is the one exception: what the table lets a policy
// recommend, where the person has said nothing.
func mayBeRecommended(k *Key, key, value string, user *layer) bool {
	if user == nil {
		user = newLayer()
	}
	_, said := user.values[key]
	_, saidOfAll := user.values["join.open_with"]
	return !said && !saidOfAll && slices.Contains(k.MayRecommend, value)
}
