package plan

import (
	"testing"

	"pgregory.net/rapid"

	"vestibule/internal/client"
	"vestibule/internal/config"
	"vestibule/internal/meeting"
)

const slackLink = "https://app.slack.com/huddle/T012AB3CD/C012AB3CD"

func holding(ids ...string) []client.Guard {
	var out []client.Guard
	for _, id := range ids {
		out = append(out, client.Guard{Client: id})
	}
	return out
}

func TestGuards(t *testing.T) {
	loose := []client.Guard{{Client: chromium.ID, ClosedWhy: "it has a camera permission"}}
	for _, c := range []struct {
		name   string
		link   string
		have   []client.Client
		guards []client.Guard
		change func(*Input)
		chosen string
		guard  string
		camera meeting.Assurance
		first  bool
		short  bool
		unmet  With
		barred int
	}{
		{name: "the app vouches for nothing: the guard", link: zoomLink, have: []client.Client{zoomApp, chromium}, guards: holding(chromium.ID),
			chosen: "guarded:chromium.desktop", guard: ClosedProfile, camera: meeting.Blocked, first: true},
		{name: "a preview is not enough: the guard", link: meetLink, have: []client.Client{chromium}, guards: holding(chromium.ID),
			chosen: "guarded:chromium.desktop", guard: ClosedProfile, camera: meeting.Blocked, first: true},
		{name: "the link is enough: the usual browser", link: jitsiLink, have: []client.Client{chromium}, guards: holding(chromium.ID),
			chosen: "browser:chromium.desktop", camera: meeting.Asked},
		{name: "wanting it blocked, the link is not enough", link: jitsiLink, have: []client.Client{chromium}, guards: holding(chromium.ID),
			change: func(in *Input) { in.Config.Join.Assurance = "blocked" }, chosen: "guarded:chromium.desktop", guard: ClosedProfile, camera: meeting.Blocked, first: true},
		{name: "with the camera on, the usual client", link: zoomLink, have: []client.Client{zoomApp, chromium}, guards: holding(chromium.ID),
			change: func(in *Input) { in.Wish.Camera = true }, chosen: "app:us.zoom.Zoom.desktop", camera: meeting.Unknown},
		{name: "guarded by choice, with the camera on", link: zoomLink, have: []client.Client{zoomApp, chromium}, guards: holding(chromium.ID),
			change: func(in *Input) { in.Wish.Camera, in.Config.Join.OpenWith = true, "guarded" }, chosen: "guarded:chromium.desktop", guard: OpenProfile, camera: meeting.Unknown, first: true},
		{name: "per service", link: jitsiLink, have: []client.Client{chromium}, guards: holding(chromium.ID),
			change: func(in *Input) { in.Config.Providers = map[string]config.Provider{"jitsi": {OpenWith: "guarded"}} }, chosen: "guarded:chromium.desktop", guard: ClosedProfile, camera: meeting.Blocked, first: true},
		{name: "a service keeps its app by choice", link: zoomLink, have: []client.Client{zoomApp, chromium}, guards: holding(chromium.ID),
			change: func(in *Input) { in.Config.Providers = map[string]config.Provider{"zoom": {OpenWith: "app"}} }, chosen: "app:us.zoom.Zoom.desktop", camera: meeting.Unknown, short: true},
		{name: "a guard that does not hold is no choice", link: meetLink, have: []client.Client{chromium}, guards: loose,
			chosen: "browser:chromium.desktop", camera: meeting.Preview, short: true, barred: 1},
		{name: "another browser's guard does", link: meetLink, have: []client.Client{chromium, firefox}, guards: append(loose, client.Guard{Client: firefox.ID}),
			chosen: "guarded:firefox.desktop", guard: ClosedProfile, camera: meeting.Blocked, first: true, barred: 1},
		{name: "guarded by choice where it does not hold", link: meetLink, have: []client.Client{chromium}, guards: loose,
			change: func(in *Input) { in.Config.Join.OpenWith = "guarded" }, chosen: "browser:chromium.desktop", camera: meeting.Preview, short: true, unmet: Guarded, barred: 1},
		{name: "nobody gets in signed out: not by itself", link: slackLink, have: []client.Client{chromium}, guards: holding(chromium.ID),
			chosen: "browser:chromium.desktop", camera: meeting.Unknown, short: true},
		{name: "but where someone was before", link: slackLink, have: []client.Client{chromium}, guards: []client.Guard{{Client: chromium.ID, ClosedKnown: true}},
			chosen: "guarded:chromium.desktop", guard: ClosedProfile, camera: meeting.Blocked},
		{name: "or by choice", link: slackLink, have: []client.Client{chromium}, guards: holding(chromium.ID),
			change: func(in *Input) { in.Picked = "guarded:chromium.desktop" }, chosen: "guarded:chromium.desktop", guard: ClosedProfile, camera: meeting.Blocked, first: true},
		{name: "locked at guarded, a pick of another is none", link: zoomLink, have: []client.Client{zoomApp, chromium}, guards: holding(chromium.ID),
			change: func(in *Input) { in.OnlyGuarded, in.Picked = true, "app:us.zoom.Zoom.desktop" }, chosen: "guarded:chromium.desktop", guard: ClosedProfile, camera: meeting.Blocked, first: true},
		{name: "locked at guarded where none holds", link: meetLink, have: []client.Client{chromium}, guards: loose,
			change: func(in *Input) { in.OnlyGuarded, in.Config.Join.OpenWith = true, "guarded" }, chosen: "browser:chromium.desktop", camera: meeting.Preview, short: true, unmet: Guarded, barred: 1},
		{name: "a guard of a browser that is not there", link: meetLink, have: []client.Client{chromium}, guards: holding(firefox.ID),
			chosen: "browser:chromium.desktop", camera: meeting.Preview, short: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := input(t, c.link, c.have...)
			in.Guards = c.guards
			if c.change != nil {
				c.change(&in)
			}
			p := Make(in)
			s, _ := p.Selected()
			if s.Key != c.chosen || s.Guard != c.guard || s.Camera.Assurance != c.camera || s.First != c.first {
				t.Errorf("chosen %s, guard %q, camera %s, first %v", s.Key, s.Guard, s.Camera.Assurance, s.First)
			}
			if p.Short != c.short || p.Unmet != c.unmet || len(p.Barred) != c.barred {
				t.Errorf("short %v, unmet %q, barred %v", p.Short, p.Unmet, p.Barred)
			}
			if s.Camera.Assurance == meeting.Blocked && (s.Camera.Why == "" || s.Camera.Source == "" || s.Camera.Checked == "") {
				t.Errorf("blocked without why, source and date: %+v", s.Camera)
			}
		})
	}
}

