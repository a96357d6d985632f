package appkit

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vestibule/internal/consent"
	"vestibule/internal/consent/drawn"
	"vestibule/internal/shown/hostile"
)

// drawn pages, with what they were drawn with.
type sample struct {
	page consent.Page
	s    state
	m    metrics
	d    drawing
}

func anyDrawing(t *rapid.T) sample {
	x := sample{page: pages().Draw(t, "page"), s: drawState(t)}
	x.m = plain(rapid.SampledFrom([]float64{0, 13, 14.5, 20, 26, 52}).Draw(t, "body"), rapid.SampledFrom([]float64{0, 320, 640, 1240}).Draw(t, "widest"))
	x.m.highest = rapid.SampledFrom([]float64{0, 200, 700}).Draw(t, "highest")
	x.d = layout(x.page, x.s, x.m)
	return x
}

// faults says what is wrong with where the parts are, for laws and for real
// measures alike.
func faults(d drawing) (list []string) {
	fault := func(format string, args ...any) { list = append(list, fmt.Sprintf(format, args...)) }
	keys := map[string]bool{}
	for _, list := range []struct {
		name   string
		parts  []part
		height float64
	}{{"column", d.column, d.columnHeight}, {"answers", d.answers, d.answersHeight}} {
		for i, p := range list.parts {
			f := p.frame
			if keys[p.key] {
				fault("%s: two have the key", p.key)
			}
			keys[p.key] = true
			if f.w <= 0 || f.h <= 0 || f.x < 0 || f.y < 0 || f.x+f.w > d.width+0.01 || f.y+f.h > list.height+0.01 {
				fault("%s: %+v is not inside %g × %g", p.key, f, d.width, list.height)
			}
			for _, q := range list.parts[:i] {
				g := q.frame
				apart := f.x >= g.x+g.w-0.01 || g.x >= f.x+f.w-0.01 || f.y >= g.y+g.h-0.01 || g.y >= f.y+f.h-0.01
				inside := f.x >= g.x-0.01 && f.y >= g.y-0.01 && f.x+f.w <= g.x+g.w+0.01 && f.y+f.h <= g.y+g.h+0.01
				if !apart && !(q.kind == plate && inside) {
					fault("%s %+v is over %s %+v", p.key, f, q.key, g)
				}
			}
		}
	}
	return list
}

func TestEverythingIsInsideAndApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if f := faults(anyDrawing(t).d); len(f) > 0 {
			t.Fatal(strings.Join(f, "\n"))
		}
	})
}

// A fault that is there is found: else the law above says nothing.
func TestFaultsAreFound(t *testing.T) {
	good := func() drawing { return layout(question(), state{}, plain(0, 0)) }
	if f := faults(good()); len(f) > 0 {
		t.Fatalf("%q", f)
	}
	for name, spoil := range map[string]func(d *drawing){
		"outside":  func(d *drawing) { d.column[3].frame.x = 400 },
		"over":     func(d *drawing) { d.column[3].frame.y = d.column[4].frame.y },
		"one key":  func(d *drawing) { d.column[3].key = d.column[4].key },
		"too low":  func(d *drawing) { d.answers[0].frame.y = 500 },
		"no room":  func(d *drawing) { d.column[3].frame.h = 0 },
		"too high": func(d *drawing) { d.columnHeight = 100 },
	} {
		d := good()
		if spoil(&d); len(faults(d)) == 0 {
			t.Errorf("%s: not found", name)
		}
	}
}

// A text has the room that it needs, so that none of it is cut off.
func TestTextsHaveTheirRoom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := anyDrawing(t)
		for _, p := range slices.Concat(x.d.column, x.d.answers) {
			need := 0.0
			switch p.kind {
			case label:
				_, need = x.m.text(p.text, p.style, p.strong, p.frame.w)
			case more, check, action, answer:
				_, need = x.m.control(p.kind, p.text, p.frame.w)
			default:
				continue
			}
			if p.frame.h < need {
				t.Fatalf("%s is %g high and needs %g", p.key, p.frame.h, need)
			}
		}
	})
}

// What is written from right to left has all in its mirror's place, and is
// otherwise the same.
func TestRightToLeftIsTheMirror(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := anyDrawing(t)
		s := x.s
		s.rtl, s.widest = true, map[consent.ButtonID]float64{}
		got := layout(x.page, s, x.m)
		want := slices.Concat(x.d.column, x.d.answers)
		for i, p := range slices.Concat(got.column, got.answers) {
			w := want[i].frame
			w.x = x.d.width - w.x - w.w
			if p.key != want[i].key || p.text != want[i].text || p.frame != w {
				t.Fatalf("%s is at %+v, want %+v", p.key, p.frame, w)
			}
		}
		if got.width != x.d.width || got.columnHeight != x.d.columnHeight || got.answersHeight != x.d.answersHeight || len(got.column) != len(x.d.column) {
			t.Fatal("the sizes differ")
		}
	})
}

