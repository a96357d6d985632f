package appkit

import (
	"math"
	"strings"
	"unicode/utf8"

	"pgregory.net/rapid"

	"vestibule/internal/consent"
	"vestibule/internal/shown/hostile"
)

// question is a page with something of everything.
func question() consent.Page {
	return consent.Page{
		Badge: "J", Title: "Join this Jitsi meeting?", Host: consent.Host("meet.jit.si"), Meeting: "WeeklySync", Opener: "Opened by Chromium",
		OpenerIcon: consent.SomeProgram, OpenerMore: "Program: /usr/lib/chromium/chromium", OpenerAsk: "Details",
		Camera: &consent.Row{
			Title: "Camera", Icon: consent.CameraOff, Now: "Logitech C920.", NowStrong: "OBS Studio uses it now.", Label: "Camera on when joining",
			Assurance: "Starts off. The link asks Jitsi not to open it.", Tone: consent.Neutral, Why: "Jitsi documents the switch.", Ask: "Why?", AskName: "Why? Camera",
		},
		Microphone: &consent.Row{
			Title: "Microphone", Icon: consent.MicOff, Now: "Built-in Audio, not muted", Label: "Microphone on when joining",
			Assurance: "⚠ Nobody vouches for it.", Tone: consent.Warn, Locked: true, Note: "Off is set by your organisation.",
			Check: &consent.Check{ID: "mute", Label: "Mute this computer too"},
		},
		Open:    &consent.OpenRow{Title: "Open with", Note: "Camera later: the meeting’s own button", Choices: []string{"Firefox", "Chromium"}, Label: "What opens it"},
		Cleaned: "Link cleaned: removed utm_source",
		Banner:  "Asked for 3 times.", BannerTone: consent.Warn,
		Actions: []consent.Button{{ID: "usual", Label: "Open in the usual browser"}, {ID: "remember", Label: "Use this from now on", Check: true}},
		Buttons: []consent.Button{{ID: "no", Label: "Don’t join", Safe: true}, {ID: "yes", Label: "Join", Suggested: true, Armed: true}},
	}
}

// plain are metrics of a made-up system: all letters of a size are as wide.
func plain(body, widest float64) metrics {
	size := math.Max(body, usualText) / usualText
	lineHeight := func(st style) float64 {
		return math.Ceil(size * map[style]float64{title: 20, large: 21, badge: 25, small: 15, dim: 15, link: 15}[st])
	}
	m := metrics{body: body, widest: widest}
	m.text = func(s string, st style, _ [][2]int, width float64) (w, h float64) {
		line := lineHeight(st)
		if line == 0 {
			line = math.Ceil(17 * size)
		}
		letter := line * 0.45
		most := max(1, int(width/letter))
		lines, longest := 0, 0
		for l := range strings.SplitSeq(s, "\n") {
			n := utf8.RuneCountInString(l)
			lines += max(1, (n+most-1)/most)
			longest = max(longest, min(n, most))
		}
		return math.Min(math.Ceil(float64(longest)*letter), width), float64(lines) * line
	}
	m.control = func(k kind, text string, width float64) (w, h float64) {
		if k == toggle {
			return 38, 22
		}
		natural, high := m.text(text, word, nil, 1e6)
		if natural += 24; natural > width && k != choice {
			natural, high = m.text(text, word, nil, math.Max(width-24, 1))
			natural = width
		}
		return natural, high + 10
	}
	return m
}

// texts are what a page's texts may be.
func texts() *rapid.Generator[string] {
	all := []string{"", "Camera", "Starts off: the link asks Zoom not to open it.", "הצטרפות לפגישה", strings.Repeat("Datenschutzgrundverordnung", 9), "a\nb"}
	for _, x := range hostile.Texts {
		all = append(all, x.Text)
	}
	return rapid.OneOf(rapid.SampledFrom(all), rapid.String(), rapid.Custom(func(t *rapid.T) string {
		return string(rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(t, "bytes"))
	}))
}

