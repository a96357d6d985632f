//go:build darwin || (linux && gnustep)

package appkit

import (
	"strings"
	"sync"

	"vestibule/internal/consent"
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

// announcement is what is said to who cannot see the panel: of a page that
// comes, the question and who asks it; of one that changes, what assures the
// devices and the notice, where these changed. The panel's controls say the
// rest when they are reached.
func announcement(old, now consent.Page, fresh bool) string {
	var said []string
	add := func(was, is string) {
		if is != "" && (fresh || is != was) {
			said = append(said, is)
		}
	}
	if fresh {
		host := now.Host.String()
		said = append(said, now.Title)
		add("", host)
		add("", now.Opener)
	}
	for _, pair := range [][2]*consent.Row{{old.Camera, now.Camera}, {old.Microphone, now.Microphone}} {
		was, is := pair[0], pair[1]
		if is == nil || is.Assurance == "" || !fresh && was != nil && was.Assurance == is.Assurance {
			continue
		}
		said = append(said, is.Title+": "+is.Assurance)
	}
	add(old.Banner, now.Banner)
	return strings.Join(said, "\n")
}

// announce says a text to assistive technology, where the system can.
func (v *View) announce(text string) {
	a := announcer()
	if text == "" || v.panel == 0 || a.post == nil {
		return
	}
	info := objc.Class("NSMutableDictionary").Send("dictionary")
	info.Do("setObject:forKey:", objc.String(text), a.key)
	// It may interrupt: it is what is about to be decided.
	info.Do("setObject:forKey:", objc.Class("NSNumber").Send("numberWithInteger:", objc.NSAccessibilityPriorityHigh), a.priority)
	a.post(v.panel, a.requested, info)
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
