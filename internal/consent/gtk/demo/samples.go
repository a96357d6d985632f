//go:build linux && cgo

package main

import (
	"strings"
	"time"

	"vestibule/internal/app"
	"vestibule/internal/client"
	"vestibule/internal/config"
	"vestibule/internal/consent"
	"vestibule/internal/device"
	"vestibule/internal/meeting"
	"vestibule/internal/plan"
	"vestibule/internal/urlscheme"
	"vestibule/internal/words"
)

// sample is a page as the product words it, of a made-up meeting: the judge,
// the catalogue and the words are the real ones, the devices and programs are
// not.
type sample struct {
	name string
	page consent.Page
}

// samples are worded when they are asked for, in the language spoken then.
func samples() []sample {
	return []sample{
		{"meet", ask("https://meet.google.com/abc-defg-hij?authuser=1&utm_source=mail", meeting.Web, func(q *consent.Question) {
			q.Unwrapped, q.CarriedAddress = []string{"outlook-safelinks"}, true
		})},
		{"jitsi", ask("https://meet.jit.si/WeeklySync", meeting.Web, func(q *consent.Question) {
			q.Asker.Name = "Chromium"
			q.Devices.Cameras[0].State, q.Devices.Cameras[0].Users = device.InUse, []device.Program{{Name: "OBS Studio"}}
			q.Devices.Microphone.Muted = true
			q.Ways = []consent.WayName{{Name: "Firefox"}, {Name: "Chromium"}}
		})},
		{"guarded", planned("https://meet.google.com/abc-defg-hij", []client.Client{chromium}, "")},
		{"already", planned("https://zoom.us/j/81234567890", []client.Client{zoom}, "Chromium")},
		{"sandbox", native(client.Guard{}, nil)},
		{"restart", native(client.Guard{ClosedWhy: "it runs already, and can use the camera", Restart: true}, func(in *plan.Input) {
			in.Picked = "guarded:" + zoom.ID
		})},
		{"outside", native(client.Guard{ClosedWhy: "it runs already, and can use the camera", Restart: true}, nil)},
		{"rejoin-camera", native(client.Guard{Inside: true}, func(in *plan.Input) { in.Wish.Camera = true })},
		{"setting", native(client.Guard{ClosedWhy: "bwrap is not installed"}, func(in *plan.Input) {
			in.Settings = []client.Setting{{Client: zoom.ID, Camera: client.Kept{Off: true, Source: "us.zoom.config.plist, zDisableVideo"}, Read: "2026-11-25"}}
		})},
		{"barred", planned("https://meet.google.com/abc-defg-hij", []client.Client{chromium}, "its guarded window has a camera permission; close that window first")},
		{"zoom", ask("https://zoom.us/j/81234567890", meeting.Native, func(q *consent.Question) {
			q.Asker = consent.Asker{}
			q.Devices.CamerasState, q.Devices.CamerasWhy = device.Unknown, "/proc is hidden here"
			q.Ways = []consent.WayName{{Name: "Zoom"}}
			q.WantsBlocked, q.CameraLocked, q.RefusedMeanwhile = true, true, 312
			q.LockedBy.Camera, q.BlockedBy, q.BlockedFile = "/etc/vestibule/policy.toml", consent.ByOrganisation, "/etc/vestibule/policy.toml"
		})},
		{"mute", ask("https://meet.jit.si/WeeklySync", meeting.Web, func(q *consent.Question) { q.SystemMute = true })},
		{"mute-locked", ask("https://meet.jit.si/WeeklySync", meeting.Web, func(q *consent.Question) {
			q.SystemMute, q.SystemMuteLocked, q.MicrophoneLocked = true, true, true
		})},
		{"mute-failed", ask("https://meet.jit.si/WeeklySync", meeting.Web, func(q *consent.Question) {
			q.SystemMute, q.MuteFailed = true, "the sound server does not answer"
			q.Devices.Microphone = device.Microphone{State: device.Unknown, Why: q.MuteFailed}
		})},
		{"on", ask("https://meet.jit.si/WeeklySync", meeting.Web, func(q *consent.Question) {
			q.Wish = meeting.Wish{Camera: true, Microphone: true}
			q.Asked, q.Waiting = 3, 2
		})},
		{"long", ask("https://zoom.us/j/81234567890", meeting.Native, func(q *consent.Question) {
			q.Service = "BigBlueButton"
			q.Host = "konferenz-03.videodienste.universitaetsrechenzentrum.hochschule-fuer-angewandte-wissenschaften.example.org"
			q.Meeting = "fakultaetsrat-sitzung-im-wintersemester-2026-2027-oeffentlicher-teil"
			q.Asker = consent.Asker{Name: "Kontact Personal Information Manager", Sandbox: "flatpak", App: "org.kde.kontact", Path: "/app/bin/kontact"}
			q.Wish.Camera = true
			q.Devices.Cameras[0] = device.Camera{
				Name: "Very Long Manufacturer Name UltraHD Conference Camera 4000 (Third Edition)", State: device.InUse,
				Users: []device.Program{{Name: "Cheese Webcam Booth"}, {Name: "OBS Studio"}},
			}
			q.Devices.Microphone.Name = "Family 17h/19h/1ah HD Audio Controller Digital Microphone Array"
			q.Ways = []consent.WayName{{Name: "Chromium Web Browser (Flathub, development snapshot)"}, {Name: "Firefox"}}
			q.Removed = strings.Fields("fbclid utm_campaign utm_content utm_medium utm_source utm_term")
			q.Unwrapped = []string{"proofpoint-v2", "outlook-safelinks"}
		})},
		{"practice", consent.AskPage(consent.PracticeQuestion(question()))},
		{"practice-end", consent.PracticePage(consent.Yes)},
		{"refused", consent.RefusedPage(told("https://zoom.us.evil.example/j/81234567890"))},
		{"not-meeting", consent.NotMeetingPage(told("https://example.com/"))},
		{"unknown-host", consent.UnknownHostPage(told("https://meet.example.org/WeeklySync"))},
		{"closed", consent.ClosedPage(told("https://join.me/123456789"))},
		{"pass", consent.PassPage(told("zoommtg://zoom.us/start?confno=123456789"), "Zoom")},
		{"paused", consent.PausedPage("14:30", told("https://acme.webex.com/meet/pat"))},
		{"failed", consent.FailedPage("GoTo", words.Plain("starting GoTo: no such file or directory"), app.Install("GoTo"), true, true)},
		{"held", consent.HeldPage(told("https://meet.jit.si/WeeklySync"), "Chromium", "15:42")},
		{"quiet", consent.QuietPage(told("https://zoom.us/j/81234567890"), "15:42")},
		{"beside-held", ask("https://meet.jit.si/WeeklySync", meeting.Web, func(q *consent.Question) {
			q.Asker = consent.Asker{Name: "Firefox", Sandbox: "flatpak", App: "org.mozilla.firefox", Path: "/app/lib/firefox/firefox"}
			q.HeldOff = []consent.Held{{Who: "Chromium", Until: "15:42", NotAsked: 990, LetIn: "let-in-1"}}
			q.NotAsked, q.AskAnyway, q.RefusedMeanwhile = "Zoom", consent.ButtonAskAnyway, 990
		})},
		{"umlaut", consent.UnknownHostPage(consent.Told{
			Service: "Jitsi Meet", Host: "meet.xn--bcher-kva.example", Asker: consent.Asker{Sandbox: "portal"},
			Lines: "[[host]]\nname = \"meet.xn--bcher-kva.example\"\nprovider = \"jitsi\"",
		})},
		{"status-held", consent.StatusPage(heldFacts())},
		{"status", consent.StatusPage(statusFacts())},
		{"status-muted", consent.StatusPage(mutedFacts())},
		{"status-broken", consent.StatusPage(brokenFacts())},
	}
}