// The focus goes down the page, and reads as it does.
func TestOrderIsThePages(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDrawing(t).d
		last := 0.0
		for _, p := range d.column {
			if p.kind == plate || p.kind == icon || p.kind == picture || p.key == "badge" {
				continue
			}
			// A control may stand beside what was said before it.
			if p.frame.y < last-0.01 && p.kind < toggle && !strings.HasSuffix(p.key, ".title") {
				t.Fatalf("%s at %g comes after what begins at %g", p.key, p.frame.y, last)
			}
			last = p.frame.y
		}
	})
	var keys []string
	d := layout(question(), state{}, plain(0, 0))
	for _, p := range slices.Concat(d.column, d.answers) {
		if p.kind >= toggle {
			keys = append(keys, p.key)
		}
	}
	want := []string{"opener.ask", "camera.toggle", "camera.why", "microphone.toggle", "microphone.check", "open.choice", "button.usual", "button.remember", "button.no", "button.yes"}
	if !slices.Equal(keys, want) {
		t.Errorf("the focus goes %q, want %q", keys, want)
	}
}

// The same things have the same keys whatever they say, whether they are live,
// and what is opened beside them: their objects stay, and with them the focus.
func TestKeysAreStable(t *testing.T) {
	p := question()
	key := func(p consent.Page, s state) map[string]kind {
		d := layout(p, s, plain(0, 0))
		keys := map[string]kind{}
		for _, p := range slices.Concat(d.column, d.answers) {
			keys[p.key] = p.kind
		}
		return keys
	}
	was := key(p, state{})
	p.Camera.Now, p.Camera.On, p.Camera.NowStrong, p.Title = "x", true, "", "y"
	p.Camera.Check = &consent.Check{ID: "c", Label: "d"}
	p.Microphone.Check = nil
	p.Text = []consent.Paragraph{{Text: "first"}}
	p.Buttons = append([]consent.Button{{ID: "copy", Label: "Copy link"}}, p.Buttons...)
	now := key(p, state{ready: true, open: map[string]bool{"camera": true, "opener": true}})
	for k, kind := range was {
		if k != "microphone.check" && now[k] != kind {
			t.Errorf("%s was of kind %d, is of kind %d", k, kind, now[k])
		}
	}
}

// said are the texts that a drawing shows.
func said(d drawing) string {
	var b strings.Builder
	for _, p := range slices.Concat(d.column, d.answers) {
		b.WriteString(p.text + "\n" + strings.Join(p.choices, "\n") + "\n")
	}
	return b.String()
}

// All that a page holds is on the panel.
func TestNothingIsLeftOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := anyDrawing(t)
		for _, row := range []string{"camera", "microphone", "opener"} {
			x.s.open[row] = true
		}
		p := x.page
		shown := said(layout(p, x.s, x.m))
		want := func(what, text string) {
			if !strings.Contains(shown, text) {
				t.Fatalf("%s is not shown: %q in\n%s", what, text, shown)
			}
		}
		host, _ := drawn.HostLine(p)
		for what, text := range map[string]string{
			"the title": p.Title, "what was cleaned": p.Cleaned, "the banner": p.Banner, "the opener": p.Opener,
		} {
			want(what, drawn.Line(text))
		}
		want("the host", host)
		if p.Opener != "" && drawn.Paragraph(p.OpenerMore) != "" {
			want("the opener's details", drawn.Paragraph(p.OpenerMore))
			want("their button", drawn.Line(p.OpenerAsk))
		}
		for _, r := range []*consent.Row{p.Camera, p.Microphone} {
			if r == nil {
				continue
			}
			for _, text := range []string{r.Title, r.Now, r.NowStrong, r.Assurance, r.Note} {
				want("a text of a row", drawn.Line(text))
			}
			want("the reason", drawn.Paragraph(r.Why))
			if r.Check != nil {
				want("a check box", drawn.Line(r.Check.Label))
			}
		}
		for _, para := range p.Text {
			if para.Host == (consent.HostName{}) {
				want("a paragraph", drawn.Paragraph(para.Text))
			} else {
				text, _ := drawn.HostText(para.Host)
				want("a host", text)
			}
		}
		for _, b := range slices.Concat(p.Actions, p.Buttons) {
			want("a button", drawn.Line(b.Label))
		}
		if p.Open != nil {
			for _, c := range p.Open.Choices {
				want("a choice", drawn.Line(c))
			}
			want("the choice's note", drawn.Line(p.Open.Note))
		}
	})
}

// Whatever comes in, what is handed to the toolkit is sound.
func TestHostilePages(t *testing.T) {
	for _, x := range hostile.Texts {
		p := question()
		p.Badge, p.Title, p.Meeting, p.Opener, p.Cleaned, p.Banner = x.Text, x.Text, x.Text, x.Text, x.Text, x.Text
		p.Host = consent.Host(x.Text)
		p.Camera.Now, p.Camera.Assurance, p.Camera.Check = x.Text, x.Text, &consent.Check{Label: x.Text}
		p.Open.Choices = []string{x.Text}
		p.Buttons[1].Label = x.Text
		d := layout(p, state{suffix: x.Text}, plain(0, 0))
		for _, p := range slices.Concat(d.column, d.answers) {
			for _, text := range append(p.choices, p.text, p.name, p.help) {
				// A sentence of ours has its isolates from package words; one in a
				// test stands in the panel as it would in another's.
				if fault := hostile.Fault("\u2068"+text+"\u2069", 1200); fault != "" {
					t.Errorf("%s: %s: %s: %.60q", x.Name, p.key, fault, text)
				}
			}
		}
		if f := faults(d); len(f) > 0 {
			t.Errorf("%s: %q", x.Name, f)
		}
	}
}

