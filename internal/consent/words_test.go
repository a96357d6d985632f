package consent

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vestibule/internal/device"
	"vestibule/internal/meeting"
	"vestibule/internal/words"
)

var update = flag.Bool("update", false, "write the golden texts anew")

// golden compares what a page says with testdata/NAME.txt.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s says something else (go test ./internal/consent -update writes it anew):\n%s", name, diff)
	}
}

// dump writes every text of a page, in the order a person reads it.
func dump(p Page) string {
	var b strings.Builder
	say := func(label, s string) {
		if s != "" {
			fmt.Fprintf(&b, "%-11s %s\n", label, strings.ReplaceAll(s, "\n", "\n            "))
		}
	}
	say("badge", p.Badge)
	say("title", p.Title)
	say("host", p.Host.String())
	say("strong", p.Host.Strong)
	say("meeting", p.Meeting)
	say("opener", p.Opener)
	say("  icon", strings.TrimSpace(string(p.OpenerIcon)+" "+p.OpenerTheme))
	say("  details", p.OpenerMore)
	for _, t := range p.Text {
		say("text", t.Text)
		say("host", t.Host.String())
		say("  strong", t.Host.Strong)
	}
	for _, r := range []*Row{p.Camera, p.Microphone} {
		if r == nil {
			continue
		}
		say("row", r.Title)
		say("  now", r.Now)
		say("  strong", r.NowStrong)
		say("  switch", fmt.Sprintf("%v, %q", r.On, r.Label))
		say("  assured", r.Assurance)
		say("  why", r.Why)
		if r.Check != nil {
			say("  check", fmt.Sprintf("%v, %q%s", r.Check.On, r.Check.Label, mark(r.Check.Locked, " [locked]")))
		}
		say("  note", r.Note)
	}
	if p.Open != nil {
		say("row", p.Open.Title)
		say("  choices", fmt.Sprintf("%q, %d", p.Open.Choices, p.Open.Chosen))
		say("  note", p.Open.Note)
	}
	say("cleaned", p.Cleaned)
	say("banner", p.Banner)
	for _, a := range p.Actions {
		say("action", a.Label)
	}
	for _, x := range p.Buttons {
		say("button", fmt.Sprintf("%s%s%s", x.Label, mark(x.Safe, " [safe]"), mark(x.Armed, " [armed]")))
	}
	return b.String()
}

func mark(on bool, s string) string {
	if on {
		return s
	}
	return ""
}

func zoomQuestion() Question {
	return Question{
		Service: "Zoom", Host: "us02web.zoom.us", Meeting: "812 3456 7890",
		Asker: Asker{Name: "Thunderbird"},
		Devices: &device.Snapshot{
			CamerasState: device.Idle,
			Cameras:      []device.Camera{{Name: "Logitech C920", State: device.Idle}},
			Microphone:   device.Microphone{Name: "Built-in Audio", State: device.Idle},
		},
		Ways:       []WayName{{Name: "Zoom"}, {Name: "Chromium", Web: true}},
		Camera:     meeting.Claim{Assurance: meeting.Unknown, Why: "Zoom has no documented switch for it in the link.", Source: "support.zoom.com", Checked: "2026-11-24"},
		Microphone: meeting.Claim{Assurance: meeting.Unknown},
	}
}

