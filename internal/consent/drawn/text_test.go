package drawn

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"vestibule/internal/consent"
	"vestibule/internal/shown"
	"vestibule/internal/shown/hostile"
)

func TestHostLine(t *testing.T) {
	for _, c := range []struct{ host, meeting, want string }{
		{"meet.jit.si", "WeeklySync", "meet.*jit.si* · WeeklySync"},
		{"zoom.us", "", "*zoom.us*"},
		{"zoom.us.zoom.us", "", "zoom.us.*zoom.us*"},
		{"zoom.us.evil.example", "81234567890", "zoom.us.*evil.example* · 81234567890"},
		{"xn--bcher-kva.example", "a", "*bücher.example* (*xn--bcher-kva.example*) · a"},
		{"", "a", "a"},
		{"", "", ""},
	} {
		line, strong := HostLine(consent.Page{Host: consent.Host(c.host), Meeting: c.meeting})
		for i := len(strong) - 1; i >= 0; i-- {
			from, to := strong[i][0], strong[i][1]
			line = line[:from] + "*" + line[from:to] + "*" + line[to:]
		}
		if line != c.want {
			t.Errorf("%+v: %q", c, line)
		}
	}
	// One that nobody cleaned is drawn without emphasis: it might stand
	// anywhere.
	if line, strong := HostLine(consent.Page{Host: consent.HostName{Text: "a\u202eb", Strong: "b"}}); line != "ab" || strong != nil {
		t.Errorf("%q, %v", line, strong)
	}
}

func TestHostileLines(t *testing.T) {
	for _, x := range hostile.Texts {
		for _, got := range []string{
			Line("Opened by " + shown.Outside(x.Text, 300) + " (Snap)"),
			"\u2068" + Line(x.Text) + "\u2069", // nobody cleaned it before
			"\u2068" + strings.ReplaceAll(Paragraph(x.Text), "\n", " ") + "\u2069",
		} {
			if fault := hostile.Fault(got, maxParagraph+4); fault != "" {
				t.Errorf("%s: %s: %.80q", x.Name, fault, got)
			}
		}
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
