package app

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vestibule/internal/client"
	"vestibule/internal/client/settings"
)

// Only what nobody can set otherwise counts as kept off.
func TestKeptSettings(t *testing.T) {
	value := func(c settings.Certainty, s settings.State) settings.Value {
		return settings.Value{State: s, Certainty: c, Source: "/Library/Preferences/us.zoom.config.plist", Key: "zDisableVideo"}
	}
	off := client.Kept{Off: true, Source: "/Library/Preferences/us.zoom.config.plist, zDisableVideo"}
	for _, c := range []struct {
		name  string
		value settings.Value
		want  client.Kept
	}{
		{"forced off", value(settings.Forced, settings.Off), off},
		{"forced on", value(settings.Forced, settings.On), client.Kept{}},
		{"the person's own, which the account's comes before", value(settings.Own, settings.Off), client.Kept{}},
		{"recommended", value(settings.Recommended, settings.Off), client.Kept{}},
		{"reported", value(settings.Reported, settings.Off), client.Kept{}},
		{"unknown", settings.Value{State: settings.Unknown, Why: "it is not set"}, client.Kept{}},
	} {
		got := kept("zoom", settings.Setting{Camera: c.value, Microphone: c.value, Preview: c.value})
		if diff := cmp.Diff(client.Setting{Client: "zoom", Camera: c.want, Microphone: c.want}, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}
