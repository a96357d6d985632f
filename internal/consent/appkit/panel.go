//go:build darwin || (linux && gnustep)

package appkit

import (
	"log/slog"
	"math"

	"vestibule/internal/objc"
)

func (v *View) build() {
	if err := makeClasses(); err != nil {
		slog.Error("making the panel", "err", err)
		return
	}
	v.target = ours.target.Send("alloc").Send("init")
	panel := ours.panel.Send("alloc").Send("initWithContentRect:styleMask:backing:defer:",
		objc.R(0, 0, panelWidth, 200),
		objc.NSWindowStyleMaskTitled|objc.NSWindowStyleMaskClosable|objc.NSWindowStyleMaskNonactivatingPanel,
		objc.NSBackingStoreBuffered, false)
	if panel == 0 || v.target == 0 {
		slog.Error("making the panel: AppKit makes none")
		return
	}
	ours.views[panel], ours.views[v.target] = v, v
	panel.Do("setReleasedWhenClosed:", false)
	panel.Do("setTitle:", objc.String(WindowTitle))
	panel.Do("setFloatingPanel:", true)
	panel.Do("setBecomesKeyOnlyIfNeeded:", false)
	panel.Do("setHidesOnDeactivate:", false)
	panel.Do("setLevel:", objc.NSFloatingWindowLevel)
	panel.Do("setDelegate:", v.target)
	if panel.Responds("setCollectionBehavior:") {
		panel.Do("setCollectionBehavior:", objc.NSWindowCollectionBehaviorMoveToActiveSpace|objc.NSWindowCollectionBehaviorFullScreenAuxiliary)
	}
	if panel.Responds("setAnimationBehavior:") {
		panel.Do("setAnimationBehavior:", objc.NSWindowAnimationBehaviorNone)
	}

	scroller := objc.Class("NSScrollView").Send("alloc").Send("initWithFrame:", objc.R(0, 0, panelWidth, 200))
	scroller.Do("setHasVerticalScroller:", false)
	scroller.Do("setDrawsBackground:", false)
	v.content, v.footer = newColumn(v), newColumn(v)
	scroller.Do("setDocumentView:", v.content)
	content := panel.Send("contentView")
	content.Do("addSubview:", scroller)
	content.Do("addSubview:", v.footer)
	v.panel, v.scroller = panel, scroller
	v.dark = v.isDark()
	app := application()
	if app.Responds("userInterfaceLayoutDirection") && objc.Get[int](app, "userInterfaceLayoutDirection") == objc.NSUserInterfaceLayoutDirectionRightToLeft {
		v.state.rtl = true
	}
}

func newColumn(v *View) objc.ID {
	c := ours.column.Send("alloc").Send("initWithFrame:", objc.R(0, 0, panelWidth, 100))
	ours.views[c] = v
	return c
}

// isDark asks the appearance; before macOS 10.14 there is one, and it is
// light.
func (v *View) isDark() bool {
	if v.forced != nil {
		return *v.forced
	}
	app := application()
	if !app.Responds("effectiveAppearance") {
		return false
	}
	name := app.Send("effectiveAppearance").Send("bestMatchFromAppearancesWithNames:",
		objc.Array(objc.Name("NSAppearanceNameAqua"), objc.Name("NSAppearanceNameDarkAqua")))
	return objc.Text(name) == "NSAppearanceNameDarkAqua"
}

func (v *View) recolour() {
	if now := v.isDark(); now != v.dark {
		v.dark = now
		v.draw()
	}
}

// PreferDark uses the colours of the dark appearance, or of the light one,
// whatever the system's is. The system's own controls do not follow.
func (v *View) PreferDark(dark bool) {
	loop.post(op{run: func() {
		v.forced = &dark
		v.recolour()
	}})
}

// RightToLeft lays the panel out from right to left, or not. Without it the
// system's own direction for this program's languages holds.
func (v *View) RightToLeft(rtl bool) {
	loop.post(op{run: func() {
		v.state.rtl = rtl
		v.draw()
	}})
}

// draw brings the panel to the page: its controls, its colours and its size.
func (v *View) draw() {
	if v.panel == 0 || !v.shown {
		return
	}
	d := layout(v.page, v.state, measures)
	shade := shadesFor(v.dark)
	v.panel.Do("setBackgroundColor:", nsColour(shade.window))
	seen := map[string]bool{}
	for _, list := range []struct {
		parts []part
		into  objc.ID
	}{{d.column, v.content}, {d.answers, v.footer}} {
		for _, p := range list.parts {
			seen[p.key] = true
			v.place(p, list.into, shade, len(seen))
		}
	}
	for key, c := range v.controls {
		if !seen[key] {
			v.remove(key, c)
		}
	}
	v.fit(d)
}

// fit sizes the panel: never so high that the answers leave the screen. Its
// top left corner stays where it is.
func (v *View) fit(d drawing) {
	most := 700.0
	screen := v.panel.Send("screen")
	if screen == 0 {
		screen = objc.Class("NSScreen").Send("mainScreen")
	}
	if screen != 0 {
		most = objc.Get[objc.Rect](screen, "visibleFrame").Size.Height - 60
	}
	footer := d.answersHeight
	shown := math.Min(d.columnHeight, math.Max(120, most-footer))
	scrolls := shown < d.columnHeight
	height := math.Ceil(shown + footer)

	old := objc.Get[objc.Rect](v.panel, "frame")
	frame := objc.Get[objc.Rect](v.panel, "frameRectForContentRect:", objc.R(0, 0, panelWidth, height))
	frame.Origin = objc.Point{X: old.Origin.X, Y: old.Origin.Y + old.Size.Height - frame.Size.Height}
	if screen != 0 {
		area := objc.Get[objc.Rect](screen, "visibleFrame")
		frame.Origin.Y = math.Max(frame.Origin.Y, area.Origin.Y)
	}
	if frame != old {
		v.panel.Do("setFrame:display:", frame, true)
	}
	v.footer.Do("setFrame:", objc.R(0, 0, panelWidth, footer))
	v.scroller.Do("setFrame:", objc.R(0, footer, panelWidth, height-footer))
	v.scroller.Do("setHasVerticalScroller:", scrolls)
	v.content.Do("setFrame:", objc.R(0, 0, panelWidth, d.columnHeight))
	v.panel.Send("contentView").Do("setNeedsDisplay:", true)
}
