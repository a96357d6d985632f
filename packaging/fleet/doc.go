// Package fleet makes what an administrator's tools need to set a policy for
// many machines: an ADMX template for Group Policy and Intune, a configuration
// profile and a manifest for the tools that manage Macs. All of it comes from
// the table of keys in internal/config, as the documents do.
//
// No program of Vestibule's imports it. What may not live here: what a key
// means, or which values a policy may have; that is the table's.
package fleet

//go:generate go run ./generate

import (
	"fmt"
	"slices"
	"strings"

	"vestibule/internal/config"
)

// Domain is the preference domain of macOS.
const Domain = "dev.vestibule.Launcher"

// Files gives every generated file by its slash path in packaging/fleet.
func Files() map[string][]byte {
	return map[string][]byte{
		"windows/Vestibule.admx":            ADMX(),
		"windows/en-US/Vestibule.adml":      ADML(),
		"macos/" + Domain + ".mobileconfig": Mobileconfig(),
		"macos/" + Domain + ".json":         Manifest(),
	}
}

// level is one of the two of a policy.
type level struct {
	name, stored string // "locked", "Locked"
	title, doc   string
}

var levels = []level{
	{"locked", config.ManagedLocked, "Locked", "Holds for everybody. Where a key has an order of privacy, a person's own more private value still holds."},
	{"recommended", config.ManagedRecommended, "Recommended", "Holds for everybody who has not chosen for themselves."},
}

// perService says that the key is one for each service, kept as a table.
func perService(k config.Key) bool { return strings.Contains(k.Name, "ID") }

// table is the name that a store has for a key that is a table, or "".
func table(k config.Key) string {
	switch {
	case k.Type == config.HostList:
		return config.ManagedHosts
	case perService(k):
		return config.ManagedProviders
	}
	return ""
}

// explain is what the tools show of a key.
func explain(k config.Key, l level) string {
	var b strings.Builder
	b.WriteString(k.Doc)
	values := k.PolicyValues(l.name)
	for _, v := range k.Values {
		switch meaning := k.Meaning[v]; {
		case !slices.Contains(values, v):
		case meaning != "":
			fmt.Fprintf(&b, "\n%s: %s.", v, meaning)
		}
	}
	switch {
	case k.Type == config.Duration && k.Longer:
		fmt.Fprintf(&b, "\nFrom %s to %s, written like 2s or 800ms. Longer is more private, and only that can be set here.", k.Default, k.Max)
	case k.Type == config.Duration:
		fmt.Fprintf(&b, "\nFrom %s to %s, written like 90s or 2m.", k.Min, k.Max)
	case k.Type == config.HostList:
		b.WriteString("\nName: the host, or host:port. Value: the service's id, such as jitsi; \"vestibule providers\" lists them.")
	case perService(k):
		fmt.Fprintf(&b, "\nName: the service's id, such as zoom; \"vestibule providers\" lists them. Value: one of %s.", strings.Join(values, ", "))
	}
	if k.Default != "" {
		fmt.Fprintf(&b, "\nWithout a policy: %s.", k.Default)
	}
	fmt.Fprintf(&b, "\n%s", l.doc)
	return b.String()
}
