package consent

import (
	"regexp"
	"strings"
	"testing"

	"vestibule/internal/device"
	"vestibule/internal/meeting"
	"vestibule/internal/words"
)

// A page of each kind, in Japanese, has no English word but names: every text
// comes out of the catalogue.
func TestPagesAreWhollyTranslated(t *testing.T) {
	defer words.Speak("")
	words.Speak("ja")
	busy := zoomQuestion()
	busy.Removed, busy.Unwrapped, busy.Upgraded, busy.CarriedAddress = []string{"utm", "fbclid"}, []string{"teams-launcher", "slack"}, true, true
	busy.Asked, busy.Waiting, busy.RefusedMeanwhile, busy.WantsBlocked, busy.CameraLocked = 3, 2, 312, true, true
	busy.Devices.Cameras[0].State, busy.Devices.Cameras[0].Users = device.InUse, []device.Program{{Name: "Firefox"}, {Name: "OBS"}}
	busy.Camera = meeting.Claim{Why: "No link parameter of Zoom for the camera is documented.", Source: "looked for in November 2026, none found", Checked: "2026-11-24"}
	barred := guardedQuestion()
	barred.Ways, barred.Chosen, barred.Camera = barred.Ways[:1], 0, meeting.Claim{Assurance: meeting.Preview}
	barred.Barred = []BarredGuard{{"Chromium", "the disk that holds its guarded profile is full"}}
	guarded := guardedQuestion()
	guarded.Camera.Why, guarded.Camera.Source = "", ""
	told := Told{Service: "Zoom", Host: "zoom.us.evil.example", Reason: words.Make("The link holds a control character."), Asker: Asker{Name: "Chromium"}}
	alike := told
	alike.LooksLike = true
	names := regexp.MustCompile(`Zoom|Google Meet|Chromium|Thunderbird|Firefox|OBS|Vestibule|Slack|Teams|Logitech|Built-in Audio|Enter|https?|utm|fbclid|` +
		`[a-z0-9.]+\.(us|com|example)|abc-defg-hij|/usr/bin/vestibule|apt install chromium|Debian|Web`)
	english := regexp.MustCompile(`[A-Za-z]{2,}`)
	for name, p := range map[string]Page{
		"busy": AskPage(busy), "guarded": AskPage(guarded), "barred": AskPage(barred),
		"refused": RefusedPage(told), "look-alike": RefusedPage(alike), "no meeting": NotMeetingPage(told),
		"unknown host": UnknownHostPage(told), "closed": ClosedPage(told), "paused": PausedPage("", told),
		"pass": PassPage(told, ""), "practised": PracticePage(Yes),
		"failed": FailedPage("Zoom", words.Make("starting {program}: {why}", "program", "Zoom", "why", "it is not installed"), words.Plain("choose another program to open the link"), true, true),
		"status": StatusPage(StatusFacts{Lines: []words.Text{words.Make("Vestibule is registered: {path}", "path", "/usr/bin/vestibule")}, TurnedAway: 2, Rejoin: "Zoom", AskAgain: "Zoom", Trouble: BrokenPolicy}),
	} {
		for line := range strings.SplitSeq(dump(p), "\n") {
			if len(line) < 12 || strings.HasPrefix(strings.TrimSpace(line), "icon ") { // no text
				continue
			}
			said := strings.NewReplacer("false, ", "", "true, ", "", " [safe]", "", " [armed]", "").Replace(line[12:])
			if left := english.FindString(names.ReplaceAllString(said, "")); left != "" {
				t.Errorf("%s: %q is left in English: %s", name, left, line)
			}
		}
	}
}

// Facts that are said in the person's language are facts of the catalogue.
func TestFactsAreTheCatalogues(t *testing.T) {
	year := regexp.MustCompile(`^20\d\d$`)
	words.Speak("ja")
	defer words.Speak("")
	for _, s := range meeting.Services() {
		if s.Closed != nil && !year.MatchString(s.Closed.Since) && words.Known(s.Closed.Since) == s.Closed.Since {
			t.Errorf("%s has closed %q, which nobody translates: facts.go", s.Name, s.Closed.Since)
		}
	}
}
