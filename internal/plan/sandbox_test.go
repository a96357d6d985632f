package plan

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vestibule/internal/client"
	"vestibule/internal/config"
	"vestibule/internal/meeting"
)

const zoomGuarded = "guarded:us.zoom.Zoom.desktop"

// TestSandboxes: every state that a native client can be in, by every wish and
// way to choose, beside a browser whose guard holds or not.
func TestSandboxes(t *testing.T) {
	var b strings.Builder
	for _, state := range []struct {
		name  string
		guard *client.Guard
	}{
		{"no such guard on this system", nil},
		{"guard holds", &client.Guard{}},
		{"guard holds, Flatpak", &client.Guard{Flatpak: true}},
		{"guarded one runs", &client.Guard{Inside: true}},
		{"runs outside", &client.Guard{ClosedWhy: "it runs already, and can use the camera", Restart: true}},
		{"runs outside and inside", &client.Guard{ClosedWhy: "it runs already, and can use the camera", Restart: true, Inside: true}},
		{"guard does not work here", &client.Guard{ClosedWhy: "bwrap is not installed"}},
	} {
		for _, browser := range []string{"", "holds", "loose"} {
			for _, camera := range []bool{false, true} {
				for _, with := range []string{"auto", "app", "browser", "guarded", "locked"} {
					in := input(t, zoomLink, zoomApp)
					in.Wish.Camera = camera
					if in.OnlyGuarded = with == "locked"; in.OnlyGuarded {
						with = "guarded"
					}
					in.Config.Join.OpenWith = with
					if state.guard != nil {
						g := *state.guard
						g.Client = zoomApp.ID
						in.Guards = append(in.Guards, g)
					}
					if browser != "" {
						in.Clients = append(in.Clients, chromium)
						g := client.Guard{Client: chromium.ID}
						if browser == "loose" {
							g.ClosedWhy, g.OpenWhy = "loose", "loose"
						}
						in.Guards = append(in.Guards, g)
					}
					p := Make(in)
					s, _ := p.Selected()
					fmt.Fprintf(&b, "%s | chromium %-5s | camera %-3s | %-7s | %s | unmet %q short %v |", state.name, browser,
						map[bool]string{true: "on", false: "off"}[camera], map[bool]string{true: "locked", false: with}[in.OnlyGuarded], way(s), p.Unmet, p.Short)
					for i, c := range p.Choices {
						if i != p.Chosen {
							fmt.Fprintf(&b, " %s", way(c))
						}
					}
					for _, x := range p.Barred {
						fmt.Fprintf(&b, " (%s: %s)", x.Client, x.Why)
					}
					b.WriteByte('\n')
				}
			}
		}
	}
	golden := filepath.Join("testdata", "sandboxes.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("decides otherwise (go test ./internal/plan -update writes it anew):\n%s", diff)
	}
}

func way(c Choice) string {
	s := c.Key + "=" + string(c.Camera.Assurance)
	if c.Guard != "" {
		s += "/" + c.Guard
	}
	if c.Restart {
		s += "/restart"
	}
	return s
}

// TestSandboxIsPreferred: what the golden table is about, said once in words.
func TestSandboxIsPreferred(t *testing.T) {
	runs := client.Guard{Client: zoomApp.ID, ClosedWhy: "it runs already", Restart: true}
	for _, c := range []struct {
		name    string
		guards  []client.Guard
		change  func(*Input)
		chosen  string
		restart bool
	}{
		{"to a guarded browser", holding(zoomApp.ID, chromium.ID), nil, zoomGuarded, false},
		{"not where it runs outside", append(holding(chromium.ID), runs), nil, "guarded:chromium.desktop", false},
		{"not with the camera on", holding(zoomApp.ID, chromium.ID), func(in *Input) { in.Wish.Camera = true }, "app:us.zoom.Zoom.desktop", false},
		{"not where the person's own choice is another", holding(zoomApp.ID, chromium.ID), func(in *Input) {
			in.Config.Providers = map[string]config.Provider{"zoom": {OpenWith: "browser"}}
		}, "browser:chromium.desktop", false},
		{"closing it first is the person's to pick", append(holding(chromium.ID), runs), func(in *Input) { in.Picked = zoomGuarded }, zoomGuarded, true},
		{"with the camera on, ours is closed first", []client.Guard{{Client: zoomApp.ID, Inside: true}},
			func(in *Input) { in.Wish.Camera = true }, "app:us.zoom.Zoom.desktop", true},
		{"of another service's program there is none", holding(otherApp.ID, chromium.ID),
			func(in *Input) { in.Clients = []client.Client{otherApp, chromium} }, "guarded:chromium.desktop", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := input(t, zoomLink, zoomApp, chromium)
			in.Guards = c.guards
			if c.change != nil {
				c.change(&in)
			}
			s, _ := Make(in).Selected()
			if s.Key != c.chosen || s.Restart != c.restart {
				t.Errorf("chosen %s, restart %v", s.Key, s.Restart)
			}
			if s.Camera.Assurance == meeting.Blocked && (s.Camera.Why == "" || s.Camera.Source == "" || s.Camera.Checked == "") {
				t.Errorf("blocked without why, source and date: %+v", s.Camera)
			}
		})
	}
}

