//go:build linux && cgo

package gtk

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"vestibule/internal/consent"
)

// line is a line of the accessibility tree: role, name, states, description.
type line struct{ role, name, states, description string }

func tree(t *testing.T) (lines []line) {
	t.Helper()
	for l := range strings.SplitSeq(atspi(t, "tree"), "\n") {
		f := strings.Split(l, "\t")
		if len(f) == 4 {
			lines = append(lines, line{f[0], f[1], f[2], f[3]})
		}
	}
	return lines
}

func TestEveryControlHasNameAndRole(t *testing.T) {
	p := question()
	p.Camera.Check = &consent.Check{ID: "box", Label: "Mute this computer too"}
	p.Camera.Note = "Other programs can unmute too."
	show(t, p)
	got := tree(t)
	for _, want := range []line{
		{"dialog", "Vestibule", "", ""},
		{"heading", "Join this Jitsi meeting?", "", ""},
		{"label", "meet.jit.si · WeeklySync", "", ""},
		{"label", "Opened by Chromium", "", ""},
		{"label", "Logitech C920. OBS Studio uses it now.", "", ""},
		{"label", "Starts off. The link asks Jitsi not to open it.", "", ""},
		{"toggle button", "Why? Camera", "focusable", "Jitsi documents the switch."},
		{"toggle button", "Camera on when joining", "focusable", "Logitech C920. OBS Studio uses it now. Starts off. The link asks Jitsi not to open it."},
		{"toggle button", "Microphone on when joining", "", "Off is set by your organisation."},
		{"label", "Off is set by your organisation.", "", ""},
		{"check box", "Mute this computer too", "focusable", "Other programs can unmute too."},
		{"combo box", "What opens it", "", "Camera later: the meeting’s own button"},
		{"push button", "Don’t join", "focused", ""},
		{"push button", "Join", "", ""},
	} {
		if !slices.ContainsFunc(got, func(l line) bool {
			return l.role == want.role && l.name == want.name &&
				strings.Contains(l.states, want.states) && strings.Contains(l.description, want.description)
		}) {
			t.Errorf("no %+v", want)
		}
	}
	for _, l := range got {
		if strings.Contains(l.states, "focusable") && l.name == "" && l.role != "filler" {
			t.Errorf("a control without a name: %+v", l)
		}
	}
	if t.Failed() {
		for _, l := range got {
			t.Logf("%+v", l)
		}
	}
}

func TestDeadButtonsAreSaidToBe(t *testing.T) {
	number := show(t, question())
	for _, ready := range []bool{false, true} {
		window.Arm(number, ready, "in 1 s")
		i := slices.IndexFunc(tree(t), func(l line) bool { return l.name == "Join" })
		if i < 0 {
			t.Fatal("the name of Join changed with the countdown")
		}
		if got := strings.Contains(tree(t)[i].states, "sensitive"); got != ready {
			t.Errorf("ready %v: sensitive %v", ready, got)
		}
	}
}

func TestMarkupIsShownAsItIs(t *testing.T) {
	const bad = `<b>&amp;</b> <a href="x">_Zoom</a> %s & "`
	p := question()
	p.Title, p.Host, p.Meeting, p.Opener = bad+"1", consent.HostName{Text: bad + "2", Strong: bad}, bad+"3", bad+"4"
	p.Camera.Title, p.Camera.Now, p.Camera.NowStrong, p.Camera.Assurance, p.Camera.Note = bad+"5", bad+"6", bad+"7", bad+"8", bad+"9"
	p.Camera.Label, p.Open.Title, p.Open.Note = bad+"10", bad+"11", bad+"12"
	p.Cleaned, p.Banner = bad+"13", bad+"14"
	p.Text = []consent.Paragraph{{Text: bad + "15"}, {Text: bad + "16", Selectable: true}}
	p.Buttons = []consent.Button{{ID: "no", Label: bad + "17", Safe: true}}
	p.Actions = []consent.Button{{ID: "a", Label: bad + "18"}}
	p.Camera.Check = &consent.Check{ID: "b", Label: bad + "19"}
	show(t, p)
	atspi(t, "middle", "Vestibule")
	said := atspi(t, "tree")
	for i := 1; i <= 19; i++ {
		if !strings.Contains(said, bad+strconv.Itoa(i)) {
			t.Errorf("text %d is not shown as it is", i)
		}
	}
	if t.Failed() {
		t.Log(said, "\n", xdotool(t, "search", "--onlyvisible", "--name", "^Vestibule$", "getwindowgeometry"))
	}
}

func TestWhyOpensItsSentence(t *testing.T) {
	number := show(t, question())
	said := func() bool {
		return slices.ContainsFunc(tree(t), func(l line) bool { return l.role == "label" && l.name == "Jitsi documents the switch." })
	}
	if said() {
		t.Error("the sentence is there unasked")
	}
	// By keyboard alone: from the safe button round to it.
	for range 12 {
		if atspi(t, "focused") == "Why? Camera" {
			break
		}
		xdotool(t, "key", "Tab")
	}
	xdotool(t, "key", "space")
	if pressed := of(consent.Pressed, untilEscape(t, number)); len(pressed) > 0 {
		t.Errorf("pressed %+v", pressed)
	}
	if !said() {
		t.Error("the sentence did not open")
	}
	show(t, question())
	if said() {
		t.Error("the next page starts with the sentence open")
	}
}

