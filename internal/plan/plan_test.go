package plan

import (
	"testing"

	"pgregory.net/rapid"

	"vestibule/internal/client"
	"vestibule/internal/config"
	"vestibule/internal/meeting"
)

var (
	zoomApp  = client.Client{ID: "us.zoom.Zoom.desktop", Name: "Zoom", Kind: client.App, Schemes: []string{"zoommtg"}}
	otherApp = client.Client{ID: "other.desktop", Name: "Other", Kind: client.App, Schemes: []string{"msteams"}}
	chromium = client.Client{ID: "chromium.desktop", Name: "Chromium", Kind: client.Browser, Default: true}
	firefox  = client.Client{ID: "firefox.desktop", Name: "Firefox", Kind: client.Browser}
)

func judged(t interface{ Fatalf(string, ...any) }, link string) meeting.Meeting {
	j := meeting.Judge(link, nil)
	if j.Verdict != meeting.IsMeeting {
		t.Fatalf("%s: %+v", link, j)
	}
	return j.Meeting
}

func input(t interface{ Fatalf(string, ...any) }, link string, clients ...client.Client) Input {
	m := judged(t, link)
	s, _ := meeting.Known(m.Service)
	return Input{Meeting: m, Native: s.Schemes, Config: config.Defaults(), Clients: clients}
}

const (
	zoomLink  = "https://zoom.us/j/81234567890?pwd=abc"
	jitsiLink = "https://meet.jit.si/WeeklySync"
	meetLink  = "https://meet.google.com/abc-defg-hij"
)

func TestChoices(t *testing.T) {
	for _, c := range []struct {
		name   string
		in     func() Input
		chosen string // key
		keys   []string
		camera meeting.Assurance
		short  bool
		unmet  With
	}{
		{name: "the usual client is the service's own", in: func() Input { return input(t, zoomLink, zoomApp, chromium, firefox) },
			chosen: "app:us.zoom.Zoom.desktop", keys: []string{"app:us.zoom.Zoom.desktop", "browser:chromium.desktop", "browser:firefox.desktop"},
			camera: meeting.Unknown, short: true},
		{name: "another service's client is no choice", in: func() Input { return input(t, zoomLink, otherApp, chromium) },
			chosen: "browser:chromium.desktop", keys: []string{"browser:chromium.desktop"}, camera: meeting.Unknown, short: true},
		{name: "the link's switch is enough", in: func() Input { return input(t, jitsiLink, chromium) },
			chosen: "browser:chromium.desktop", keys: []string{"browser:chromium.desktop"}, camera: meeting.Asked},
		{name: "wanting it blocked is not met by a link", in: func() Input {
			in := input(t, jitsiLink, chromium)
			in.Config.Join.Assurance = "blocked"
			return in
		}, chosen: "browser:chromium.desktop", keys: []string{"browser:chromium.desktop"}, camera: meeting.Asked, short: true},
		{name: "open_with browser", in: func() Input {
			in := input(t, zoomLink, zoomApp, chromium)
			in.Config.Join.OpenWith = "browser"
			return in
		}, chosen: "browser:chromium.desktop", keys: []string{"app:us.zoom.Zoom.desktop", "browser:chromium.desktop"}, camera: meeting.Unknown, short: true},
		{name: "open_with of the service beats the general one", in: func() Input {
			in := input(t, zoomLink, zoomApp, chromium)
			in.Config.Join.OpenWith = "browser"
			in.Config.Providers = map[string]config.Provider{"zoom": {OpenWith: "app"}}
			return in
		}, chosen: "app:us.zoom.Zoom.desktop", keys: []string{"app:us.zoom.Zoom.desktop", "browser:chromium.desktop"}, camera: meeting.Unknown, short: true},
		{name: "open_with app where there is none", in: func() Input {
			in := input(t, meetLink, chromium)
			in.Config.Join.OpenWith = "app"
			return in
		}, chosen: "browser:chromium.desktop", keys: []string{"browser:chromium.desktop"}, camera: meeting.Preview, short: true, unmet: App},
		{name: "guarded where nothing can be guarded is said", in: func() Input {
			in := input(t, meetLink, chromium)
			in.Config.Join.OpenWith = "guarded"
			return in
		}, chosen: "browser:chromium.desktop", keys: []string{"browser:chromium.desktop"}, camera: meeting.Preview, short: true, unmet: Guarded},
		{name: "what the person picks", in: func() Input {
			in := input(t, zoomLink, zoomApp, chromium, firefox)
			in.Picked = "browser:firefox.desktop"
			return in
		}, chosen: "browser:firefox.desktop", keys: []string{"app:us.zoom.Zoom.desktop", "browser:chromium.desktop", "browser:firefox.desktop"}, camera: meeting.Unknown, short: true},
		{name: "a pick that is gone is no pick", in: func() Input {
			in := input(t, zoomLink, zoomApp)
			in.Picked = "browser:firefox.desktop"
			return in
		}, chosen: "app:us.zoom.Zoom.desktop", keys: []string{"app:us.zoom.Zoom.desktop"}, camera: meeting.Unknown, short: true},
		{name: "nothing installed", in: func() Input { return input(t, zoomLink) }, keys: []string{}},
		{name: "a browser cannot open a meeting without a web link is no way either", in: func() Input { return input(t, zoomLink, otherApp) }, keys: []string{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := Make(c.in())
			if len(p.Choices) != len(c.keys) {
				t.Fatalf("choices %+v, want %v", p.Choices, c.keys)
			}
			for i, k := range c.keys {
				if p.Choices[i].Key != k {
					t.Errorf("choice %d is %s, want %s", i, p.Choices[i].Key, k)
				}
			}
			s, ok := p.Selected()
			if ok != (c.chosen != "") || s.Key != c.chosen {
				t.Fatalf("chosen %q, want %q", s.Key, c.chosen)
			}
			if ok && s.Camera.Assurance != c.camera {
				t.Errorf("camera %s, want %s", s.Camera.Assurance, c.camera)
			}
			if p.Short != c.short || p.Unmet != c.unmet {
				t.Errorf("short %v, unmet %q", p.Short, p.Unmet)
			}
		})
	}
}

