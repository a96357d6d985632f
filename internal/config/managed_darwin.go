package config

import (
	"errors"
	"os"
	"os/user"
	"path/filepath"

	"howett.net/plist"

	"vestibule/internal/objc"
)

// systemManaged reads the managed preferences.
func systemManaged() (Managed, error) {
	var m Managed
	var err error
	objc.Pool(func() {
		m, err = preferences(newCorePreferences(), func(data []byte, into *any) error {
			_, err := plist.Unmarshal(data, into)
			return err
		})
	})
	return m, err
}

// corePreferences is the system's store (<CoreFoundation/CFPreferences.h>). An
// NSString is a CFString, and an ID a reference to either.
type corePreferences struct {
	there   bool
	domain  objc.ID
	sync    func(domain objc.ID) bool
	isSet   func(key, domain objc.ID) bool
	copy    func(key, domain objc.ID) objc.ID
	release func(objc.ID)
}

func newCorePreferences() *corePreferences {
	c := &corePreferences{domain: objc.String(PreferencesDomain)}
	c.there = c.domain != 0 &&
		objc.Func(&c.sync, objc.CoreFoundation, "CFPreferencesAppSynchronize") &&
		objc.Func(&c.isSet, objc.CoreFoundation, "CFPreferencesAppValueIsForced") &&
		objc.Func(&c.copy, objc.CoreFoundation, "CFPreferencesCopyAppValue") &&
		objc.Func(&c.release, objc.CoreFoundation, "CFRelease")
	return c
}

// fresh lets a failed synchronisation be: that of a domain without a file of
// the person's may fail, and what is forced is read all the same.
func (c *corePreferences) fresh() error {
	if !c.there {
		return errors.New("the system's preferences cannot be asked")
	}
	c.sync(c.domain)
	return nil
}

func (c *corePreferences) forced(key string) bool { return c.isSet(objc.String(key), c.domain) }

func (c *corePreferences) list(key string) ([]byte, error) {
	value := c.copy(objc.String(key), c.domain)
	if value == 0 {
		return nil, nil
	}
	defer c.release(value)
	return objc.PropertyList(value)
}

// names reads the files that the system writes for profiles. No document names
// them, so that one that is missing, or not to be read, says nothing.
func (c *corePreferences) names() []string {
	const managed = "/Library/Managed Preferences"
	folders := []string{managed}
	if u, err := user.Current(); err == nil && u.Username == filepath.Base(u.Username) {
		folders = append(folders, filepath.Join(managed, u.Username))
	}
	var out []string
	for _, folder := range folders {
		data, _, err := readFile(filepath.Join(folder, PreferencesDomain+".plist"))
		if errors.Is(err, os.ErrNotExist) || err != nil {
			continue
		}
		out = append(out, listNames(data)...)
	}
	return out
}

func listNames(data []byte) (names []string) {
	defer func() { _ = recover() }() // a library that reads what others wrote
	var all map[string]any
	if _, err := plist.Unmarshal(data, &all); err != nil {
		return nil
	}
	for name := range all {
		names = append(names, name)
	}
	return names
}
