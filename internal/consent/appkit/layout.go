package appkit

import (
	"math"

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
	picture // another program's icon
	toggle  // a row's switch; this and what follows takes the focus
	more    // opens one more sentence
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

// Measures of the panel, in points where text has its usual size; they grow
// with it.
const (
	usualText  = 13
	usualWidth = 460
	margin     = 20
	gap        = 14
	cardPad    = 12
	iconSize   = 22
	badgeSize  = 40
)

// metrics tells how large things are on this system.
type metrics struct {
	// body is the size of the text that the person reads in, in points; 0 is
	// the usual one.
	body float64
	// widest and highest are how large the panel may be; 0 is as large as it
	// likes. Text is never left out to keep them.
	widest, highest float64
	// text measures a text of a style that is broken at width, with its
	// strong parts in bold. The widths it gives are never above that.
	text func(s string, st style, strong [][2]int, width float64) (w, h float64)
	// control gives the natural size of a control with that text. Where that
	// is wider than width the text is broken, and the control is of that width.
	control func(k kind, text string, width float64) (w, h float64)
}

// state is what the panel knows beside the page.
type state struct {
	ready  bool
	suffix string
	// open are the rows whose one more sentence is shown, by their names, and
	// "opener".
	open map[string]bool
	// widest keeps a button from becoming narrower while its page is shown.
	widest map[consent.ButtonID]float64
	rtl    bool
	// pictured says that the opener has a picture of its own.
	pictured bool
}

// drawing is a page laid out: what scrolls when there is more than fits, and
// the answers below it.
type drawing struct {
	width                       float64
	column, answers             []part
	columnHeight, answersHeight float64
}

// layout lays a page out.
func layout(p consent.Page, s state, m metrics) drawing {
	c := &column{m: m, s: s, grown: math.Max(m.body/usualText, 1)}
	if most := math.Max(m.widest/usualWidth, 0.5); m.widest > 0 && c.grown > most {
		c.grown = most // large text on a small screen has more lines, not more air
	}
	c.width = c.pt(usualWidth)
	c.left, c.right = c.pt(margin), c.width-c.pt(margin)
	c.y = c.pt(margin)
	c.head(p)
	c.paragraphs(p.Text)
	c.card(p)
	if p.Cleaned != "" {
		c.space(gap)
		c.label("cleaned", drawn.Line(p.Cleaned), dim, consent.Plain, c.left, c.right-c.left)
	}
	if p.Banner != "" {
		c.banner(p.Banner, p.BannerTone)
	}
	c.actions(p.Actions)
	d := drawing{width: c.width, column: c.parts, columnHeight: c.y + c.pt(gap)}
	c.parts = nil
	d.answersHeight = c.answers(p.Buttons)
	d.answers = c.parts
	if m.highest > 0 && d.columnHeight+d.answersHeight > m.highest && len(d.answers) > 0 {
		d.divide(c.pt(cardPad))
	}
	if s.rtl {
		mirror(d.column, d.width)
		mirror(d.answers, d.width)
	}
	return d
}

// divide has a line above the answers: what is above goes on below it.
func (d *drawing) divide(air float64) {
	for i := range d.answers {
		d.answers[i].frame.y += air
	}
	d.answers = append([]part{{key: "answers.rule", kind: rule, frame: box{0, 0, d.width, 1}}}, d.answers...)
	d.answersHeight += air
}

// mirror lays out from right to left what was laid out from left to right.
func mirror(parts []part, width float64) {
	for i := range parts {
		parts[i].frame.x = width - parts[i].frame.x - parts[i].frame.w
	}
}

// column grows downwards.
type column struct {
	m                  metrics
	s                  state
	grown              float64 // the panel's measures, against the usual ones
	width, left, right float64
	y                  float64
	parts              []part
	ids                map[string]int
}

// pt is a measure of the panel, grown with the text.
func (c *column) pt(usual float64) float64 { return math.Round(usual * c.grown) }

func (c *column) space(usual float64) { c.y += c.pt(usual) }

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

// beside adds a text with a button: at its end where the button is inline and
// both go into one line, else at the end of the room; below it where that would
// leave the text too little.
func (c *column) beside(text, button part, x, end float64, inline bool) {
	top, room := c.y, end-x
	w, h := c.m.control(button.kind, button.text, room)
	if text.text == "" {
		button.frame = box{x, top, w, h}
		c.add(button)
		c.y += h
		return
	}
	free := room - w - c.pt(8)
	if free < room/2 {
		c.put(text, x, room)
		button.frame = box{x, c.y, w, h}
		c.add(button)
		c.y += h
		return
	}
	at := end - w
	if inline {
		// A point more than it asks for: it must not be broken after all.
		if need, _ := c.m.text(text.text, text.style, text.strong, free); need+1 < free {
			free, at = need+1, x+need+1+c.pt(8)
		}
	}
	c.put(text, x, free)
	button.frame = box{at, top, w, h}
	c.add(button)
	c.y = math.Max(c.y, top+h)
}

func (c *column) paragraphs(text []consent.Paragraph) {
	for i, t := range text {
		c.space(8)
		if i == 0 {
			c.space(gap - 8)
		}
		p := part{key: keyOf("text", i), text: drawn.Paragraph(t.Text), style: body, tone: t.Tone, selectable: t.Selectable}
		switch {
		case t.Host != (consent.HostName{}):
			p.text, p.strong = drawn.HostText(t.Host)
			p.style = large
		case t.Selectable && hasLines(p.text):
			p.style = code // to be copied as it is: a caret under it points at a column
		}
		c.put(p, c.left, c.right-c.left)
	}
}

func (c *column) banner(text string, tone consent.Tone) {
	c.space(gap)
	at, top := len(c.parts), c.y
	c.add(part{key: "banner.plate", kind: plate, fill: bannerFill, tone: tone})
	c.space(9)
	pad := c.pt(cardPad)
	c.label("banner", drawn.Line(text), body, consent.Plain, c.left+pad, c.right-c.left-2*pad)
	c.space(9)
	c.parts[at].frame = box{c.left, top, c.right - c.left, c.y - top}
}
