package appkit

import (
	"math"
	"strings"

	"vestibule/internal/consent"
	"vestibule/internal/consent/drawn"
)

// style is how a text looks.
type style int

const (
	body style = iota
	title
	heading // of a row
	small
	dim // small, and less prominent
	large
	code
	badge
	word // on a button
	link // on a button that looks like a link
	styles
)

// kind is what a part is made of.
type kind int

const (
	label kind = iota
	plate
	rule
	icon
	toggle // a row's switch
	why
	choice
	action
	check
	answer
)

// box is a frame in points from the top left.
type box struct{ x, y, w, h float64 }

// part is one thing on the panel.
type part struct {
	key   string // the same thing has the same key on the next drawing
	kind  kind
	frame box
	style style
	tone  consent.Tone
	text  string
	// Where in text, in bytes, what is drawn bold begins and ends.
	strong     [][2]int
	selectable bool
	// name and help are what assistive technology says; "" for what is on it.
	name, help string

	id        consent.ButtonID
	row       string
	on, dead  bool
	safe      bool
	suggested bool
	choices   []string
	chosen    int
	fill      fill
}

// fill is what a plate is there for.
type fill int

const (
	cardFill fill = iota
	badgeFill
	bannerFill
)

// Measures of the panel, in points.
const (
	panelWidth = 460
	margin     = 20
	gap        = 14
	cardPad    = 12
	iconSize   = 22
	badgeSize  = 40
)

// metrics tells how large things are on this system.
type metrics struct {
	// text measures a text of a style that is broken at width, with its
	// strong parts in bold.
	text func(s string, st style, strong [][2]int, width float64) (w, h float64)
	// control gives the natural size of a control with that text.
	control func(k kind, text string) (w, h float64)
}

// state is what the panel knows beside the page.
type state struct {
	ready  bool
	suffix string
	// open are the rows whose one more sentence is shown.
	open map[string]bool
	// widest keeps a button from becoming narrower while its page is shown.
	widest map[consent.ButtonID]float64
	rtl    bool
}

// drawing is a page laid out: what scrolls when there is more than fits, and
// the answers below it.
type drawing struct {
	column, answers             []part
	columnHeight, answersHeight float64
}

// layout lays a page out.
func layout(p consent.Page, s state, m metrics) drawing {
	c := &column{m: m, s: s, y: margin}
	c.head(p)
	c.paragraphs(p.Text)
	c.card(p)
	if p.Cleaned != "" {
		c.next(gap)
		c.label("cleaned", drawn.Line(p.Cleaned), dim, consent.Plain, margin, panelWidth-2*margin)
	}
	if p.Banner != "" {
		c.banner(p.Banner, p.BannerTone)
	}
	c.actions(p.Actions)
	d := drawing{column: c.parts, columnHeight: c.y + gap}
	d.answers, d.answersHeight = answers(p.Buttons, s, m)
	if s.rtl {
		mirror(d.column)
		mirror(d.answers)
	}
	return d
}

// mirror lays out from right to left what was laid out from left to right.
func mirror(parts []part) {
	for i := range parts {
		parts[i].frame.x = panelWidth - parts[i].frame.x - parts[i].frame.w
	}
}

// column grows downwards.
type column struct {
	m     metrics
	s     state
	y     float64
	parts []part
}

func (c *column) next(space float64) { c.y += space }

func (c *column) add(p part) { c.parts = append(c.parts, p) }

// label adds a text at x and moves below it.
func (c *column) label(key, text string, st style, tone consent.Tone, x, width float64) {
	c.put(part{key: key, text: text, style: st, tone: tone}, x, width)
}

func (c *column) put(p part, x, width float64) {
	if p.text == "" {
		return
	}
	_, h := c.m.text(p.text, p.style, p.strong, width)
	p.kind, p.frame = label, box{x, c.y, width, h}
	c.add(p)
	c.y += h
}

