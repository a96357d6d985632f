//go:build darwin || (linux && gnustep)

package appkit

import (
	"strings"

	"vestibule/internal/consent/drawn"
	"vestibule/internal/objc"
)

// paint is what a plate draws for its part.
func (c *control) paint() paint {
	s, p := c.shade, c.part
	switch p.kind {
	case rule:
		return paint{fill: s.edge, edge: s.edge}
	case icon:
		if p.style == dim {
			return paint{icon: p.text, line: s.faint, fill: s.window}
		}
		return paint{icon: p.text, line: s.words, fill: s.card}
	}
	switch p.fill {
	case badgeFill:
		return paint{fill: s.grounds[p.tone], edge: s.grounds[p.tone], radius: 9}
	case bannerFill:
		return paint{fill: s.grounds[p.tone], edge: s.bannerEdge[p.tone], radius: 7}
	}
	return paint{fill: s.card, edge: s.edge, radius: 9}
}

func drawPlate(view objc.ID) {
	p, ok := ours.paints[view]
	if !ok {
		return
	}
	size := objc.Get[objc.Rect](view, "bounds").Size
	if p.icon != "" {
		drawIcon(p, size)
		return
	}
	frame := objc.R(0, 0, size.Width, size.Height)
	if p.radius > 0 {
		frame = objc.R(0.5, 0.5, size.Width-1, size.Height-1)
	}
	path := objc.Class("NSBezierPath").Send("bezierPathWithRoundedRect:xRadius:yRadius:", frame, p.radius, p.radius)
	nsColour(p.fill).Do("set")
	path.Do("fill")
	if p.edge != p.fill {
		nsColour(p.edge).Do("set")
		path.Do("stroke")
	}
}

// drawIcon draws one of our own icons, in a square of 24: SF Symbols would be
// others on each version of the system.
func drawIcon(p paint, size objc.Size) {
	pen := pen{size.Width / 24, objc.Class("NSBezierPath").Send("bezierPath")}
	pen.path.Do("setLineWidth:", 1.7*pen.scale)
	pen.path.Do("setLineCapStyle:", objc.NSLineCapStyleRound)
	pen.path.Do("setLineJoinStyle:", objc.NSLineJoinStyleRound)
	switch {
	case strings.HasPrefix(p.icon, "camera"):
		pen.rounded(2.5, 6.5, 12.5, 11, 2.4)
		pen.lines(15, 10.6, 21, 7.2, 21, 16.8, 15, 13.4)
	case strings.HasPrefix(p.icon, "microphone"):
		pen.rounded(8.8, 2.8, 6.4, 11.2, 3.2)
		pen.arc(12, 11, 6)
		pen.lines(12, 17, 12, 21)
		pen.lines(8.5, 21, 15.5, 21)
	case p.icon == "unknown":
		pen.question()
	default:
		pen.rounded(3, 5, 18, 14, 2)
		pen.lines(3, 9.2, 21, 9.2)
	}
	nsColour(p.line).Do("set")
	pen.path.Do("stroke")
	if strings.HasSuffix(p.icon, "-off") {
		// A clear gap beside the stroke keeps it readable when small.
		slash(pen.scale, p.fill, 5, 4, 3.5, 20.5, 20)
		slash(pen.scale, p.line, 1.7, 3.5, 3, 21, 20.5)
	}
}

func slash(scale float64, c drawn.Colour, width, x, y, toX, toY float64) {
	pen := pen{scale, objc.Class("NSBezierPath").Send("bezierPath")}
	pen.path.Do("setLineWidth:", width*scale)
	pen.path.Do("setLineCapStyle:", objc.NSLineCapStyleRound)
	pen.lines(x, y, toX, toY)
	nsColour(c).Do("set")
	pen.path.Do("stroke")
}

// pen draws into a path, y downwards, in units of the icon's square.
type pen struct {
	scale float64
	path  objc.ID
}

func (p pen) point(x, y float64) objc.Point { return objc.Point{X: x * p.scale, Y: y * p.scale} }

func (p pen) lines(points ...float64) {
	p.path.Do("moveToPoint:", p.point(points[0], points[1]))
	for i := 2; i < len(points); i += 2 {
		p.path.Do("lineToPoint:", p.point(points[i], points[i+1]))
	}
}

func (p pen) rounded(x, y, w, h, r float64) {
	p.path.Do("appendBezierPathWithRoundedRect:xRadius:yRadius:",
		objc.R(x*p.scale, y*p.scale, w*p.scale, h*p.scale), r*p.scale, r*p.scale)
}

const round = 0.5523 // of a quarter circle's control points

// question is a question mark in a circle.
func (p pen) question() {
	p.rounded(3, 3, 18, 18, 9)
	p.path.Do("moveToPoint:", p.point(9.1, 9.2))
	p.path.Do("curveToPoint:controlPoint1:controlPoint2:", p.point(12, 6.7), p.point(9.2, 7.7), p.point(10.4, 6.7))
	p.path.Do("curveToPoint:controlPoint1:controlPoint2:", p.point(14.9, 9.5), p.point(13.7, 6.7), p.point(14.9, 7.9))
	p.path.Do("curveToPoint:controlPoint1:controlPoint2:", p.point(12, 14.2), p.point(14.9, 11.6), p.point(12, 11.8))
	p.lines(12, 17.3, 12, 17.4)
}

// arc is the lower half of a circle.
func (p pen) arc(x, y, r float64) {
	p.path.Do("moveToPoint:", p.point(x-r, y))
	p.path.Do("curveToPoint:controlPoint1:controlPoint2:", p.point(x, y+r), p.point(x-r, y+r*round), p.point(x-r*round, y+r))
	p.path.Do("curveToPoint:controlPoint1:controlPoint2:", p.point(x+r, y), p.point(x+r*round, y+r), p.point(x+r, y+r*round))
}