// Whatever a page holds, its buttons are on the screen.
func TestButtonsStayOnTheScreen(t *testing.T) {
	p := question()
	for i := range 120 {
		p.Text = append(p.Text, consent.Paragraph{Text: fmt.Sprintf("line %d %s", i, strings.Repeat("word ", 30))})
	}
	p.Host = consent.HostName{Text: strings.Repeat("a", 3000) + ".example.org", Strong: "example.org"}
	p.Open.Choices = []string{strings.Repeat("Chromium ", 40), "Firefox"}
	show(t, p)
	for _, name := range []string{"Don’t join", "Join"} {
		at := strings.Fields(atspi(t, "middle", name))
		x, _ := strconv.Atoi(at[0])
		y, _ := strconv.Atoi(at[1])
		if x < 1 || y < 1 || x > 1279 || y > 980 {
			t.Errorf("%s is at %d, %d: %s", name, x, y,
				xdotool(t, "search", "--onlyvisible", "--name", "^Vestibule$", "getwindowgeometry"))
		}
	}
}

func TestAnyTextIsDrawn(t *testing.T) {
	for name, text := range map[string]string{
		"empty": "", "nul": "a\x00b", "invalid": "\xff\xfe", "megabyte": strings.Repeat("x", 1<<20),
		"no spaces": strings.Repeat("ｗ", 5000), "right to left": "פגישה", "percent": "%s%n%d", "newlines": strings.Repeat("\n", 300),
	} {
		t.Run(name, func(t *testing.T) {
			p := question()
			p.Badge, p.Title, p.Meeting, p.Opener, p.OpenerMore = text, text, text, text, text
			p.Host = consent.HostName{Text: text, Strong: text, ASCII: text, ASCIIStrong: text}
			p.OpenerIcon, p.OpenerTheme = consent.Icon(text), text
			p.Camera = &consent.Row{Title: text, Icon: consent.Icon(text), Now: text, NowStrong: text, Label: text, Assurance: text, Why: text, Note: text}
			p.Open = &consent.OpenRow{Title: text, Choices: []string{text}, Chosen: 7}
			p.Cleaned, p.Banner = text, text
			p.Text = []consent.Paragraph{{Text: text, Selectable: true}}
			number := show(t, p)
			window.Arm(number, false, text)
			untilEscape(t, number)
		})
	}
}

func TestClipboard(t *testing.T) {
	read := func() string {
		got := make(chan string)
		Clipboard(func(text string) { got <- text })
		return <-got
	}
	show(t, question())
	SetClipboard("https://meet.jit.si/WeeklySync")
	window.Hide()
	if got := read(); got != "https://meet.jit.si/WeeklySync" {
		t.Errorf("read %q", got)
	}
	SetClipboard("x" + strings.Repeat("é", 64<<10))
	if got := read(); len(got) > 64<<10 || len(got) < 64<<10-2 || !strings.HasSuffix(got, "é") {
		t.Errorf("read %d bytes", len(got))
	}
	SetClipboard("")
	if got := read(); got != "" {
		t.Errorf("read %q", got)
	}
}

// The C files compile without a warning; cgo would keep silent.
func TestCWithoutWarnings(t *testing.T) {
	include, err := exec.Command("pkg-config", "--cflags", "gtk+-3.0").Output()
	if err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".c") {
			continue
		}
		args := append(strings.Fields(string(include)), "-std=gnu11", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", f.Name())
		if out, err := exec.Command("gcc", args...).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", f.Name(), err, out)
		}
	}
}

// What is under the pointer when the countdown ends stays there.
func TestButtonsStayPutAsTheCountdownEnds(t *testing.T) {
	number := show(t, question())
	window.Arm(number, false, "in 1 s")
	before := atspi(t, "middle", "Don’t join")
	window.Arm(number, true, "")
	if after := atspi(t, "middle", "Don’t join"); after != before {
		t.Errorf("it was at %s and is at %s", before, after)
	}
}

// In a script that is written from the right all is mirrored, the arrows too.
func TestRightToLeft(t *testing.T) {
	place := func(name string) int {
		x, err := strconv.Atoi(strings.Fields(atspi(t, "middle", name))[0])
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	RightToLeft(true)
	t.Cleanup(func() { RightToLeft(false) })
	p := question()
	p.Title, p.Opener = "هل تريد الانضمام؟", "פתוח"
	number := show(t, p)
	window.Arm(number, true, "")
	middle := place("Vestibule")
	if place("Join") >= place("Don’t join") || place("Camera on when joining") >= middle || place("Join") >= middle {
		t.Errorf("Join is at %d, Don’t join at %d, the switch at %d, the middle at %d",
			place("Join"), place("Don’t join"), place("Camera on when joining"), middle)
	}
	xdotool(t, "key", "Left")
	if got := atspi(t, "focused"); got != "Join" {
		t.Errorf("the arrow to the left goes to %q", got)
	}
	xdotool(t, "key", "Return")
	if e, _ := await(t, number, consent.Pressed); e.Button != "yes" {
		t.Errorf("pressed %q", e.Button)
	}
}