func TestQuestionWords(t *testing.T) {
	for name, change := range map[string]func(*Question){
		"ask":         func(*Question) {},
		"ask-looking": func(q *Question) { q.Devices, q.Ways = nil, nil },
		"ask-on":      func(q *Question) { q.Wish = meeting.Wish{Camera: true, Microphone: true} },
		"ask-mute":    func(q *Question) { q.SystemMute = true },
		"ask-mute-locked": func(q *Question) {
			q.SystemMute, q.SystemMuteLocked, q.MicrophoneLocked = true, true, true
		},
		"ask-mute-failed": func(q *Question) { q.SystemMute, q.MuteFailed = true, "no sound server is running" },
		"ask-mute-not-muted": func(q *Question) {
			q.SystemMute, q.SystemMuteLocked, q.Wish.Microphone = true, true, true
		},
		"ask-cleaned": func(q *Question) {
			q.Removed, q.Unwrapped, q.Upgraded = []string{"authuser", "utm_source"}, []string{"vestibule", "outlook-safelinks", "proofpoint-v2"}, true
			q.CarriedAddress = true
		},
		"ask-busy": func(q *Question) {
			q.Devices.Cameras[0].State, q.Devices.Cameras[0].Users = device.InUse, []device.Program{{Name: "OBS Studio"}}
			q.Devices.Microphone.State, q.Devices.Microphone.Muted = device.InUse, true
			q.Devices.Microphone.Users = []device.Program{{Name: "Firefox"}, {Name: "OBS Studio"}}
		},
		"ask-two-cameras": func(q *Question) {
			q.Devices.Cameras = append(q.Devices.Cameras, device.Camera{Name: "Elgato", State: device.InUse})
		},
		"ask-cannot-tell": func(q *Question) {
			q.Devices = &device.Snapshot{
				CamerasState: device.Unknown, CamerasWhy: "/proc is hidden here",
				Microphone: device.Microphone{State: device.Unknown, Why: "no sound server is running"},
			}
		},
		"ask-no-devices": func(q *Question) {
			q.Devices = &device.Snapshot{CamerasState: device.Absent, Microphone: device.Microphone{State: device.Absent}}
		},
		"ask-flood":          func(q *Question) { q.Asked, q.Waiting, q.RefusedMeanwhile = 3, 2, 312 },
		"ask-blocked-wanted": func(q *Question) { q.WantsBlocked = true },
		"ask-unguarded":      func(q *Question) { q.Unguarded = true },
		"ask-broken-config":  func(q *Question) { q.Trouble = BrokenFile },
		"ask-stale-config":   func(q *Question) { q.Trouble = StaleFile },
		"ask-broken-policy":  func(q *Question) { q.Trouble = BrokenPolicy },
		"ask-locked":         func(q *Question) { q.CameraLocked, q.MicrophoneLocked = true, true },
		"ask-locked-by": func(q *Question) {
			q.CameraLocked, q.MicrophoneLocked, q.LockedBy = true, true, LockedBy{"/etc/vestibule/policy.toml", "/etc/vestibule/policy.d/20-\u202emic.toml"}
		},
		"ask-loosened": func(q *Question) { q.Loosened = true },
		"ask-blocked-locked": func(q *Question) {
			q.WantsBlocked, q.BlockedBy, q.BlockedFile = true, ByOrganisation, "/etc/vestibule/policy.toml"
		},
		"ask-blocked-failsafe": func(q *Question) {
			q.WantsBlocked, q.BlockedBy, q.BlockedFile, q.Trouble = true, ByFailSafe, "/etc/vestibule/policy.toml", BrokenPolicy
		},
		"ask-nothing-installed": func(q *Question) { q.Ways = []WayName{} },
		"ask-sandboxed": func(q *Question) {
			q.Asker = Asker{Name: "Thunderbird", Sandbox: "flatpak", App: "org.mozilla.Thunderbird", Path: "/app/bin/thunderbird"}
		},
		"ask-held": func(q *Question) {
			q.HeldOff, q.LetIn = []Held{{Who: "Chromium", Until: "15:42", NotAsked: 3, LetIn: "let-in-1"}}, "let-in"
			q.NotAsked, q.AskAnyway = "Google Meet", ButtonAskAnyway
		},
		"ask-many-held": func(q *Question) {
			for range 5 {
				q.HeldOff = append(q.HeldOff, Held{Who: "Chromium", Until: "15:42", LetIn: "let-in-1"})
			}
		},
		"ask-portal":          func(q *Question) { q.Asker = Asker{Sandbox: "portal"} },
		"ask-umlaut":          func(q *Question) { q.Host = "meet.xn--bcher-kva.example" },
		"ask-unknown-program": func(q *Question) { q.Asker = Asker{} },
		"ask-practice":        func(q *Question) { *q = PracticeQuestion(*q) },
		// What a page is told from outside stays plain text.
		"ask-hostile": func(q *Question) {
			q.Asker = Asker{Name: "<b>Zoom\u202e\x1b[31m</b>"}
			q.Devices.Cameras[0].Name = "Cam\nera\u200b <i>"
			q.Ways[0].Name = "Zoom\u2066 &amp;"
			q.Removed = []string{"a\x07b", "c", "d", "e", "f", "g", "h", "i"}
		},
	} {
		t.Run(name, func(t *testing.T) {
			q := zoomQuestion()
			change(&q)
			golden(t, name, dump(AskPage(q)))
		})
	}
}

