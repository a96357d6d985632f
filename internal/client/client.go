// Package client knows what can open a meeting on this machine, and starts
// it.
//
// What may not live here: parsing links.
package client

// Kind is what sort of client.
type Kind string

const (
	App     Kind = "app"     // a service's own client, by its scheme
	Browser Kind = "browser" // opens https links
)

// Client is one installed program that can open a link.
type Client struct {
	ID   string `json:"id"`   // desktop entry id, such as "us.zoom.Zoom.desktop"
	Name string `json:"name"` // localised name, for people: "Zoom"
	Kind Kind   `json:"kind"`
	// Schemes are those it handles, of the ones that were asked for.
	Schemes []string `json:"schemes,omitempty"`
	// Default says it is the user's default for its scheme (browsers: https).
	Default bool `json:"default,omitempty"`
}

// Guard is what is known now of a client's guard: the two guarded profiles of a
// browser (client/guard), or the start of a native client without a camera
// (client/sandbox), which is a closed guard and has no open one.
type Guard struct {
	Client string `json:"client"` // its id
	// ClosedWhy and OpenWhy say why the closed guard, in which the camera is
	// never allowed, and the open one, in which the browser asks, cannot be
	// used now: a sentence part, "" where it can.
	ClosedWhy string `json:"closed_why,omitempty"`
	OpenWhy   string `json:"open_why,omitempty"`
	// ClosedKnown and OpenKnown say that the profile has cookies of the
	// meeting's site: someone was there before.
	ClosedKnown bool `json:"closed_known,omitempty"`
	OpenKnown   bool `json:"open_known,omitempty"`
	// Restart says of a native client that nothing else is in the way than that
	// it runs already and can use the camera; Inside that it runs without one,
	// started by Vestibule; Flatpak that Flatpak's own switches are the guard.
	Restart bool `json:"restart,omitempty"`
	Inside  bool `json:"inside,omitempty"`
	Flatpak bool `json:"flatpak,omitempty"`
}

// Setting is what a native client's own settings keep off when it joins
// (client/settings), read at Read ("2026-11-25").
type Setting struct {
	Client     string `json:"client"`
	Camera     Kept   `json:"camera"`
	Microphone Kept   `json:"microphone"`
	Read       string `json:"read"`
}

// Kept says whether a setting keeps a device off for certain: nothing that
// cannot be read here comes before it. Source is where it stands.
type Kept struct {
	Off    bool   `json:"off,omitempty"`
	Source string `json:"source,omitempty"`
}

// The functions the other rooms call (implemented beside this file; a Finder
// has the same with injected directories, and more):
//
//	Installed(schemes []string) ([]Client, error)   handlers of those schemes and of https, never Vestibule itself,
//	                                                the default first, then by the mimeapps order
//	Handler(scheme string) (Client, bool)           the one that would open scheme, Vestibule excluded
//	Start(c Client, link string, env []string) error   one argument, no shell, own session, not waited on, no zombie
//	Family(c Client) BrowserFamily                  whose profile settings it has
//	New(Options) *Finder                            with the earlier handlers of urlscheme, the PID and the early exit of what was started