// guardedInput is any input with guards, and which of them hold or will once
// the client is closed.
func guardedInput(t *rapid.T) (in Input, holds map[string]bool) {
	in = input(t, rapid.SampledFrom([]string{zoomLink, jitsiLink, meetLink, slackLink}).Draw(t, "link"))
	holds = map[string]bool{}
	for _, c := range []client.Client{zoomApp, chromium, firefox} {
		if rapid.Bool().Draw(t, c.Name) {
			in.Clients = append(in.Clients, c)
		}
		g := client.Guard{Client: c.ID, ClosedKnown: rapid.Bool().Draw(t, "known"), OpenKnown: rapid.Bool().Draw(t, "open known")}
		if rapid.Bool().Draw(t, "loose") {
			g.ClosedWhy = "loose"
		}
		if c.Kind == client.App {
			g.Inside = rapid.Bool().Draw(t, "inside")
			g.Restart = g.ClosedWhy != "" && rapid.Bool().Draw(t, "restart")
		}
		holds[c.ID] = g.ClosedWhy == "" || g.Restart
		in.Guards = append(in.Guards, g)
	}
	in.Wish.Camera = rapid.Bool().Draw(t, "camera")
	in.Config.Join.OpenWith = rapid.SampledFrom([]string{"auto", "app", "browser", "guarded"}).Draw(t, "open_with")
	in.Config.Join.Assurance = rapid.SampledFrom([]string{"asked", "blocked"}).Draw(t, "assurance")
	return in, holds
}

// TestGuardLaws: "blocked" is never said of anything but a guard that holds, or
// will once the client is closed, with the camera to be off; auto never strands
// anyone, and closes nothing by itself.
func TestGuardLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in, holds := guardedInput(t)
		p := Make(in)
		for _, c := range p.Choices {
			blocked := c.Camera.Assurance == meeting.Blocked
			if blocked && (in.Wish.Camera || !holds[c.Client.ID] ||
				c.Guard != map[client.Kind]string{client.App: Sandbox, client.Browser: ClosedProfile}[c.Client.Kind]) {
				t.Fatalf("blocked: %+v", c)
			}
			if c.Microphone.Assurance == meeting.Blocked {
				t.Fatalf("a blocked microphone: %+v", c)
			}
			if (c.With == Guarded) != (c.Guard != "") || !Fits(c.Guard, c.Way, in.Wish) {
				t.Fatalf("guard of another wish: %+v", c)
			}
		}
		if s, ok := p.Selected(); ok && in.Config.Join.OpenWith == "auto" && s.stranded(in.Meeting.Service) {
			t.Fatalf("stranded: %+v", s)
		}
		if s, ok := p.Selected(); ok && s.Guard != "" && s.Restart {
			t.Fatalf("closes a running client unasked: %+v", s)
		}
	})
}