// guardedQuestion is one about Google Meet in a closed profile.
func guardedQuestion() Question {
	q := zoomQuestion()
	q.Service, q.Host, q.Meeting = "Google Meet", "meet.google.com", "abc-defg-hij"
	q.Ways = []WayName{
		{Name: "Chromium", Web: true, Camera: meeting.Preview},
		{Name: "Chromium", Web: true, Guard: "closed", Camera: meeting.Blocked, First: true},
	}
	q.Chosen = 1
	q.Camera = meeting.Claim{Assurance: meeting.Blocked, Why: "This window's camera setting blocks every site.", Source: "tried with Chromium 156", Checked: "2026-11-25"}
	q.CanRemember = true
	return q
}

// sandboxed makes of a question one about Zoom, which is started without a
// camera.
func sandboxed(q *Question) {
	*q = zoomQuestion()
	q.Ways = []WayName{
		{Name: "Zoom", Camera: meeting.Unknown},
		{Name: "Chromium", Web: true, Camera: meeting.Unknown},
		{Name: "Zoom", Guard: "sandbox", Camera: meeting.Blocked},
	}
	q.Chosen, q.CanRemember = 2, true
	q.Camera = meeting.Claim{Assurance: meeting.Blocked, Why: "It is started in folders in which there is no camera.", Source: "tried with bubblewrap 0.8", Checked: "2026-11-25"}
}