func (c *column) head(p consent.Page) {
	top, x := c.y, float64(margin)
	if p.Badge != "" {
		tone := p.Tone
		if tone == consent.Plain {
			tone = consent.Neutral
		}
		c.add(part{key: "badge.plate", kind: plate, fill: badgeFill, tone: tone, frame: box{x, top, badgeSize, badgeSize}})
		text := drawn.Line(p.Badge)
		_, h := c.m.text(text, badge, nil, badgeSize)
		c.add(part{key: "badge", kind: label, style: badge, tone: tone, text: text, frame: box{x, top + (badgeSize-h)/2, badgeSize, h}})
		x += badgeSize + 12
	}
	width := panelWidth - margin - x
	c.label("title", drawn.Line(p.Title), title, consent.Plain, x, width)
	host, strong := drawn.HostLine(p)
	if host != "" {
		c.next(3)
		c.put(part{key: "host", text: host, style: small, strong: strong}, x, width)
	}
	if p.Opener != "" {
		c.next(2)
		c.label("opener", drawn.Line(p.Opener), dim, consent.Plain, x, width)
	}
	c.y = math.Max(c.y, top+badgeSize)
}

func (c *column) paragraphs(text []consent.Paragraph) {
	for i, t := range text {
		c.next(8)
		if i == 0 {
			c.next(gap - 8)
		}
		p := part{key: keyOf("text", i), text: drawn.Paragraph(t.Text), style: body, tone: t.Tone, selectable: t.Selectable}
		switch {
		case t.Host.Text != "":
			p.text, p.strong = drawn.HostText(t.Host)
			p.style = large
		case t.Selectable:
			p.style = code
		}
		c.put(p, margin, panelWidth-2*margin)
	}
}

// card holds the device rows and the choice.
func (c *column) card(p consent.Page) {
	if p.Camera == nil && p.Microphone == nil && p.Open == nil {
		return
	}
	c.next(gap)
	at, top := len(c.parts), c.y
	c.add(part{key: "card", kind: plate, fill: cardFill})
	first := true
	between := func() {
		if !first {
			c.add(part{key: keyOf("rule", len(c.parts)), kind: rule, frame: box{margin + cardPad, c.y, panelWidth - 2*margin - 2*cardPad, 1}})
		}
		first = false
		c.next(cardPad)
	}
	if p.Camera != nil {
		between()
		c.device("camera", p.Camera)
	}
	if p.Microphone != nil {
		between()
		c.device("microphone", p.Microphone)
	}
	if p.Open != nil {
		between()
		c.open(p.Open)
	}
	c.parts[at].frame = box{margin, top, panelWidth - 2*margin, c.y - top}
}

const rowX = margin + cardPad + iconSize + 12 // where a row's texts begin

func (c *column) device(row string, r *consent.Row) {
	top := c.y
	c.add(part{key: row + ".icon", kind: icon, text: string(r.Icon), frame: box{margin + cardPad, top, iconSize, iconSize}})
	w, h := c.m.control(toggle, "")
	end := float64(panelWidth - margin - cardPad)
	said := strings.Join(strings.Fields(strings.Join([]string{r.Now, r.NowStrong, r.Assurance, r.Note}, " ")), " ")
	c.add(part{
		key: row + ".toggle", kind: toggle, row: row, on: r.On, dead: r.Locked, frame: box{end - w, top, w, h},
		name: drawn.Line(r.Label), help: drawn.Paragraph(said),
	})
	beside := end - w - 12 - rowX
	c.label(row+".title", drawn.Line(r.Title), heading, consent.Plain, rowX, beside)
	c.next(2)
	now, strong := drawn.Line(r.Now), drawn.Line(r.NowStrong)
	if now != "" && strong != "" {
		now += " "
	}
	c.put(part{key: row + ".now", text: now + strong, style: body, strong: [][2]int{{len(now), len(now) + len(strong)}}}, rowX, beside)
	c.y = math.Max(c.y, top+h)
	if r.Assurance != "" {
		c.next(3)
		c.assurance(row, r, end)
	}
	if r.Note != "" {
		c.next(3)
		c.label(row+".note", drawn.Line(r.Note), dim, consent.Plain, rowX, end-rowX)
	}
	c.next(cardPad)
}

