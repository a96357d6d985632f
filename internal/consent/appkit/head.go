package appkit

import (
	"math"
	"path/filepath"

	"vestibule/internal/consent"
	"vestibule/internal/consent/drawn"
)

// head is the question, the host, and who opened the link.
func (c *column) head(p consent.Page) {
	top, low, x := c.y, c.y, c.left
	if text := letter(drawn.Line(p.Badge)); text != "" {
		tone := p.Tone
		if tone == consent.Plain {
			tone = consent.Neutral
		}
		w, h := c.m.text(text, badge, nil, 1e4)
		size := math.Max(c.pt(badgeSize), h)
		if w > size { // some letters are sentences
			text = "·"
			_, h = c.m.text(text, badge, nil, size)
		}
		low = top + size
		c.add(part{key: "badge.plate", kind: plate, fill: badgeFill, tone: tone, frame: box{x, top, size, size}})
		c.add(part{key: "badge", kind: label, style: badge, tone: tone, text: text, frame: box{x, top + (size-h)/2, size, h}})
		x += size + c.pt(12)
	}
	width := c.right - x
	c.label("title", drawn.Line(p.Title), title, consent.Plain, x, width)
	host, strong := drawn.HostLine(p)
	if host != "" {
		c.space(3)
		c.put(part{key: "host", text: host, style: small, strong: strong}, x, width)
	}
	if p.Opener != "" {
		c.space(3)
		c.opener(p, x)
	}
	c.y = math.Max(c.y, low)
}

const openerIcon = 15 // points of a side

func (c *column) opener(p consent.Page, x float64) {
	top, least := c.y, 0.0
	if p.OpenerIcon != "" || c.s.pictured {
		size := c.pt(openerIcon)
		mark := part{key: "opener.icon", kind: icon, style: dim, text: string(p.OpenerIcon), frame: box{x, top, size, size}}
		if c.s.pictured {
			mark = part{key: "opener.picture", kind: picture, frame: mark.frame}
		}
		c.add(mark)
		x += size + c.pt(6)
		least = size
	}
	text := part{key: "opener", text: drawn.Line(p.Opener), style: dim}
	said := drawn.Paragraph(p.OpenerMore)
	if said == "" {
		c.put(text, x, c.right-x)
		c.y = math.Max(c.y, top+least)
		return
	}
	ask := drawn.Line(p.OpenerAsk)
	c.beside(text, part{
		key: "opener.ask", kind: more, row: "opener", style: link, text: ask, on: c.s.open["opener"], name: ask, help: said,
	}, x, c.right, true)
	c.y = math.Max(c.y, top+least)
	if c.s.open["opener"] {
		c.space(3)
		c.put(part{key: "opener.more", text: said, style: small, selectable: true}, x, c.right-x)
	}
}

// pictureFile gives the file whose icon, as the system shows it, is the
// opener's: that of an application's bundle, or an image. "" for none: a name
// in an icon theme is nothing on this system.
func pictureFile(theme string) string {
	if len(theme) > 1024 || !filepath.IsAbs(theme) || drawn.Line(theme) != theme {
		return ""
	}
	switch filepath.Ext(theme) {
	case ".app", ".png", ".icns":
		return filepath.Clean(theme)
	}
	return ""
}