// TestPlanLaws: whatever is installed and wanted, the chosen way is one of the
// choices, a way never claims "blocked" without a guard, and the answer does
// not depend on what the camera switch of another meeting was.
func TestPlanLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := input(t, rapid.SampledFrom([]string{zoomLink, jitsiLink, meetLink}).Draw(t, "link"))
		for _, c := range []client.Client{zoomApp, otherApp, chromium, firefox} {
			if rapid.Bool().Draw(t, c.Name) {
				in.Clients = append(in.Clients, c)
			}
		}
		in.Wish = meeting.Wish{Camera: rapid.Bool().Draw(t, "camera"), Microphone: rapid.Bool().Draw(t, "microphone")}
		in.Config.Join.OpenWith = rapid.SampledFrom([]string{"auto", "app", "browser", "guarded", ""}).Draw(t, "open_with")
		in.Config.Join.Assurance = rapid.SampledFrom([]string{"asked", "blocked"}).Draw(t, "assurance")
		p := Make(in)
		s, ok := p.Selected()
		if ok != (len(p.Choices) > 0) {
			t.Fatalf("%d choices, one chosen: %v", len(p.Choices), ok)
		}
		for _, c := range p.Choices {
			if c.With != Guarded && (c.Camera.Assurance == meeting.Blocked || c.Microphone.Assurance == meeting.Blocked) {
				t.Fatalf("blocked without a guard: %+v", c)
			}
			if c.With == App && c.Client.Kind != client.App || c.With == Browser && c.Client.Kind != client.Browser {
				t.Fatalf("wrong kind: %+v", c)
			}
		}
		if ok && !in.Wish.Camera && p.Short == AtLeast(s.Camera.Assurance, meeting.Assurance(in.Config.Join.Assurance)) {
			t.Fatalf("short %v with %s of %s", p.Short, s.Camera.Assurance, in.Config.Join.Assurance)
		}
	})
}
