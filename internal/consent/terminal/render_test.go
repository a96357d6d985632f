package terminal

import (
	"slices"
	"strings"
	"testing"

	"vestibule/internal/consent"
	"vestibule/internal/shown"
	"vestibule/internal/shown/hostile"
)

// Whatever stands in a page: no line of it makes a terminal do anything.
func TestHostileRender(t *testing.T) {
	for _, x := range hostile.Texts {
		t.Run(x.Name, func(t *testing.T) {
			name := "Opened by " + shown.Outside(x.Text, 300) + " (Snap)"
			row := &consent.Row{Title: "Camera", Now: name, NowStrong: name, Assurance: name, Why: name, Note: name}
			p := consent.Page{
				Title: name, Host: consent.Host("zoom.us." + x.Text), Meeting: name, Opener: name, OpenerMore: name,
				Camera: row, Microphone: row, Open: &consent.OpenRow{Title: "Open with", Note: name, Choices: []string{name}},
				Cleaned: name, Banner: name,
				Text: []consent.Paragraph{{Text: name}, {Text: name + "\n" + name, Selectable: true}, {Host: consent.Host(x.Text)}},
			}
			for l := range strings.SplitSeq(Render(p, 40), "\n") {
				if fault := hostile.Fault(l, 40+2); fault != "" {
					t.Errorf("%s: %q", fault, l)
				}
			}
			// And texts that nobody cleaned before.
			raw := consent.Page{Title: x.Text, Opener: x.Text, Meeting: x.Text, Banner: x.Text, Text: []consent.Paragraph{{Text: x.Text}}}
			for l := range strings.SplitSeq(Render(raw, 40), "\n") {
				if fault := hostile.Fault("\u2068"+l+"\u2069", 40+4); fault != "" {
					t.Errorf("raw: %s: %q", fault, l)
				}
			}
		})
	}
}

func TestRenderSaysWhatCounts(t *testing.T) {
	got := Render(consent.Page{Title: "Join?", Host: consent.Host("zoom.us.evil.example"), Meeting: "123"}, 76)
	if want := "Join?\n  zoom.us.evil.example · 123\n  The part that counts is evil.example\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	got = Render(consent.Page{Text: []consent.Paragraph{{Host: consent.Host("xn--bcher-kva.example")}}}, 76)
	if want := "    bücher.example (xn--bcher-kva.example)\n"; !strings.HasSuffix(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  []string
	}{
		{"one two three", 8, []string{"one two", "three"}},
		{"abcdefghij", 4, []string{"abcd", "efgh", "ij"}},
		{"カメラはオフ", 8, []string{"カメラは", "オフ"}},
		{"カメラは。オフ", 8, []string{"カメラ", "は。オフ"}},
		{"a カメラ", 8, []string{"a カメラ"}},
		{"会", 1, []string{"会"}},
	} {
		if got := wrap(c.text, c.width); !slices.Equal(got, c.want) {
			t.Errorf("wrap(%q, %d): %q, want %q", c.text, c.width, got, c.want)
		}
	}
}
