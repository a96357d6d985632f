//go:build darwin || (linux && gnustep)

package appkit

import (
	"log/slog"
	"math"
	"os"

	"vestibule/internal/objc"
)

func (v *View) build() {
	if err := makeClasses(); err != nil {
		slog.Error("making the panel", "err", err)
		return
	}
	v.target = ours.target.Send("alloc").Send("init")
	panel := ours.panel.Send("alloc").Send("initWithContentRect:styleMask:backing:defer:",
		objc.R(0, 0, usualWidth, 200),
		objc.NSWindowStyleMaskTitled|objc.NSWindowStyleMaskClosable|objc.NSWindowStyleMaskNonactivatingPanel,
		objc.NSBackingStoreBuffered, false)
	if panel == 0 || v.target == 0 {
		slog.Error("making the panel: AppKit makes none")
		return
	}
	ours.views[panel], ours.views[v.target] = v, v
	panel.Do("setReleasedWhenClosed:", false)
	panel.Do("setTitle:", objc.String(WindowTitle))
	float(panel)
	panel.Do("setDelegate:", v.target)
	if subrole := objc.Named(objc.AppKit, "NSAccessibilityDialogSubrole"); subrole != 0 && panel.Responds("setAccessibilitySubrole:") {
		panel.Do("setAccessibilitySubrole:", subrole)
	}

	scroller := objc.Class("NSScrollView").Send("alloc").Send("initWithFrame:", objc.R(0, 0, usualWidth, 200))
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

// float has a panel stay above other windows, and come to the space that the
// person is in, be it a full screen's.
func float(panel objc.ID) {
	panel.Do("setFloatingPanel:", true)
	panel.Do("setBecomesKeyOnlyIfNeeded:", false)
	panel.Do("setHidesOnDeactivate:", false)
	panel.Do("setLevel:", objc.NSFloatingWindowLevel)
	if panel.Responds("setCollectionBehavior:") {
		panel.Do("setCollectionBehavior:", objc.NSWindowCollectionBehaviorMoveToActiveSpace|objc.NSWindowCollectionBehaviorFullScreenAuxiliary)
	}
	if panel.Responds("setAnimationBehavior:") {
		panel.Do("setAnimationBehavior:", objc.NSWindowAnimationBehaviorNone)
	}
}

func newColumn(v *View) objc.ID {
	c := ours.column.Send("alloc").Send("initWithFrame:", objc.R(0, 0, usualWidth, 100))
	ours.views[c] = v
	return c
}

// PreferDark uses the dark appearance, or the light one, whatever the system's
// is. Where there are no appearances the controls do not follow.
func (v *View) PreferDark(dark bool) {
	OnMain(func() {
		v.forced = &dark
		appearances := objc.Class("NSAppearance")
		if v.panel.Responds("setAppearance:") && appearances.Responds("appearanceNamed:") {
			name := objc.Name("NSAppearanceNameAqua")
			if dark {
				name = objc.Name("NSAppearanceNameDarkAqua")
			}
			v.panel.Do("setAppearance:", appearances.Send("appearanceNamed:", name))
		}
		v.recolour()
	})
}

// RightToLeft lays the panel out from right to left, or not. Without it the
// system's own direction for this program's languages holds.
func (v *View) RightToLeft(rtl bool) {
	OnMain(func() {
		v.state.rtl = rtl
		v.draw()
	})
}

// TextSize has text be of a size, in points, whatever the person's own is; 0
// is that again.
func (v *View) TextSize(points float64) {
	OnMain(func() {
		v.sized = points
		v.measure(true)
		v.draw()
	})
}

// readPicture asks the system for the icon of the program that opened the link.
func (v *View) readPicture() {
	if v.image != 0 {
		v.image.Do("release")
		v.image = 0
	}
	v.state.pictured = false
	file := pictureFile(v.page.OpenerTheme)
	if file == "" {
		return
	}
	if info, err := os.Stat(file); err != nil || !info.IsDir() && !info.Mode().IsRegular() {
		return
	}
	workspace := objc.Class("NSWorkspace").Send("sharedWorkspace")
	if !workspace.Responds("iconForFile:") {
		return
	}
	if image := workspace.Send("iconForFile:", objc.String(file)); image != 0 {
		v.image = image.Send("retain")
		v.state.pictured = true
	}
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

// screen is where the panel is or, while it is nowhere, where the pointer is:
// there the person looks.
func (v *View) screen(visible bool) objc.ID {
	if visible {
		if screen := v.panel.Send("screen"); screen != 0 {
			return screen
		}
	}
	at := objc.Get[objc.Point](objc.Class("NSEvent"), "mouseLocation")
	for _, screen := range objc.Items(objc.Class("NSScreen").Send("screens")) {
		if holds(objc.Get[objc.Rect](screen, "frame"), at) {
			return screen
		}
	}
	return objc.Class("NSScreen").Send("mainScreen")
}

func holds(r objc.Rect, p objc.Point) bool {
	return p.X >= r.Origin.X && p.X < r.Origin.X+r.Size.Width && p.Y >= r.Origin.Y && p.Y < r.Origin.Y+r.Size.Height
}

// usable is what of a screen no bar takes; something where there is no screen.
func usable(screen objc.ID) objc.Rect {
	if area := objc.Get[objc.Rect](screen, "visibleFrame"); area.Size.Width > 0 {
		return area
	}
	return objc.R(0, 0, 1024, 768)
}

// measure learns how large text is to be and how large the panel may be.
func (v *View) measure(visible bool) {
	if v.panel == 0 {
		return
	}
	if v.body = v.sized; v.body == 0 {
		v.body = bodySize()
	}
	v.area = usable(v.screen(visible))
}

// draw brings the panel to the page: its controls, its colours and its size.
func (v *View) draw() {
	if v.panel == 0 || !v.shown {
		return
	}
	const air = 40 // beside the panel, and what a title bar takes
	d := layout(v.page, v.state, measures(v.body, v.area.Size.Width-air, v.area.Size.Height-air))
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
	v.fit(d, v.area.Size.Height-air)
}

// fit sizes the panel: never so high that the answers leave the screen. The
// middle of its upper edge stays where it is.
func (v *View) fit(d drawing, most float64) {
	footer := d.answersHeight
	shown := math.Min(d.columnHeight, math.Max(120, most-footer))
	height := math.Ceil(shown + footer)
	width := d.width

	v.scroller.Do("setFrame:", objc.R(0, footer, width, height-footer))
	v.scroller.Do("setHasVerticalScroller:", shown < d.columnHeight)
	if room := objc.Get[objc.Size](v.scroller, "contentSize").Width; room > 0 && room < width {
		width += width - room // a bar that takes room of its own
		v.scroller.Do("setFrame:", objc.R(0, footer, width, height-footer))
	}
	old := objc.Get[objc.Rect](v.panel, "frame")
	frame := objc.Get[objc.Rect](v.panel, "frameRectForContentRect:", objc.R(0, 0, width, height))
	frame.Origin = within(v.area, objc.Point{
		X: math.Round(old.Origin.X + (old.Size.Width-frame.Size.Width)/2),
		Y: old.Origin.Y + old.Size.Height - frame.Size.Height,
	}, frame.Size)
	if frame != old {
		v.panel.Do("setFrame:display:", frame, true)
	}
	v.footer.Do("setFrame:", objc.R(width-d.width, 0, d.width, footer))
	v.content.Do("setFrame:", objc.R(0, 0, d.width, d.columnHeight))
	v.panel.Send("contentView").Do("setNeedsDisplay:", true)
}

// centre puts the panel in the middle of the screen, a little above it, as the
// system's own questions are.
func (v *View) centre() {
	size := objc.Get[objc.Rect](v.panel, "frame").Size
	v.panel.Do("setFrameOrigin:", middle(v.area, size))
}
