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

// Guard is what is known now of a browser's two guarded profiles
// (client/guard).
type Guard struct {
	Client string `json:"client"` // id of the browser
	// ClosedWhy and OpenWhy say why the closed profile, in which the camera is
	// never allowed, and the open one, in which the browser asks, cannot be
	// used now: a sentence part, "" where it can.
	ClosedWhy string `json:"closed_why,omitempty"`
	OpenWhy   string `json:"open_why,omitempty"`
	// ClosedKnown and OpenKnown say that the profile has cookies of the
	// meeting's site: someone was there before.
	ClosedKnown bool `json:"closed_known,omitempty"`
	OpenKnown   bool `json:"open_known,omitempty"`
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
