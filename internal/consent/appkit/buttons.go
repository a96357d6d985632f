package appkit

import (
	"math"
	"strconv"

	"vestibule/internal/consent"
	"vestibule/internal/consent/drawn"
)

// actions are a list of buttons and check boxes under the text.
func (c *column) actions(list []consent.Button) {
	for i, b := range list {
		c.space(6)
		if i == 0 {
			c.space(gap - 6)
		}
		p := c.button(b)
		p.kind = action
		if b.Check {
			p.kind = check
		}
		_, h := c.m.control(p.kind, p.text, c.right-c.left)
		p.frame = box{c.left, c.y, c.right - c.left, h}
		c.add(p)
		c.y += h
	}
}

func (c *column) button(b consent.Button) part {
	p := part{
		key: c.unique("button." + string(b.ID)), id: b.ID, style: word, text: drawn.Line(b.Label), on: b.On,
		safe: b.Safe, suggested: b.Suggested, dead: b.Armed && !c.s.ready,
	}
	p.name = p.text
	if suffix := drawn.Line(c.s.suffix); p.dead && suffix != "" {
		p.text += " " + suffix // the countdown is not its name
		p.help = p.text
	}
	return p
}

// unique tells buttons of one name apart.
func (c *column) unique(key string) string {
	if c.ids == nil {
		c.ids = map[string]int{}
	}
	c.ids[key]++
	if n := c.ids[key]; n > 1 {
		key += "#" + strconv.Itoa(n)
	}
	return key
}

// answers are at the end of the line in their order, or one below the other
// where they do not fit beside each other. A button keeps the widest width it
// had on a page: those beside it must not move under the pointer when the
// countdown ends.
func (c *column) answers(list []consent.Button) (height float64) {
	if len(list) == 0 {
		return 0
	}
	const between, below = 10, 8
	room := c.right - c.left
	total, highest := -c.pt(between), 0.0
	for _, b := range list {
		p := c.button(b)
		p.kind = answer
		w, h := c.m.control(answer, p.text, room)
		w = math.Min(math.Max(w, c.s.widest[b.ID]), room)
		if c.s.widest != nil {
			c.s.widest[b.ID] = w
		}
		p.frame = box{w: w, h: h}
		total += w + c.pt(between)
		highest = math.Max(highest, h)
		c.add(p)
	}
	if total > room {
		y := 0.0
		for i := range c.parts {
			c.parts[i].frame = box{c.left, y, room, c.parts[i].frame.h}
			y += c.parts[i].frame.h + c.pt(below)
		}
		return y - c.pt(below) + c.pt(margin)
	}
	x := c.right - total
	for i := range c.parts {
		f := &c.parts[i].frame
		f.x, f.h = x, highest
		x += f.w + c.pt(between)
	}
	return highest + c.pt(margin)
}