// TestSettings: a setting that holds for certain is said, where the link says
// less, for what is to be off.
func TestSettings(t *testing.T) {
	jitsi := client.Client{ID: "jitsi-meet.desktop", Name: "Jitsi Meet", Kind: client.App, Schemes: []string{"jitsi-meet"}}
	off := client.Kept{Off: true, Source: "/Library/Preferences/us.zoom.config.plist, zDisableVideo"}
	for _, c := range []struct {
		name        string
		link        string
		own         client.Client
		setting     client.Setting
		on, guard   bool
		camera, mic meeting.Assurance
	}{
		{name: "off", link: zoomLink, own: zoomApp, setting: client.Setting{Camera: off, Microphone: off}, camera: meeting.Setting, mic: meeting.Setting},
		{name: "camera alone", link: zoomLink, own: zoomApp, setting: client.Setting{Camera: off}, camera: meeting.Setting, mic: meeting.Unknown},
		{name: "not certain", link: zoomLink, own: zoomApp, setting: client.Setting{}, camera: meeting.Unknown, mic: meeting.Unknown},
		{name: "to be on", link: zoomLink, own: zoomApp, setting: client.Setting{Camera: off}, on: true, camera: meeting.Unknown, mic: meeting.Unknown},
		{name: "the link says more", link: jitsiLink, own: jitsi, setting: client.Setting{Camera: off, Microphone: off}, camera: meeting.Asked, mic: meeting.Asked},
		{name: "the guard says more", link: zoomLink, own: zoomApp, setting: client.Setting{Camera: off, Microphone: off}, guard: true, camera: meeting.Blocked, mic: meeting.Setting},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := input(t, c.link, c.own)
			c.setting.Client, c.setting.Read = c.own.ID, "2026-11-25"
			in.Settings, in.Wish.Camera = []client.Setting{c.setting}, c.on
			if c.guard {
				in.Guards = holding(c.own.ID)
			}
			s, _ := Make(in).Selected()
			if s.Camera.Assurance != c.camera || s.Microphone.Assurance != c.mic {
				t.Errorf("camera %s, microphone %s", s.Camera.Assurance, s.Microphone.Assurance)
			}
			if s.Camera.Assurance == meeting.Setting && (s.Camera.Source != off.Source || s.Camera.Checked != "2026-11-25" || s.Camera.Why == "") {
				t.Errorf("source and date: %+v", s.Camera)
			}
		})
	}
	in := input(t, zoomLink, zoomApp)
	in.Settings = []client.Setting{{Client: "another.desktop", Camera: off}}
	if s, _ := Make(in).Selected(); s.Camera.Assurance != meeting.Unknown {
		t.Errorf("another program's setting: %s", s.Camera.Assurance)
	}
	// A setting is less than "asked": the guard is preferred, and where there is
	// none the window says that it is less than was wished.
	in.Settings = []client.Setting{{Client: zoomApp.ID, Camera: off}}
	if p := Make(in); !p.Short {
		t.Error("a setting is taken for as much as asked")
	}
	in.Clients, in.Guards = append(in.Clients, chromium), holding(chromium.ID)
	if s, _ := Make(in).Selected(); s.Key != "guarded:chromium.desktop" {
		t.Errorf("chosen %s", s.Key)
	}
}
