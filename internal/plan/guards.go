package plan

import (
	"vestibule/internal/client"
	"vestibule/internal/meeting"
	"vestibule/internal/words"
)

// The guards, as Choice.Guard names them: the two of a browser (client/guard
// has the profiles), and the start of a native client without a camera
// (client/sandbox), for which there is none that asks.
const (
	ClosedProfile = "closed"
	OpenProfile   = "open"
	Sandbox       = "sandbox"
)

// GuardFor is the profile of a browser that fits a wish.
func GuardFor(w meeting.Wish) string {
	if w.Camera {
		return OpenProfile
	}
	return ClosedProfile
}

// Fits says whether a guard goes with a way and a wish: nothing opens with
// another camera setting than was asked about. No guard goes with all.
func Fits(guard string, way meeting.Way, w meeting.Wish) bool {
	switch guard {
	case "":
		return true
	case Sandbox:
		return way == meeting.Native && !w.Camera
	}
	return way == meeting.Web && guard == GuardFor(w)
}

// blocked is what a closed guard assures, by its kind.
var (
	blockedProfile = meeting.Claim{
		Assurance: meeting.Blocked,
		Why:       words.Mark("This window has a browser profile of Vestibule's own, whose camera setting blocks every site. It was looked at just now, and is once more when you join."),
		Source:    "tried with Chromium 156 and Firefox ESR 153" + triedElsewhere, Checked: "2026-11-25",
	}
	blockedSandbox = meeting.Claim{
		Assurance: meeting.Blocked,
		Why:       words.Mark("It is started in folders of Vestibule's own in which there is no camera, also none that is plugged in later, and the desktop's camera service does not answer it. That this works here was tried; it is looked at once more when you join."),
		Source:    "tried with bubblewrap 0.8 and xdg-dbus-proxy 0.1.4", Checked: "2026-11-25",
	}
	blockedFlatpak = meeting.Claim{
		Assurance: meeting.Blocked,
		Why:       words.Mark("Flatpak starts it without devices. Only the desktop's own camera question, should you say yes to it, can give it one."),
		Source:    "flatpak-run(1), --nodevice", Checked: "2026-11-25",
	}
)

// guarded lists the ways through a guard: native clients first, since they are
// the usual ones, then the person's usual browser; and the guards that cannot
// be used. restart are the ways for which a client that runs must close first.
func guarded(in Input) (list, restart []Choice, barred []Barred) {
	for _, c := range in.Clients {
		g, ok := guardOf(in.Guards, c)
		if !ok || c.Kind != client.App || in.Wish.Camera || !handlesAny(c, in.Native) {
			continue
		}
		for _, ch := range add(nil, in, c, Guarded, meeting.Native) { // one or none
			ch = settled(in, ch)
			ch.Guard, ch.Camera = Sandbox, blockedSandbox
			if g.Flatpak {
				ch.Camera = blockedFlatpak
			}
			if g.ClosedWhy != "" {
				barred = append(barred, Barred{Client: c.Name, Why: g.ClosedWhy})
			}
			switch {
			case g.ClosedWhy == "":
				list = append(list, ch)
			case g.Restart:
				ch.Restart = true
				restart = append(restart, ch)
			}
		}
	}
	browsers, more := profiles(in)
	return append(list, browsers...), restart, append(barred, more...)
}

// profiles are the guarded ways of browsers.
func profiles(in Input) (list []Choice, barred []Barred) {
	service, _ := meeting.Known(in.Meeting.Service)
	for _, c := range in.Clients {
		g, ok := guardOf(in.Guards, c)
		if !ok || c.Kind != client.Browser {
			continue
		}
		with := add(nil, in, c, Guarded, meeting.Web)
		if len(with) == 0 {
			return nil, nil // the service has no web join
		}
		ch := with[0]
		ch.Guard = GuardFor(in.Wish)
		why, known := g.OpenWhy, g.OpenKnown
		if ch.Guard == ClosedProfile {
			why, known, ch.Camera = g.ClosedWhy, g.ClosedKnown, blockedProfile
		}
		if why != "" {
			barred = append(barred, Barred{Client: c.Name, Why: why})
			continue
		}
		ch.First = !known
		ch.SignIn = service.Guests.Says == "no"
		list = append(list, ch)
	}
	return list, barred
}

func guardOf(guards []client.Guard, c client.Client) (client.Guard, bool) {
	for _, g := range guards {
		if g.Client == c.ID {
			return g, true
		}
	}
	return client.Guard{}, false
}

// stranded says that the way is known not to get into the meeting: auto never
// chooses it, the person may. What is known of the web join says nothing of a
// native client.
func (c Choice) stranded(service string) bool {
	s, _ := meeting.Known(service)
	return c.SignIn && c.First || c.Guard == ClosedProfile && (s.WithoutCamera.Says == "no" || s.WithoutCamera.Says == "mute")
}