func TestGuardedWords(t *testing.T) {
	for name, change := range map[string]func(*Question){
		"guarded-first":    func(*Question) {},
		"guarded-known":    func(q *Question) { q.Ways[1].First = false },
		"guarded-remember": func(q *Question) { q.Ways[1].First, q.Remember = false, true },
		"guarded-sign-in": func(q *Question) {
			q.Service, q.Ways[1].SignIn = "Slack", true
		},
		"guarded-on": func(q *Question) {
			q.Wish.Camera, q.Ways[1].Guard = true, "open"
			q.Ways[0].Camera, q.Ways[1].Camera, q.Camera.Assurance = meeting.Preview, meeting.Preview, meeting.Preview
		},
		"guarded-locked": func(q *Question) {
			q.Ways, q.Chosen, q.GuardedBy, q.CanRemember = q.Ways[1:], 0, "/etc/vestibule/policy.toml", false
		},
		"guarded-asked-usual": func(q *Question) { q.Ways[0].Camera = meeting.Asked },
		"guarded-barred": func(q *Question) {
			q.Ways, q.Chosen, q.Camera = q.Ways[:1], 0, meeting.Claim{Assurance: meeting.Preview}
			q.Barred, q.CanRemember = []BarredGuard{{"Chromium", "its guarded window has a camera permission; close that window first"}}, false
		},
		"guarded-barred-wanted": func(q *Question) {
			q.Ways, q.Chosen, q.Camera, q.WantsBlocked = q.Ways[:1], 0, meeting.Claim{Assurance: meeting.Preview}, true
			q.Barred, q.CanRemember = []BarredGuard{{"Chromium", "the disk that holds its guarded profile is full"}}, false
		},
		"sandbox":         sandboxed,
		"sandbox-restart": func(q *Question) { sandboxed(q); q.Ways[2].Restart = true },
		"sandbox-closing": func(q *Question) { sandboxed(q); q.Ways[2].Restart, q.Closing = true, true },
		"sandbox-runs-outside": func(q *Question) {
			sandboxed(q)
			q.Ways[2].Restart, q.Chosen, q.Camera = true, 0, zoomQuestion().Camera
			q.Barred = []BarredGuard{{"Firefox", "another reason"}, {"Zoom", "it runs already, and can use the camera"}}
		},
		"sandbox-not-here": func(q *Question) {
			sandboxed(q)
			q.Ways, q.Chosen, q.Camera = q.Ways[:2], 0, zoomQuestion().Camera
			q.Barred = []BarredGuard{{"Zoom", "bwrap is not installed"}}
		},
		"sandbox-camera-again": func(q *Question) {
			sandboxed(q)
			q.Asker = Asker{You: "You asked to rejoin with the camera"}
			q.Ways, q.Chosen, q.Camera, q.Wish.Camera = q.Ways[:2], 0, zoomQuestion().Camera, true
			q.Ways[0].Restart = true
		},
		"already": func(q *Question) {
			*q = zoomQuestion()
			q.Ways, q.Already = q.Ways[:1], "Chromium"
		},
		"already-no-app": func(q *Question) {
			*q = zoomQuestion()
			q.Ways, q.Chosen, q.Already = []WayName{}, -1, "Chromium"
		},
	} {
		t.Run(name, func(t *testing.T) {
			q := guardedQuestion()
			change(&q)
			p := AskPage(q)
			golden(t, name, dump(p))
			said := dump(p)
			if strings.Contains(said, "cannot open") != (q.Camera.Assurance == meeting.Blocked && !q.Wish.Camera) {
				t.Errorf("says cannot: %s", said)
			}
			for _, b := range p.Buttons {
				if b.Safe && b.ID != ButtonNo {
					t.Errorf("the safe button is %q", b.Label)
				}
			}
		})
	}
}

// TestEveryWayInWords: for every guard, assurance and wish, what a choice and
// its row say.
func TestEveryWayInWords(t *testing.T) {
	var b strings.Builder
	for _, guard := range []string{"", "closed", "open", "sandbox"} {
		for _, a := range []meeting.Assurance{meeting.Blocked, meeting.Asked, meeting.Setting, meeting.Preview, meeting.Unknown} {
			for _, on := range []bool{false, true} {
				shut := guard == "closed" || guard == "sandbox"
				if a == meeting.Blocked && (!shut || on) || shut && (on || a != meeting.Blocked) || guard == "open" && !on {
					continue // the plan makes none of these
				}
				q := guardedQuestion()
				q.Wish.Camera = on
				q.Ways[1].Guard, q.Ways[1].Camera, q.Camera.Assurance = guard, a, a
				p := AskPage(q)
				fmt.Fprintf(&b, "guard=%-6s %-8s on=%-5v | %s | %s | %s\n", guard, a, on, p.Open.Choices[1], p.Camera.Assurance, p.Open.Note)
			}
		}
	}
	golden(t, "ways", b.String())
}

// TestAssuranceWords: every assurance, on and off, for both devices.
func TestAssuranceWords(t *testing.T) {
	var b strings.Builder
	for _, a := range []meeting.Assurance{meeting.Blocked, meeting.Asked, meeting.Setting, meeting.Preview, meeting.Unknown} {
		for _, on := range []bool{false, true} {
			c, ct := cameraSentence(a, on, "Jitsi Meet", "Chromium")
			m, mt := microphoneSentence(a, on, "Jitsi Meet", "Chromium")
			fmt.Fprintf(&b, "%-8s on=%-5v camera      %d %s\n%-8s on=%-5v microphone  %d %s\n", a, on, ct, c, a, on, mt, m)
			for _, s := range []string{c, m} {
				if a != meeting.Blocked && strings.Contains(strings.ToLower(s), "cannot") {
					t.Errorf("%s says cannot: %q", a, s)
				}
				if on && strings.Contains(s, "✓") {
					t.Errorf("%s vouches for a device that is to be on: %q", a, s)
				}
			}
		}
	}
	golden(t, "assurances", b.String())
}

