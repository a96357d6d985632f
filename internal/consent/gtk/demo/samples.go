//go:build linux && cgo

package main

import "vestibule/internal/consent"

// sample is a made-up page: no meeting, device or program in it is real.
type sample struct {
	name string
	page consent.Page
}

var (
	dontJoin = consent.Button{ID: "no", Label: "Don’t join", Safe: true}
	join     = consent.Button{ID: "yes", Label: "Join", Suggested: true, Armed: true}
	closing  = consent.Button{ID: "no", Label: "Close", Safe: true}
	copying  = consent.Button{ID: "copy", Label: "Copy link"}
)

var samples = []sample{
	{"meet", consent.Page{
		Badge: "M", Title: "Join this Google Meet meeting?",
		Host: "meet.google.com", HostStrong: "google.com", Meeting: "abc-defg-hij", Opener: "Opened by Thunderbird",
		Camera: &consent.Row{
			Title: "Camera", Icon: consent.CameraOff, Label: "Camera on when joining",
			Now:       "Logitech C920, not in use now",
			Assurance: "✓ This window of Chromium cannot open it.", Tone: consent.Good,
			Why: "Chromium starts with a profile of Vestibule’s in which the camera is never allowed. Checked in Chromium 156, November 2026.",
		},
		Microphone: &consent.Row{
			Title: "Microphone", Icon: consent.MicOff, Label: "Microphone on when joining",
			Now:       "Built-in Audio, not muted, used by nobody",
			Assurance: "Google Meet shows its own page before you are heard.", Tone: consent.Neutral,
			Why: "Meet’s page before the meeting has a switch for the microphone. Its page may listen to draw a level. Checked November 2026.",
		},
		Open: &consent.OpenRow{
			Title: "Open with", Note: "Camera later: the camera icon in the address bar",
			Choices: []string{"Chromium, guarded", "Chromium", "Firefox"}, Label: "Open with",
		},
		Cleaned: "Link cleaned: removed authuser, utm_source; unwrapped from Outlook SafeLinks",
		Buttons: []consent.Button{dontJoin, join},
	}},
	{"jitsi", consent.Page{
		Badge: "J", Title: "Join this Jitsi meeting?",
		Host: "meet.jit.si", HostStrong: "jit.si", Meeting: "WeeklySync", Opener: "Opened by Chromium",
		Camera: &consent.Row{
			Title: "Camera", Icon: consent.CameraOff, Label: "Camera on when joining",
			Now: "Logitech C920.", NowStrong: "OBS Studio uses it now.",
			Assurance: "Starts off. The link asks Jitsi not to open it.", Tone: consent.Neutral,
			Why: "The link carries config.startWithVideoMuted=true, which Jitsi documents. Checked November 2026.",
		},
		Microphone: &consent.Row{
			Title: "Microphone", Icon: consent.MicOff, Label: "Microphone on when joining",
			Now:       "Built-in Audio, muted by the system",
			Assurance: "Muted now at the system. Unmute in the tray.", Tone: consent.Neutral,
			Why: "The sound server says that the default source is muted.",
		},
		Open: &consent.OpenRow{
			Title: "Open with", Note: "Camera later: the meeting’s own button",
			Choices: []string{"Firefox", "Chromium, guarded", "Jitsi Meet"}, Label: "Open with",
		},
		Buttons: []consent.Button{dontJoin, join},
	}},
	{"zoom", consent.Page{
		Badge: "Z", Title: "Join this Zoom meeting?",
		Host: "zoom.us", HostStrong: "zoom.us", Meeting: "812 3456 7890", Opener: "Opened by an unknown program",
		Camera: &consent.Row{
			Title: "Camera", Icon: consent.CameraOff, Label: "Camera on when joining", Locked: true,
			Now:       "Cannot tell what it does: /proc is hidden here",
			Assurance: "⚠ Nobody vouches for it. Zoom may turn it on when you join.", Tone: consent.Warn,
			Why:  "Zoom’s link has no switch for the camera, and its own setting could not be read.",
			Note: "Off is set by your organisation.",
		},
		Microphone: &consent.Row{
			Title: "Microphone", Icon: consent.MicOff, Label: "Microphone on when joining",
			Now:       "Built-in Audio, not muted",
			Assurance: "⚠ Zoom decides.", Tone: consent.Warn,
			Why: "Zoom’s link has no switch for the microphone. It can be muted at the system in the tray.",
		},
		Open: &consent.OpenRow{
			Title: "Open with", Note: "Nothing here can be guarded: no browser is installed",
			Choices: []string{"Zoom"}, Label: "Open with",
		},
		Banner: "This page has sent 312 more links. They were refused.", BannerTone: consent.Warn,
		Buttons: []consent.Button{dontJoin, {ID: "yes", Label: "Join anyway", Suggested: true, Armed: true}},
	}},
	{"refused", consent.Page{
		Badge: "!", Tone: consent.Bad, Title: "This link is not what it seems", Opener: "Opened by Chromium",
		Text: []consent.Paragraph{
			{Text: "It looks like Zoom, but the part that counts is"},
			{Text: "zoom.us.evil.example", Strong: true, Tone: consent.Bad},
			{Text: "Vestibule opens meetings only at addresses it knows. Nothing was opened."},
		},
		Buttons: []consent.Button{copying, closing},
	}},
	{"paused", consent.Page{
		Badge: "V", Title: "Vestibule is paused", Opener: "Opened by Thunderbird",
		Text: []consent.Paragraph{
			{Text: "A link to a Webex meeting came while Vestibule is paused until 14:30. Nothing was opened."},
			{Text: "acme.webex.com", Strong: true},
		},
		Buttons: []consent.Button{{ID: "resume", Label: "Resume and ask"}, closing},
	}},
	{"failed", consent.Page{
		Badge: "G", Tone: consent.Bad, Title: "Nothing here can open this meeting",
		Host: "meet.goto.com", HostStrong: "goto.com", Opener: "Opened by Evolution",
		Text: []consent.Paragraph{
			{Text: "Neither the GoTo program nor a browser is installed. On this machine, this installs one:"},
			{Text: "sudo apt install firefox-esr", Selectable: true, Strong: true},
			{Text: "Or copy the link and open it on another device."},
		},
		Buttons: []consent.Button{{ID: "retry", Label: "Retry"}, copying, closing},
	}},
	{"status", consent.Page{
		Badge: "V", Title: "Vestibule is ready", Opener: "Camera starts off, microphone muted",
		Text: []consent.Paragraph{
			{Text: "✓ Meeting links come here: zoommtg, msteams, webex, jitsi-meet", Tone: consent.Good},
			{Text: "⚠ zoomus opens Zoom directly", Tone: consent.Warn},
			{Text: "No tray was found on this desktop: everything it has is here."},
		},
		Actions: []consent.Button{
			{ID: "clipboard", Label: "Join the link on the clipboard"},
			{ID: "rejoin", Label: "Rejoin WeeklySync"},
			{ID: "camera", Label: "Camera starts off", Check: true, On: true},
			{ID: "microphone", Label: "Microphone starts muted", Check: true, On: true},
			{ID: "pause", Label: "Pause for an hour"},
			{ID: "config", Label: "Open the configuration"},
			{ID: "quit", Label: "Quit Vestibule"},
		},
		Buttons: []consent.Button{closing},
	}},
	{"long", consent.Page{
		Badge: "B", Title: "Join this BigBlueButton meeting at the Universitätsrechenzentrum?",
		Host:       "konferenz-03.videodienste.universitaetsrechenzentrum.hochschule-fuer-angewandte-wissenschaften.example.org",
		HostStrong: "example.org", Meeting: "fakultaetsrat-sitzung-im-wintersemester-2026-2027-oeffentlicher-teil",
		Opener: "Opened by Kontact Personal Information Manager, sandboxed (Flatpak)",
		Camera: &consent.Row{
			Title: "Camera", Icon: consent.CameraOn, Label: "Camera on when joining", On: true,
			Now: "Very Long Manufacturer Name Corporation UltraHD Conference Camera 4000 Professional (Third Edition).", NowStrong: "Cheese Webcam Booth and two other programs use it now.",
			Assurance: "It will be on as soon as you join: you turned it on here.", Tone: consent.Plain,
			Why: "The switch on this page is on, so nothing holds the camera back.",
		},
		Microphone: &consent.Row{
			Title: "Microphone", Icon: consent.MicOff, Label: "Microphone on when joining",
			Now:       "Family 17h/19h/1ah HD Audio Controller Digital Microphone Array, not muted, used by nobody",
			Assurance: "BigBlueButton asks how you want to join before you are heard.", Tone: consent.Neutral,
			Why: "It offers “Microphone” and “Listen only” each time. Checked November 2026.",
		},
		Open: &consent.OpenRow{
			Title: "Open with", Note: "Camera later: the meeting’s own button",
			Choices: []string{"Chromium Web Browser (Flathub, development snapshot), guarded", "Firefox"}, Label: "Open with",
		},
		Cleaned: "Link cleaned: removed fbclid, utm_campaign, utm_content, utm_medium, utm_source, utm_term; unwrapped from Proofpoint and Outlook SafeLinks",
		Buttons: []consent.Button{dontJoin, join},
	}},
}
