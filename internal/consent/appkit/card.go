package appkit

import (
	"math"
	"strings"

	"vestibule/internal/consent"
	"vestibule/internal/consent/drawn"
)

// card holds the device rows and the choice.
func (c *column) card(p consent.Page) {
	if p.Camera == nil && p.Microphone == nil && p.Open == nil {
		return
	}
	c.space(gap)
	at, top := len(c.parts), c.y
	c.add(part{key: "card", kind: plate, fill: cardFill})
	first := true
	row := func(name string) {
		if !first {
			x := c.left + c.pt(cardPad)
			c.add(part{key: name + ".rule", kind: rule, frame: box{x, c.y, c.right - c.pt(cardPad) - x, 1}})
		}
		first = false
		c.space(cardPad)
	}
	if p.Camera != nil {
		row("camera")
		c.device("camera", p.Camera)
	}
	if p.Microphone != nil {
		row("microphone")
		c.device("microphone", p.Microphone)
	}
	if p.Open != nil {
		row("open")
		c.open(p.Open)
	}
	c.parts[at].frame = box{c.left, top, c.right - c.left, c.y - top}
}

// rowEdges are where a row's texts begin and end.
func (c *column) rowEdges() (x, end float64) {
	return c.left + c.pt(cardPad+iconSize+12), c.right - c.pt(cardPad)
}

func (c *column) rowIcon(name, drawing string) {
	size := c.pt(iconSize)
	c.add(part{key: name + ".icon", kind: icon, text: drawing, frame: box{c.left + c.pt(cardPad), c.y, size, size}})
}

func (c *column) device(row string, r *consent.Row) {
	top := c.y
	x, end := c.rowEdges()
	c.rowIcon(row, string(r.Icon))
	w, h := c.m.control(toggle, "", end-x)
	said := drawn.Paragraph(strings.Join(strings.Fields(strings.Join([]string{r.Now, r.NowStrong, r.Assurance, r.Note}, " ")), " "))
	c.add(part{
		key: row + ".toggle", kind: toggle, row: row, on: r.On, dead: r.Locked, frame: box{end - w, top, w, h},
		name: drawn.Line(r.Label), help: said,
	})
	beside := end - w - c.pt(12) - x
	c.label(row+".title", drawn.Line(r.Title), heading, consent.Plain, x, beside)
	now, strong := drawn.Line(r.Now), drawn.Line(r.NowStrong)
	if now != "" && strong != "" {
		now += " "
	}
	if now+strong != "" {
		c.space(2)
		c.put(part{key: row + ".now", text: now + strong, style: body, strong: [][2]int{{len(now), len(now) + len(strong)}}}, x, beside)
	}
	c.y = math.Max(c.y, math.Max(top+h, top+c.pt(iconSize)))
	c.assurance(row, r)
	if r.Check != nil {
		c.check(row, r)
	}
	if r.Note != "" {
		c.space(3)
		c.label(row+".note", drawn.Line(r.Note), dim, consent.Plain, x, end-x)
	}
	c.space(cardPad)
}

// assurance is the sentence, with the button for one more at its end.
func (c *column) assurance(row string, r *consent.Row) {
	x, end := c.rowEdges()
	text := part{key: row + ".assurance", text: drawn.Line(r.Assurance), style: body, tone: r.Tone}
	said := drawn.Paragraph(r.Why)
	if text.text == "" && said == "" {
		return
	}
	c.space(3)
	if said == "" {
		c.put(text, x, end-x)
		return
	}
	c.beside(text, part{
		key: row + ".why", kind: more, row: row, style: link, text: drawn.Line(r.Ask), on: c.s.open[row],
		name: drawn.Line(r.AskName), help: said,
	}, x, end, false)
	if c.s.open[row] {
		c.space(4)
		c.label(row+".more", said, small, consent.Plain, x, end-x)
	}
}

// check is a row's check box.
func (c *column) check(row string, r *consent.Row) {
	x, end := c.rowEdges()
	p := part{
		key: row + ".check", kind: check, style: word, id: r.Check.ID, text: drawn.Line(r.Check.Label),
		on: r.Check.On, dead: r.Check.Locked, help: drawn.Line(r.Note),
	}
	c.space(5)
	w, h := c.m.control(check, p.text, end-x)
	p.frame = box{x, c.y, math.Min(w, end-x), h}
	c.add(p)
	c.y += h
}

// open is the choice of what opens the meeting. A menu shows a long name's
// beginning only, and its end is what assures: then the whole is said below it.
func (c *column) open(r *consent.OpenRow) {
	top := c.y
	x, end := c.rowEdges()
	c.rowIcon("open", string(consent.WindowBox))
	c.label("open.title", drawn.Line(r.Title), heading, consent.Plain, x, end-x)
	if len(r.Choices) > 0 {
		c.space(5)
		names := make([]string, len(r.Choices))
		for i, n := range r.Choices {
			names[i] = drawn.Line(n)
		}
		chosen := min(max(r.Chosen, 0), len(names)-1)
		w, h := c.m.control(choice, names[chosen], 1e5)
		c.add(part{
			key: "open.choice", kind: choice, style: word, choices: names, chosen: chosen,
			frame: box{x, c.y, end - x, h}, name: drawn.Line(r.Label), help: drawn.Line(r.Note),
		})
		c.y += h
		if w > end-x {
			c.space(3)
			c.label("open.whole", names[chosen], small, consent.Plain, x, end-x)
		}
	}
	if r.Note != "" {
		c.space(4)
		c.label("open.note", drawn.Line(r.Note), dim, consent.Plain, x, end-x)
	}
	c.y = math.Max(c.y, top+c.pt(iconSize))
	c.space(cardPad)
}
