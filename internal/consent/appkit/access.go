//go:build darwin || (linux && gnustep)

package appkit

import (
	"sync"

	"vestibule/internal/objc"
)

// putNames tells assistive technology what the sighted read elsewhere.
func (c *control) putNames() {
	if c.part.name != "" && c.view.Responds("setAccessibilityLabel:") {
		c.view.Do("setAccessibilityLabel:", objc.String(c.part.name))
	}
	if c.part.kind >= toggle && c.view.Responds("setAccessibilityHelp:") {
		c.view.Do("setAccessibilityHelp:", objc.String(c.part.help))
	}
	if c.part.kind == more && c.view.Responds("setAccessibilityExpanded:") {
		c.view.Do("setAccessibilityExpanded:", c.part.on)
	}
}

// announce says a text to assistive technology.
func (v *View) announce(text string) {
	if text != "" && v.panel != 0 {
		speak(v.panel, text)
	}
}

// speak announces a text of a window, where the system can; tests listen here.
var speak = func(panel objc.ID, text string) {
	a := announcer()
	if a.post == nil {
		return
	}
	info := objc.Class("NSMutableDictionary").Send("dictionary")
	info.Do("setObject:forKey:", objc.String(text), a.key)
	// It may interrupt: it is what is about to be decided.
	info.Do("setObject:forKey:", objc.Class("NSNumber").Send("numberWithInteger:", objc.NSAccessibilityPriorityHigh), a.priority)
	a.post(panel, a.requested, info)
}

// announcerOf is what announce needs of AppKit; post is nil where some of it is
// not there.
type announcerOf struct {
	post                     func(element, notification, info objc.ID)
	key, priority, requested objc.ID
}

var announcer = sync.OnceValue(func() announcerOf {
	a := announcerOf{
		key:       objc.Named(objc.AppKit, "NSAccessibilityAnnouncementKey"),
		priority:  objc.Named(objc.AppKit, "NSAccessibilityPriorityKey"),
		requested: objc.Named(objc.AppKit, "NSAccessibilityAnnouncementRequestedNotification"),
	}
	if a.key != 0 && a.priority != 0 && a.requested != 0 {
		objc.Func(&a.post, objc.AppKit, "NSAccessibilityPostNotificationWithUserInfo")
	}
	return a
})