// question is what all samples have in common.
func question() consent.Question {
	return consent.Question{
		Asker: consent.Asker{Name: "Thunderbird", Path: "/usr/lib/thunderbird/thunderbird", Icon: "thunderbird"},
		Devices: &device.Snapshot{
			CamerasState: device.Idle,
			Cameras:      []device.Camera{{Name: "Logitech C920", State: device.Idle}},
			Microphone:   device.Microphone{Name: "Built-in Audio", State: device.Idle},
		},
		Ways: []consent.WayName{{Name: "Chromium"}, {Name: "Firefox"}},
	}
}

func ask(text string, way meeting.Way, change func(*consent.Question)) consent.Page {
	j := meeting.Judge(text, nil)
	q := question()
	q.Service, q.Host, q.Meeting = j.Name, j.Host, j.Meeting.Label()
	q.Removed = j.Removed
	change(&q)
	q.Camera, q.Microphone = j.Meeting.Assures(way, q.Wish)
	return consent.AskPage(q)
}

var chromium = client.Client{ID: "chromium.desktop", Name: "Chromium", Kind: client.Browser, Default: true}

// planned is the question about a meeting as the plan decides it on a computer
// with these programs. more is what keeps Chromium from being guarded or, where
// there is no browser, the one that the meeting was opened in just now.
func planned(text string, have []client.Client, more string) consent.Page {
	j := meeting.Judge(text, nil)
	s, _ := meeting.Known(j.Service)
	in := plan.Input{Meeting: j.Meeting, Native: s.Schemes, Config: config.Defaults(), Clients: have}
	q := question()
	if have[0].Kind == client.Browser {
		in.Guards = []client.Guard{{Client: have[0].ID, ClosedWhy: more}}
	} else {
		q.Already, q.Asker.Name = more, more
	}
	q.Service, q.Host, q.Meeting = j.Name, j.Host, j.Meeting.Label()
	app.Choose(&q, plan.Make(in), config.Snapshot{Config: in.Config}, j.Service)
	return consent.AskPage(q)
}