func drawRow(t *rapid.T) *consent.Row {
	if rapid.Bool().Draw(t, "no row") {
		return nil
	}
	text := func(name string) string { return texts().Draw(t, name) }
	r := &consent.Row{
		Title: text("title"), Icon: consent.Icon(text("icon")), Now: text("now"), NowStrong: text("strong"), On: rapid.Bool().Draw(t, "on"),
		Locked: rapid.Bool().Draw(t, "locked"), Label: text("label"), Assurance: text("assurance"), Tone: tones().Draw(t, "tone"),
		Why: text("why"), Ask: text("ask"), AskName: text("ask name"), Note: text("note"),
	}
	if rapid.Bool().Draw(t, "check") {
		r.Check = &consent.Check{ID: "check", Label: text("check label"), On: rapid.Bool().Draw(t, "checked")}
	}
	return r
}

func tones() *rapid.Generator[consent.Tone] {
	return rapid.Custom(func(t *rapid.T) consent.Tone { return consent.Tone(rapid.IntRange(-1, 6).Draw(t, "tone")) })
}

func drawButtons(t *rapid.T, name string) []consent.Button {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) consent.Button {
		return consent.Button{
			ID: consent.ButtonID(rapid.SampledFrom([]string{"no", "yes", "copy", ""}).Draw(t, "id")), Label: texts().Draw(t, "label"),
			Safe: rapid.Bool().Draw(t, "safe"), Armed: rapid.Bool().Draw(t, "armed"), Check: rapid.Bool().Draw(t, "check"),
		}
	}), 0, 4).Draw(t, name)
}

// pages are any that there can be.
func pages() *rapid.Generator[consent.Page] {
	return rapid.Custom(func(t *rapid.T) consent.Page {
		text := func(name string) string { return texts().Draw(t, name) }
		host := func() consent.HostName {
			if rapid.Bool().Draw(t, "real host") {
				return consent.Host(text("host"))
			}
			return consent.HostName{Text: text("host text"), Strong: text("host strong"), ASCII: text("ascii"), ASCIIStrong: text("ascii strong")}
		}
		p := consent.Page{
			Badge: text("badge"), Tone: tones().Draw(t, "tone"), Title: text("title"), Host: host(), Meeting: text("meeting"),
			Opener: text("opener"), OpenerMore: text("more"), OpenerAsk: text("ask"), OpenerIcon: consent.Icon(text("icon")),
			Camera: drawRow(t), Microphone: drawRow(t), Cleaned: text("cleaned"), Banner: text("banner"), BannerTone: tones().Draw(t, "banner tone"),
			Actions: drawButtons(t, "actions"), Buttons: drawButtons(t, "buttons"),
		}
		if rapid.Bool().Draw(t, "open") {
			p.Open = &consent.OpenRow{Title: text("open"), Note: text("note"), Label: text("label"), Chosen: rapid.IntRange(-2, 5).Draw(t, "chosen"), Choices: rapid.SliceOfN(texts(), 0, 4).Draw(t, "choices")}
		}
		for range rapid.IntRange(0, 4).Draw(t, "paragraphs") {
			para := consent.Paragraph{Text: text("text"), Tone: tones().Draw(t, "tone"), Selectable: rapid.Bool().Draw(t, "selectable")}
			if rapid.Bool().Draw(t, "a host") {
				para.Host = host()
			}
			p.Text = append(p.Text, para)
		}
		return p
	})
}

// states are what the panel knows beside the page.
func drawState(t *rapid.T) state {
	return state{
		ready: rapid.Bool().Draw(t, "ready"), suffix: texts().Draw(t, "suffix"), pictured: rapid.Bool().Draw(t, "pictured"),
		open: map[string]bool{
			"camera": rapid.Bool().Draw(t, "camera open"), "microphone": rapid.Bool().Draw(t, "microphone open"), "opener": rapid.Bool().Draw(t, "opener open"),
		},
		widest: map[consent.ButtonID]float64{},
	}
}
