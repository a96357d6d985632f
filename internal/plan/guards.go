package plan

import (
	"vestibule/internal/client"
	"vestibule/internal/meeting"
	"vestibule/internal/words"
)

// The two guards of a browser, as Choice.Guard names them (client/guard has
// the profiles).
const (
	ClosedProfile = "closed"
	OpenProfile   = "open"
)

// GuardFor is the profile that fits a wish.
func GuardFor(w meeting.Wish) string {
	if w.Camera {
		return OpenProfile
	}
	return ClosedProfile
}

// blocked is what a closed profile assures.
var blocked = meeting.Claim{
	Assurance: meeting.Blocked,
	Why:       words.Mark("This window has a browser profile of Vestibule's own, whose camera setting blocks every site. It was looked at just now, and is once more when you join."),
	Source:    "tried with Chromium 156 and Firefox ESR 153", Checked: "2026-11-25",
}

// guarded lists the ways through a guard, the person's usual browser first,
// and the guards that cannot be used.
func guarded(in Input) (list []Choice, barred []Barred) {
	service, _ := meeting.Known(in.Meeting.Service)
	for _, c := range in.Clients {
		g, ok := guardOf(in.Guards, c)
		if !ok {
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
			why, known, ch.Camera = g.ClosedWhy, g.ClosedKnown, blocked
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
		if c.Kind == client.Browser && g.Client == c.ID {
			return g, true
		}
	}
	return client.Guard{}, false
}

// stranded says that the way is known not to get into the meeting: auto never
// chooses it, the person may.
func (c Choice) stranded(service string) bool {
	s, _ := meeting.Known(service)
	return c.SignIn && c.First || c.Guard == ClosedProfile && (s.WithoutCamera.Says == "no" || s.WithoutCamera.Says == "mute")
}
