package client

import (
	"path"
	"strings"
)

// BrowserFamily is the make of a browser, as far as its profile goes: which
// settings keep a camera closed in it.
type BrowserFamily string

const (
	Chromium    BrowserFamily = "chromium" // Chromium, Chrome, Edge, Brave, Vivaldi
	Firefox     BrowserFamily = "firefox"  // Firefox, its channels, LibreWolf
	OtherFamily BrowserFamily = "other"    // anything else: no guard is known
)

// families maps the names programs and entries go by. Only makes whose
// profile is known to work the same are in it.
var families = map[string]BrowserFamily{
	"chromium": Chromium, "chromium-browser": Chromium, "chromium-freeworld": Chromium,
	"chrome": Chromium, "google-chrome": Chromium,
	"msedge": Chromium, "microsoft-edge": Chromium,
	"brave": Chromium, "brave-browser": Chromium,
	"vivaldi": Chromium, "vivaldi-bin": Chromium,
	"org.chromium.chromium": Chromium, "com.google.chrome": Chromium, "com.google.chromedev": Chromium,
	"com.microsoft.edge": Chromium, "com.microsoft.edgedev": Chromium, "com.brave.browser": Chromium,
	"com.vivaldi.vivaldi": Chromium, "io.github.ungoogled_software.ungoogled_chromium": Chromium,
	"firefox": Firefox, "firefox-esr": Firefox, "firefox-bin": Firefox, "firefox-developer-edition": Firefox,
	"firefox-nightly": Firefox, "org.mozilla.firefox": Firefox,
	"librewolf": Firefox, "io.gitlab.librewolf-community": Firefox,
}

// channels end the names of one browser's channels.
var channels = []string{"-stable", "-beta", "-unstable", "-dev", "-nightly", "-canary", "-snapshot"}

// familyOf takes a desktop entry id, a program's path or an application id.
func familyOf(name string) BrowserFamily {
	name = strings.ToLower(strings.TrimSuffix(path.Base(name), ".desktop"))
	// Snap: chromium_chromium.desktop is app chromium of snap chromium.
	if snap, app, ok := strings.Cut(name, "_"); ok && snap == app {
		name = app
	}
	if f, ok := families[name]; ok {
		return f
	}
	for _, c := range channels {
		if f, ok := families[strings.TrimSuffix(name, c)]; ok {
			return f
		}
	}
	return OtherFamily
}
