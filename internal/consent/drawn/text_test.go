package drawn

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"vestibule/internal/consent"
)

func TestHostLine(t *testing.T) {
	for _, c := range []struct{ host, strong, meeting, line, bold string }{
		{"meet.jit.si", "jit.si", "WeeklySync", "meet.jit.si · WeeklySync", "jit.si"},
		{"zoom.us", "zoom.us", "", "zoom.us", "zoom.us"},
		{"zoom.us.zoom.us", "zoom.us", "", "zoom.us.zoom.us", "zoom.us"},
		{"meet.jit.si", "", "a", "meet.jit.si · a", ""},
		{"meet.jit.si", "elsewhere", "a", "meet.jit.si · a", ""},
		{"", "", "a", "a", ""},
		{"", "", "", "", ""},
		{"פגישה.example", "example", "a", "\u2068פגישה.example\u2069 · a", "example"},
	} {
		line, from, to := HostLine(consent.Page{Host: c.host, HostStrong: c.strong, Meeting: c.meeting})
		if line != c.line || line[from:to] != c.bold {
			t.Errorf("%+v: %q, bold %q", c, line, line[from:to])
		}
	}
	// The last of two is the strong one.
	if _, from, _ := HostLine(consent.Page{Host: "zoom.us.zoom.us", HostStrong: "zoom.us"}); from != 8 {
		t.Errorf("bold from %d", from)
	}
}

func TestLineLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := string(rapid.SliceOfN(rapid.Byte(), 0, 200).Draw(t, "bytes"))
		got := Line(strings.Repeat(s, 60))
		if !utf8.ValidString(got) || strings.ContainsRune(got, 0) || len(got) > 3*maxLine+3 {
			t.Fatalf("%d bytes", len(got))
		}
		if n := rapid.IntRange(0, 300).Draw(t, "n"); len(Bounded(s, n)) > n {
			t.Fatal("longer than its bound")
		}
	})
}

// A page that was handed over is the view's own.
func TestCloneSharesNothing(t *testing.T) {
	p := consent.Page{
		Camera: &consent.Row{Title: "Camera"}, Microphone: &consent.Row{Title: "Microphone"},
		Open:    &consent.OpenRow{Choices: []string{"Firefox", "Chromium"}},
		Buttons: []consent.Button{{ID: "no", Label: "Don’t join"}},
	}
	p.Text = []consent.Paragraph{{Text: "a"}}
	p.Actions = []consent.Button{{ID: "a"}}
	p.Camera.Check = &consent.Check{}
	c := Clone(p)
	p.Camera.Check.On = true
	p.Camera.On, p.Microphone.On, p.Open.Choices[0], p.Text[0].Text = true, true, "x", "x"
	p.Buttons[0].Label, p.Actions[0].Label = "x", "x"
	if c.Camera.On || c.Camera.Check.On || c.Microphone.On || c.Open.Choices[0] == "x" || c.Text[0].Text == "x" || c.Buttons[0].Label == "x" || c.Actions[0].Label == "x" {
		t.Errorf("the clone changed: %+v", c)
	}
}