// assurance is the sentence, with the button for one more at its end.
func (c *column) assurance(row string, r *consent.Row, end float64) {
	width, top := end-rowX, c.y
	var w, h float64
	if r.Why != "" {
		w, h = c.m.control(why, WhyWord)
		width -= w + 8
	}
	c.label(row+".assurance", drawn.Line(r.Assurance), body, r.Tone, rowX, width)
	if r.Why == "" {
		return
	}
	more := drawn.Paragraph(r.Why)
	c.add(part{
		key: row + ".why", kind: why, row: row, style: link, text: WhyWord, on: c.s.open[row],
		frame: box{end - w, top, w, h}, name: WhyWord + " " + drawn.Line(r.Title), help: more,
	})
	c.y = math.Max(c.y, top+h)
	if c.s.open[row] {
		c.next(4)
		c.label(row+".more", more, small, consent.Plain, rowX, end-rowX)
	}
}

func (c *column) open(r *consent.OpenRow) {
	top := c.y
	c.add(part{key: "open.icon", kind: icon, text: string(consent.WindowBox), frame: box{margin + cardPad, top, iconSize, iconSize}})
	end := float64(panelWidth - margin - cardPad)
	c.label("open.title", drawn.Line(r.Title), heading, consent.Plain, rowX, end-rowX)
	if len(r.Choices) > 0 {
		c.next(5)
		names := make([]string, len(r.Choices))
		for i, n := range r.Choices {
			names[i] = drawn.Line(n)
		}
		_, h := c.m.control(choice, names[0])
		c.add(part{
			key: "open.choice", kind: choice, choices: names, chosen: min(max(r.Chosen, 0), len(names)-1),
			frame: box{rowX, c.y, end - rowX, h}, name: drawn.Line(r.Label), help: drawn.Line(r.Note),
		})
		c.next(h)
	}
	if r.Note != "" {
		c.next(4)
		c.label("open.note", drawn.Line(r.Note), dim, consent.Plain, rowX, end-rowX)
	}
	c.next(cardPad)
}

func (c *column) banner(text string, tone consent.Tone) {
	c.next(gap)
	at, top := len(c.parts), c.y
	c.add(part{key: "banner.plate", kind: plate, fill: bannerFill, tone: tone})
	c.next(9)
	c.label("banner", drawn.Line(text), body, consent.Plain, margin+cardPad, panelWidth-2*margin-2*cardPad)
	c.next(9)
	c.parts[at].frame = box{margin, top, panelWidth - 2*margin, c.y - top}
}

func (c *column) actions(list []consent.Button) {
	for i, b := range list {
		c.next(6)
		if i == 0 {
			c.next(gap - 6)
		}
		p := buttonPart(b, c.s)
		p.kind = action
		if b.Check {
			p.kind = check
		}
		_, h := c.m.control(p.kind, p.text)
		p.frame = box{margin, c.y, panelWidth - 2*margin, h}
		c.add(p)
		c.next(h)
	}
}

func buttonPart(b consent.Button, s state) part {
	p := part{
		key: "button." + string(b.ID), id: b.ID, style: word, text: drawn.Line(b.Label), on: b.On,
		safe: b.Safe, suggested: b.Suggested, dead: b.Armed && !s.ready,
	}
	if p.dead && s.suffix != "" {
		p.name = p.text // the countdown is not its name
		p.text += " " + drawn.Line(s.suffix)
	}
	return p
}

// answers are at the end of the line in their order, or one below the other
// where they do not fit beside each other.
func answers(list []consent.Button, s state, m metrics) ([]part, float64) {
	if len(list) == 0 {
		return nil, 0
	}
	var parts []part
	total, height := 0.0, 0.0
	for _, b := range list {
		p := buttonPart(b, s)
		p.kind = answer
		w, h := m.control(answer, p.text)
		w = math.Max(w, s.widest[b.ID])
		if s.widest != nil {
			s.widest[b.ID] = w
		}
		p.frame = box{w: math.Min(w, panelWidth-2*margin), h: h}
		total += p.frame.w + 10
		height = math.Max(height, h)
		parts = append(parts, p)
	}
	total -= 10
	if total > panelWidth-2*margin {
		y := 0.0
		for i := range parts {
			parts[i].frame = box{margin, y, panelWidth - 2*margin, height}
			y += height + 8
		}
		return parts, y - 8 + margin
	}
	x := panelWidth - margin - total
	for i := range parts {
		parts[i].frame.x = x
		x += parts[i].frame.w + 10
	}
	return parts, height + margin
}
