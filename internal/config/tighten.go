package config

import (
	"maps"
	"slices"
	"strings"
)

// Tighten is what holds for a question that was asked while from held, now
// that the files say to: of each key with an order of privacy the more private
// of the two values, and the locks of both. So a change that tightens counts
// at once, and one that loosens waits for the next question. waiting lists
// the keys that wait, in the order of the table. It is pure.
func Tighten(from, to Snapshot) (held Snapshot, waiting []string) {
	held = to
	held.Providers = maps.Clone(to.Providers)
	if held.Providers == nil {
		held.Providers = map[string]Provider{}
	}
	held.Origins, held.Locks = cloned(to.Origins), cloned(to.Locks)
	keep := func(k *Key, name, id string) {
		loosens := k.morePrivate(k.get(&from.Config, id), k.get(&held.Config, id))
		if loosens {
			k.set(&held.Config, id, k.get(&from.Config, id))
			held.Origins[name] = from.Origins[name]
		}
		lock, had := from.Locks[name]
		if _, has := held.Locks[name]; had && (!has || loosens) {
			held.Locks[name] = lock
			loosens = loosens || !has
		}
		if loosens {
			waiting = append(waiting, name)
		}
	}
	for i := range table {
		k := &table[i]
		switch {
		case !k.ordered():
		case k.Default != "":
			keep(k, k.Name, "")
		default:
			ids := map[string]bool{}
			for _, m := range []map[string]Provider{from.Providers, to.Providers} {
				for id := range m {
					ids[id] = true
				}
			}
			for _, id := range slices.Sorted(maps.Keys(ids)) {
				keep(k, strings.Replace(k.Name, "ID", id, 1), id)
			}
		}
	}
	if least := held.Consent.ArmDelay + minRoom; held.Consent.Timeout < least {
		held.Consent.Timeout = least
	}
	return held, waiting
}

func cloned(m map[string]Origin) map[string]Origin {
	if m == nil {
		return map[string]Origin{}
	}
	return maps.Clone(m)
}
