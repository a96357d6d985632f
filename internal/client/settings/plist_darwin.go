package settings

import "howett.net/plist"

func init() {
	unmarshal = func(data []byte, all *map[string]any) error {
		_, err := plist.Unmarshal(data, all)
		return err
	}
}
