package consent

import (
	"vestibule/internal/device"
	"vestibule/internal/meeting"
	"vestibule/internal/words"
)

// hostilePages are pages with the text in every place that holds outside text.
func hostilePages(text string) map[string]Page {
	asker := Asker{Name: text, App: text, Path: text, Icon: text, Sandbox: "flatpak"}
	told := Told{Service: text, Host: text, Reason: words.Plain(text), Asker: asker, Lines: text}
	alike := told
	alike.LooksLike = true
	users := []device.Program{{Name: text}}
	q := Question{
		Service: text, Host: text, Meeting: text, Asker: asker,
		Devices: &device.Snapshot{
			CamerasState: device.InUse, Cameras: []device.Camera{{Name: text, State: device.InUse, Users: users}},
			Microphone: device.Microphone{Name: text, State: device.InUse, Users: users},
		},
		Ways: []WayName{{Name: text}, {Name: text, Web: true, Guard: "closed", First: true}}, Chosen: 1,
		Barred: []BarredGuard{{text, text}}, Removed: []string{text, text}, Unwrapped: []string{text},
		Camera: meeting.Claim{Assurance: meeting.Blocked}, CanRemember: true,
		HeldOff: []Held{{Who: text, Until: "15:42", LetIn: "x"}}, NotAsked: text, AskAnyway: "y",
	}
	already := q
	already.Already = text
	unknown := q
	unknown.Devices = &device.Snapshot{CamerasState: device.Unknown, CamerasWhy: text, Microphone: device.Microphone{State: device.Unknown, Why: text}}
	facts := StatusFacts{
		Devices: q.Devices, Lines: []words.Text{words.Plain(text)}, Problems: []string{text}, Rejoin: text, AskAgain: text,
		NotAsked: text, HeldOff: q.HeldOff,
	}
	return map[string]Page{
		"ask": AskPage(q), "already": AskPage(already), "unknown": AskPage(unknown),
		"refused": RefusedPage(told), "alike": RefusedPage(alike), "not meeting": NotMeetingPage(told),
		"unknown host": UnknownHostPage(told), "closed": ClosedPage(told), "paused": PausedPage("15:42", told),
		"pass": PassPage(told, text), "failed": FailedPage(text, words.Plain(text), words.Plain(text), true, true), "held": HeldPage(told, asker.Who(), "15:42"),
		"quiet": QuietPage(told, "15:42"), "status": StatusPage(facts),
	}
}

// texts are all that a page shows.
func texts(p Page) []string {
	// The badge is one letter, with no neighbours to reorder.
	out := []string{"\u2068" + p.Badge + "\u2069", p.Title, p.Host.String(), p.Meeting, p.Opener, p.OpenerMore, p.Cleaned, p.Banner}
	for _, t := range p.Text {
		out = append(out, t.Text, t.Host.String())
	}
	for _, r := range []*Row{p.Camera, p.Microphone} {
		if r != nil {
			out = append(out, r.Title, r.Now, r.NowStrong, r.Label, r.Assurance, r.Why, r.Note)
		}
	}
	if p.Open != nil {
		out = append(append(out, p.Open.Title, p.Open.Note, p.Open.Label), p.Open.Choices...)
	}
	for _, b := range append(p.Actions, p.Buttons...) {
		out = append(out, b.Label)
	}
	return out
}
