package config

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/sys/windows/registry"
)

// managedKey is the policy's key below HKEY_LOCAL_MACHINE, which only
// Administrators may write; it is where Group Policy and Intune put what
// Vestibule.admx describes. A name is a value: "join.camera" = REG_SZ "off",
// a switch is REG_DWORD 0 or 1.
const managedKey = `Software\Policies\Vestibule`

// systemManaged reads the registry's policy. A key that is not there is no
// policy; one that cannot be read is an error.
func systemManaged() (Managed, error) {
	m := Managed{Source: `HKLM\` + managedKey}
	var err error
	if m.Recommended, err = managedLevel(managedKey + `\` + ManagedRecommended); err != nil {
		return m, err
	}
	m.Locked, err = managedLevel(managedKey + `\` + ManagedLocked)
	return m, err
}

func managedLevel(path string) (map[string]any, error) {
	values, err := registryValues(path)
	if err != nil || values == nil {
		return nil, err
	}
	for _, table := range []string{ManagedHosts, ManagedProviders} {
		below, err := registryValues(path + `\` + table)
		if err != nil {
			return nil, err
		}
		if len(below) > 0 {
			values[table] = below
		}
	}
	return values, nil
}

// registryValues gives the values of one key; nil if there is no such key.
func registryValues(path string) (map[string]any, error) {
	unreadable := func(err error) error {
		return &readProblem{text: fmt.Sprintf(`HKLM\%s cannot be read: %v`, path, err), hint: "let Users read it, as below HKLM\\Software\\Policies they may"}
	}
	// The 64-bit view: Group Policy writes there, and a 32-bit program is not
	// built.
	k, err := registry.OpenKey(registry.LOCAL_MACHINE, path, registry.QUERY_VALUE|registry.WOW64_64KEY)
	if errors.Is(err, registry.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, unreadable(err)
	}
	defer k.Close()
	names, err := k.ReadValueNames(-1)
	if err != nil {
		return nil, unreadable(err)
	}
	values := map[string]any{}
	for _, name := range names {
		size, kind, err := k.GetValue(name, nil)
		if err != nil {
			return nil, unreadable(err)
		}
		data := make([]byte, size)
		if _, kind, err = k.GetValue(name, data); err != nil {
			return nil, unreadable(err)
		}
		// Group Policy marks what it will delete by names that begin with "**".
		if !strings.HasPrefix(name, "**") {
			values[name] = registryValue(kind, data)
		}
	}
	return values, nil
}

// ManagedFiles are none on this system.
func ManagedFiles() []string { return nil }
