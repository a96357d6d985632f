package config

import (
	"maps"
	"slices"
	"strings"
)

// builtIn is the origin of a default.
var builtIn = Origin{Source: "built in"}

// merge makes the effective settings of the layers: built in < recommended <
// user < locked. A lock on a key with an order of privacy only tightens: it
// meets the value below it at the more private of the two. merge is pure, and
// any layer may be nil.
func merge(recommended, user, locked *layer) Snapshot {
	m := merger{
		recommended: orEmpty(recommended), user: orEmpty(user), locked: orEmpty(locked),
		s: Snapshot{Config: Defaults(), Origins: map[string]Origin{}, Beat: map[string][]Beaten{}, Locks: map[string]Origin{}},
	}
	for i := range table {
		k := &table[i]
		if k.Default == "" {
			continue
		}
		stack := []claim{{k.Default, builtIn}}
		stack = append(stack, claimsOf(m.recommended, k.Name)...)
		stack = append(stack, claimsOf(m.user, k.Name)...)
		m.settle(k, k.Name, "", stack, claimsOf(m.locked, k.Name))
	}
	m.fitTimeout()
	m.providers()
	m.hosts()
	return m.s
}

type merger struct {
	recommended, user, locked *layer
	s                         Snapshot
}

// claim is a value that some layer has for a key.
type claim struct {
	value  string
	origin Origin
}

func orEmpty(l *layer) *layer {
	if l == nil {
		return newLayer()
	}
	return l
}

func claimsOf(l *layer, name string) []claim {
	if set, ok := l.values[name]; ok {
		return []claim{{set.value, set.origin}}
	}
	return nil
}

// settle gives a key its value: the last of the stack, or a lock that is not
// less private than it.
func (m *merger) settle(k *Key, name, id string, stack, locks []claim) {
	winner, beaten := stack[len(stack)-1], slices.Clone(stack[:len(stack)-1])
	for i, lock := range locks {
		if i == 0 || !k.morePrivate(locks[0].value, lock.value) {
			m.s.Locks[name] = lock.origin
		}
		if k.morePrivate(winner.value, lock.value) {
			beaten = append(beaten, lock)
		} else {
			beaten = append(beaten, winner)
			winner = lock
		}
	}
	k.set(&m.s.Config, id, winner.value)
	m.s.Origins[name] = winner.origin
	for _, b := range beaten {
		m.s.Beat[name] = append(m.s.Beat[name], Beaten{b.value, b.origin})
	}
}

// fitTimeout keeps the question answerable where arm_delay and timeout come
// from different layers.
func (m *merger) fitTimeout() {
	least := m.s.Consent.ArmDelay + minRoom
	if m.s.Consent.Timeout >= least {
		return
	}
	const name = "consent.timeout"
	m.s.Beat[name] = append(m.s.Beat[name], Beaten{formatDuration(m.s.Consent.Timeout), m.s.Origins[name]})
	m.s.Consent.Timeout = least
	m.s.Origins[name] = m.s.Origins["consent.arm_delay"]
}

// providers settles what opens the meetings of each service that any layer
// names. What is said of all services binds here too: a person who chose
// guarded for all is not loosened by a recommendation for one, and a lock on
// all is a lock on each.
func (m *merger) providers() {
	k, _, _ := findKey("provider.id.open_with")
	const all = "join.open_with"
	ids := map[string]string{}
	for _, l := range []*layer{m.recommended, m.user, m.locked} {
		for name, set := range l.values {
			if set.id != "" {
				ids[name] = set.id
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(ids)) {
		stack := []claim{{m.s.Join.OpenWith, m.s.Origins[all]}}
		mine := claimsOf(m.user, all)
		for _, c := range claimsOf(m.recommended, name) {
			if len(mine) > 0 && k.morePrivate(mine[0].value, c.value) {
				stack = append([]claim{c}, stack...)
			} else {
				stack = append(stack, c)
			}
		}
		stack = append(stack, claimsOf(m.user, name)...)
		m.settle(k, name, ids[name], stack, append(claimsOf(m.locked, all), claimsOf(m.locked, name)...))
	}
}

// hosts gathers the self-hosted services; of two entries for one host the
// higher layer's holds.
func (m *merger) hosts() {
	m.s.Origins["host"] = builtIn
	at := map[string]int{}
	for _, l := range []*layer{m.recommended, m.user, m.locked} {
		for _, h := range l.hosts {
			name := "host." + h.Name
			if i, there := at[h.Name]; there {
				m.s.Beat[name] = append(m.s.Beat[name], Beaten{m.s.Hosts[i].Provider, m.s.Origins[name]})
				m.s.Hosts[i] = h.Host // the higher layer's
			} else {
				at[h.Name] = len(m.s.Hosts)
				m.s.Hosts = append(m.s.Hosts, h.Host)
			}
			m.s.Origins[name] = h.origin
			if l == m.locked {
				m.s.Locks[name] = h.origin
			}
		}
	}
}

// Locked says whether a policy's lock bears on a key, and where it is. A lock
// on join.open_with bears on each service.
func (s Snapshot) Locked(key string) (Origin, bool) {
	if o, ok := s.Locks[key]; ok {
		return o, true
	}
	if k, id, err := findKey(key); err == nil && id != "" && strings.HasSuffix(k.Name, "open_with") {
		o, ok := s.Locks["join.open_with"]
		return o, ok
	}
	return Origin{}, false
}

// Loosens lists the keys whose value in to is less private than in from: what
// a change of configuration must say before it is used.
func Loosens(from, to Snapshot) []string {
	var keys []string
	for i := range table {
		k := &table[i]
		switch {
		case !k.ordered():
		case k.Default != "":
			if k.morePrivate(k.get(&from.Config, ""), k.get(&to.Config, "")) {
				keys = append(keys, k.Name)
			}
		default:
			ids := map[string]bool{}
			for id := range from.Providers {
				ids[id] = true
			}
			for id := range to.Providers {
				ids[id] = true
			}
			for _, id := range slices.Sorted(maps.Keys(ids)) {
				if k.morePrivate(k.get(&from.Config, id), k.get(&to.Config, id)) {
					keys = append(keys, strings.Replace(k.Name, "ID", id, 1))
				}
			}
		}
	}
	return keys
}

// failSafe is the layer that locks every key at its fail-safe value.
func failSafe(file string) *layer {
	l := newLayer()
	for i := range table {
		k := &table[i]
		if k.FailSafe != "" && k.Default != "" {
			l.values[k.Name] = setting{key: k, value: k.FailSafe, origin: Origin{Source: "fail-safe", File: file}}
		}
	}
	return l
}