var zoom = client.Client{ID: "us.zoom.Zoom.desktop", Name: "Zoom", Kind: client.App, Schemes: []string{"zoommtg"}}

// native is the question about a Zoom meeting on a computer with Zoom and a
// browser that cannot be guarded, where g is known of Zoom's guard.
func native(g client.Guard, change func(*plan.Input)) consent.Page {
	j := meeting.Judge("https://zoom.us/j/81234567890", nil)
	s, _ := meeting.Known(j.Service)
	g.Client = zoom.ID
	in := plan.Input{
		Meeting: j.Meeting, Native: s.Schemes, Config: config.Defaults(),
		Clients: []client.Client{zoom, chromium}, Guards: []client.Guard{g},
	}
	q := question()
	if change != nil {
		change(&in)
	}
	if q.Wish = in.Wish; q.Wish.Camera {
		q.Asker = consent.Asker{You: "You asked to rejoin with the camera"}
	}
	q.Service, q.Host, q.Meeting = j.Name, j.Host, j.Meeting.Label()
	app.Choose(&q, plan.Make(in), config.Snapshot{Config: in.Config}, j.Service)
	return consent.AskPage(q)
}

func told(text string) consent.Told {
	j := meeting.Judge(text, nil)
	t := consent.Told{
		Service: j.Name, Host: j.Host, Reason: j.Reason, Lines: j.Listing, Asker: consent.Asker{Name: "Chromium"},
	}
	if j.LooksLike != "" {
		t.Service, t.LooksLike = j.LooksLike, true
	}
	return t
}

func statusFacts() consent.StatusFacts {
	return consent.StatusFacts{
		Devices: question().Devices, TrayHost: true, TurnedAway: 2, Rejoin: "Zoom", RejoinCamera: "Zoom", AskAgain: "Webex",
		Lines: urlscheme.Report{Registered: true, Binary: "/usr/bin/vestibule", Schemes: []urlscheme.Scheme{
			{Scheme: "zoommtg", Ours: true, Now: "Vestibule", Before: "Zoom"},
			{Scheme: "msteams", Ours: true, Now: "Vestibule"},
		}}.Texts(),
		Actions: consent.StatusActions{
			JoinClipboard: "clipboard", Rejoin: "rejoin", RejoinCamera: "rejoin-camera", AskAgain: "again", Camera: "camera", Microphone: "microphone",
			PauseHour: "hour", PauseTomorrow: "tomorrow", Resume: "resume", EditConfig: "config", Quit: "quit",
		},
	}
}

func heldFacts() consent.StatusFacts {
	f := statusFacts()
	f.Lines, f.Rejoin, f.AskAgain = f.Lines[:1], "", ""
	f.HeldOff = []consent.Held{{Who: "Chromium", Until: "15:42", LetIn: "let-in-1"}}
	f.NotAsked, f.Actions.AskAnyway = "Zoom", consent.ButtonAskAnyway
	return f
}

func mutedFacts() consent.StatusFacts {
	f := statusFacts()
	f.Mute, f.Actions.Unmute = consent.Mute{Holds: true, Sure: true}, "unmute"
	f.Devices.Microphone.Muted = true
	return f
}

func brokenFacts() consent.StatusFacts {
	f := statusFacts()
	f.TrayHost, f.Paused, f.PausedUntil, f.Trouble = false, true, time.Date(2026, 11, 24, 14, 30, 0, 0, time.UTC).Format("15:04"), consent.BrokenFile
	f.Lines, f.Rejoin, f.RejoinCamera, f.AskAgain = f.Lines[:1], "", "", ""
	f.Problems = []string{"~/.config/vestibule/config.toml:2:1: unknown key \"join.camra\"\n    2 | camra = \"on\"\n      | ^\nhint: did you mean \"camera\"?"}
	return f
}
