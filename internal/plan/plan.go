// Package plan decides what would be opened: one pure function from a
// meeting, what the person wants, the configuration and what is installed, to
// the ways the meeting can be opened and the one that is chosen.
//
// "vestibule explain" prints its value, the window asks about it, and the
// opener performs it. What may not live here: I/O.
package plan

import (
	"vestibule/internal/client"
	"vestibule/internal/config"
	"vestibule/internal/meeting"
)

// With is how a choice opens the meeting, in the words of open_with.
type With string

const (
	App     With = "app"
	Browser With = "browser"
	Guarded With = "guarded"
)

// Input is all that the decision depends on.
type Input struct {
	Meeting meeting.Meeting
	// Native are the schemes of the service's own clients, best first.
	Native []string
	// Wish is what the switches say.
	Wish   meeting.Wish
	Config config.Config
	// Clients are those installed, the user's defaults first.
	Clients []client.Client
	// Guards are what they can be guarded by, looked up just now.
	Guards []client.Guard
	// Settings are what the native ones keep off themselves, read just now.
	Settings []client.Setting
	// OnlyGuarded says that a policy locks open_with at "guarded": where a guard
	// holds, there is no other way.
	OnlyGuarded bool
	// Picked is the key of the choice that the person picked, or "".
	Picked string
}

// Choice is one way to open the meeting on this machine.
type Choice struct {
	// Key names the choice, stable while the clients stay: "app:us.zoom.Zoom.desktop".
	Key    string
	With   With
	Client client.Client
	Way    meeting.Way
	// Camera and Microphone say what is assured of the devices if the meeting
	// is opened so, with the switches as wished.
	Camera, Microphone meeting.Claim
	// Guard names the guard that the opener must hold, or "": "closed" or
	// "open", the two profiles of a browser, or "sandbox", a native client
	// without a camera. It fits the wish and no other.
	Guard string
	// Restart says that the client runs already and must close first: one of
	// the person's that can use the camera, or one that Vestibule started
	// without, where the camera is wanted. Nothing is closed unasked: auto
	// chooses no such way but the usual client's own.
	Restart bool
	// First says that nobody was on this service's site in that guard before:
	// one may have to sign in there once.
	First bool
	// SignIn says that the service is known to let in nobody who is not signed
	// in.
	SignIn bool
}

// Barred is a guard that cannot be used now.
type Barred struct {
	Client string // the client's name
	Why    string // a sentence part
}

// Plan is what would happen.
type Plan struct {
	Choices []Choice
	// Chosen is the index of the chosen one, -1 if there is no way at all.
	Chosen int
	// Short says that the chosen way assures less for the camera than
	// join.assurance asks.
	Short bool
	// Barred are the guards that this computer knows and that cannot hold now.
	Barred []Barred
	// Unmet names an open_with that cannot be had here ("guarded"), or "".
	Unmet With
}

// Selected gives the chosen way.
func (p Plan) Selected() (Choice, bool) {
	if p.Chosen < 0 || p.Chosen >= len(p.Choices) {
		return Choice{}, false
	}
	return p.Choices[p.Chosen], true
}

// strength orders assurances; more is stronger.
var strength = map[meeting.Assurance]int{
	meeting.Blocked: 4, meeting.Asked: 3, meeting.Setting: 2, meeting.Preview: 1, meeting.Unknown: 0,
}

// AtLeast says whether assurance a is b or stronger.
func AtLeast(a, b meeting.Assurance) bool { return strength[a] >= strength[b] }

// Make decides. It is total: with nothing installed it gives a Plan without
// choices.
func Make(in Input) Plan {
	p := Plan{Choices: choices(in), Chosen: -1}
	guards, restart, barred := guarded(in)
	p.Choices, p.Barred = append(p.Choices, guards...), barred
	if in.OnlyGuarded && len(guards) > 0 {
		p.Choices = guards
	}
	p.Choices = append(p.Choices, restart...)
	if len(p.Choices) == 0 {
		return p
	}
	p.Chosen, p.Unmet = choose(in, p.Choices)
	if !in.Wish.Camera {
		want := meeting.Assurance(in.Config.Join.Assurance)
		p.Short = !AtLeast(p.Choices[p.Chosen].Camera.Assurance, want)
	}
	return p
}

// choices lists every way, the person's usual client first: the service's own
// client, then the default browser, then the others.
func choices(in Input) []Choice {
	var apps, browsers []Choice
	for _, c := range in.Clients {
		switch {
		case c.Kind == client.App && handlesAny(c, in.Native):
			for _, ch := range add(nil, in, c, App, meeting.Native) {
				// A client that we started without a camera would take the link
				// over, and stay without.
				g, _ := guardOf(in.Guards, c)
				ch.Restart = in.Wish.Camera && g.Inside
				apps = append(apps, settled(in, ch))
			}
		case c.Kind == client.Browser:
			browsers = add(browsers, in, c, Browser, meeting.Web)
		}
	}
	return append(apps, browsers...)
}

func handlesAny(c client.Client, schemes []string) bool {
	for _, want := range schemes {
		for _, s := range c.Schemes {
			if s == want {
				return true
			}
		}
	}
	return false
}

// add appends the choice if the service has a link for that way.
func add(list []Choice, in Input, c client.Client, with With, way meeting.Way) []Choice {
	if _, err := in.Meeting.Redacted(way, in.Wish); err != nil {
		return list
	}
	ch := Choice{Key: string(with) + ":" + c.ID, With: with, Client: c, Way: way}
	ch.Camera, ch.Microphone = in.Meeting.Assures(way, in.Wish)
	return append(list, ch)
}

// choose picks among choices, which is not empty.
func choose(in Input, list []Choice) (int, With) {
	if in.Picked != "" {
		for i, c := range list {
			if c.Key == in.Picked {
				return i, ""
			}
		}
	}
	with := in.Config.Join.OpenWith
	if own := in.Config.Providers[in.Meeting.Service].OpenWith; own != "" {
		with = own
	}
	var unmet With
	if with != "auto" && with != "" {
		for i, c := range list {
			if string(c.With) == with && !(c.Guard != "" && c.Restart) {
				return i, ""
			}
		}
		unmet = With(with)
	}
	// auto, and what an unmet open_with falls back to: the usual client if its
	// word is good enough, otherwise the strongest guard that is.
	want := meeting.Assurance(in.Config.Join.Assurance)
	if in.Wish.Camera || list[0].With != Guarded && AtLeast(list[0].Camera.Assurance, want) {
		return 0, unmet
	}
	best := 0
	for i, c := range list {
		if c.With == Guarded && !c.Restart && !c.stranded(in.Meeting.Service) && AtLeast(c.Camera.Assurance, want) &&
			strength[c.Camera.Assurance] > strength[list[best].Camera.Assurance] {
			best = i
		}
	}
	return best, unmet
}