func TestOtherPagesWords(t *testing.T) {
	told := Told{Service: "Zoom", Host: "zoom.us.evil.example", Reason: words.Plain("The link holds a control character."), Asker: Asker{Name: "Chromium"}}
	lookalike := told
	lookalike.LooksLike = true
	unknown := Told{Service: "Jitsi Meet", Host: "meet.example.org", Asker: Asker{Name: "Chromium"}, Lines: "[[host]]\nname = \"meet.example.org\"\nprovider = \"jitsi\""}
	facts := StatusFacts{
		Lines: []words.Text{words.Plain("zoommtg: Vestibule (before: Zoom)")}, TurnedAway: 2, Rejoin: "Zoom", AskAgain: "Webex",
		Actions: StatusActions{Quit: "quit"},
	}
	held := facts
	held.HeldOff, held.NotAsked = []Held{{Who: "Chromium", Until: "15:42", LetIn: "let-in-1"}, {Who: "A script", Until: "15:40", LetIn: "let-in-2"}}, "Zoom"
	broken := facts
	broken.Trouble = BrokenFile
	broken.Problems, broken.TrayHost, broken.Paused, broken.PausedUntil = []string{"c.toml:3:1: unknown key \"camra\"\n  camra = \"on\"\n  ^"}, true, true, "15:04"
	for name, p := range map[string]Page{
		"refused":         RefusedPage(told),
		"refused-alike":   RefusedPage(lookalike),
		"not-meeting":     NotMeetingPage(told),
		"unknown-host":    UnknownHostPage(unknown),
		"closed":          ClosedPage(Told{Service: "Skype", Reason: words.Plain("Microsoft closed Skype in May 2025.")}),
		"paused":          PausedPage("15:04", told),
		"pass":            PassPage(told, "Zoom"),
		"held":            HeldPage(told, "Chromium", "15:42"),
		"quiet":           QuietPage(told, "15:42"),
		"status-held":     StatusPage(held),
		"failed":          FailedPage("Zoom", words.Plain("starting Zoom: no such file or directory"), words.Plain("install Zoom"), true, true),
		"failed-no-retry": FailedPage("Zoom", words.Plain("nothing on this computer can open it"), words.Text{}, false, false),
		"practice-yes":    PracticePage(Yes),
		"practice-no":     PracticePage(No),
		"status":          StatusPage(facts),
		"status-broken":   StatusPage(broken),
		"status-muted":    StatusPage(StatusFacts{Mute: Mute{Holds: true, Sure: true}, Actions: StatusActions{Unmute: "unmute"}}),
		"status-unsure":   StatusPage(StatusFacts{Mute: Mute{Holds: true}, Actions: StatusActions{Unmute: "unmute"}}),
		"status-locked":   StatusPage(StatusFacts{CameraLocked: true, MicrophoneLocked: true}),
		"status-locked-by": StatusPage(StatusFacts{
			CameraLocked: true, LockedBy: LockedBy{Camera: "/etc/vestibule/policy.toml"},
			OtherLocks: []string{"join.assurance = blocked (/etc/vestibule/policy.toml)"},
		}),
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, dump(p)) })
	}
}

func TestCountdown(t *testing.T) {
	for ms, want := range map[int]string{1000: "in 1 s", 999: "in 1 s", 1: "in 1 s", 1001: "in 2 s", 10000: "in 10 s"} {
		if got := Countdown(at(ms).Sub(t0)); got != want {
			t.Errorf("%d ms: %q, want %q", ms, got, want)
		}
	}
}