// The bold of a host is its end that counts.
func TestTheHostsEndIsBold(t *testing.T) {
	p := question()
	p.Host = consent.Host("zoom.us.xn--bcher-kva.example")
	p.Text = []consent.Paragraph{{Host: p.Host}}
	for _, part := range layout(p, state{}, plain(0, 0)).column {
		if part.key != "host" && part.key != "text.0" {
			continue
		}
		var bold []string
		for _, s := range part.strong {
			bold = append(bold, part.text[s[0]:s[1]])
		}
		if want := []string{"bücher.example", "xn--bcher-kva.example"}; !slices.Equal(bold, want) {
			t.Errorf("%s: %q is bold in %q", part.key, bold, part.text)
		}
	}
}

// What is under the pointer when the countdown ends stays there, and the name
// of a button stays: a screen reader does not read every second.
func TestTheCountdownMovesNothing(t *testing.T) {
	s := state{widest: map[consent.ButtonID]float64{}, suffix: "in 10 s"}
	dead := layout(question(), s, plain(0, 0)).answers
	s.ready, s.suffix = true, ""
	live := layout(question(), s, plain(0, 0)).answers
	for i := range dead {
		if dead[i].frame != live[i].frame || dead[i].name != live[i].name {
			t.Errorf("%+v became %+v", dead[i], live[i])
		}
	}
	if !dead[1].dead || live[1].dead || dead[1].text != "Join in 10 s" || live[1].text != "Join" || dead[1].name != "Join" || dead[1].help != "Join in 10 s" {
		t.Errorf("%+v became %+v", dead[1], live[1])
	}
}

// Where the page goes on below the answers' edge, a line says so, and moves
// nothing beside them.
func TestALineIsAboveAnswersThatStandStill(t *testing.T) {
	m := plain(0, 0)
	whole := layout(question(), state{}, m)
	m.highest = whole.columnHeight + whole.answersHeight
	if d := layout(question(), state{}, m); len(d.answers) != len(whole.answers) {
		t.Error("a line where everything fits")
	}
	m.highest--
	d := layout(question(), state{}, m)
	if d.answers[0].kind != rule || d.answers[0].frame.w != d.width || len(d.answers) != len(whole.answers)+1 {
		t.Fatalf("no line: %+v", d.answers[0])
	}
	for i, p := range d.answers[1:] {
		if was := whole.answers[i].frame; p.frame.x != was.x || p.frame.y <= was.y {
			t.Errorf("%s went from %+v to %+v", p.key, was, p.frame)
		}
	}
}

// A name that a menu cuts off stands below it: its end is what assures.
func TestALongChoiceIsSaidWhole(t *testing.T) {
	p := question()
	whole := func() bool {
		return strings.Contains(said(layout(p, state{}, plain(0, 0))), p.Open.Choices[0]+"\n\nCamera later")
	}
	p.Open.Choices = []string{strings.Repeat("Browser ", 10) + "· camera blocked"}
	if !whole() {
		t.Error("its end is not said")
	}
	if p.Open.Choices = []string{"Firefox"}; whole() {
		t.Error("a short one is said twice")
	}
}

func TestBadgeIsOneLetter(t *testing.T) {
	for text, want := range map[string]string{
		"Z": "Z", "Zoom": "Z", "!": "!", "": "", "\u2068ז": "ז", "E\u0301a": "E\u0301", "😀😀": "😀", "\x00\u202e": "", "﷽": "﷽",
	} {
		if got := letter(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
	wide := plain(0, 0)
	text := wide.text
	wide.text = func(s string, st style, strong [][2]int, width float64) (float64, float64) {
		w, h := text(s, st, strong, width)
		if s == "﷽" {
			w = 200
		}
		return w, h
	}
	p := question()
	p.Badge = "﷽"
	if i := slices.IndexFunc(layout(p, state{}, wide).column, func(p part) bool { return p.text == "﷽" }); i >= 0 {
		t.Error("a letter as wide as a sentence is in the badge")
	}
}

func TestPictureFile(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "firefox": "", "/Applications/Firefox.app": "/Applications/Firefox.app", "/Applications/../Applications/Mail.app/": "",
		"/usr/share/pixmaps/x.png": "/usr/share/pixmaps/x.png", "/etc/passwd": "", "Firefox.app": "", "/a\u202egnp.app": "",
		"/" + strings.Repeat("a", 2000) + ".app": "", "/a/\x00.app": "", "/a/../b.app": "/b.app",
	} {
		if got := pictureFile(in); got != want {
			t.Errorf("%.40q: %q, want %q", in, got, want)
		}
	}
}
