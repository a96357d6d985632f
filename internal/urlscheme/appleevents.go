//go:build darwin || (linux && gnustep)

package urlscheme

import (
	"errors"

	"vestibule/internal/objc"
)

// Events is what a program with a window is told by macOS. All of it is called
// on the main loop, and must return at once.
type Events struct {
	// Link brings a link, with the PID of who sent it as macOS tells it; 0 for
	// none.
	Link func(text string, pid int)
	// Reopen says that the program was started once more.
	Reopen func()
	// Started says that the main loop runs; byPerson, that somebody started the
	// program itself and no link did.
	Started func(byPerson bool)
	// Ending says that the program ends when this returns: it was told to quit,
	// or the person logs out.
	Ending func()
}

// Listen has macOS tell. It is to be called on the main thread before the main
// loop runs, so that the link which started the program is not missed; nobody
// but NSApplication's own delegate, which the tray brings, must be there.
//
// Nothing listens in the sense of a socket: Apple Events come to every program
// that has a window.
func Listen(e Events) (err error) {
	objc.Pool(func() { err = listen(e) })
	return err
}

func listen(e Events) error {
	told := func(f func()) func(objc.ID, objc.SEL, objc.ID) {
		return func(objc.ID, objc.SEL, objc.ID) { f() }
	}
	var listener objc.ID
	class, err := objc.NewClass("VestibuleEvents", objc.Class("NSObject"),
		objc.M("openURL:withReplyEvent:", "v@:@@", func(_ objc.ID, _ objc.SEL, event, _ objc.ID) {
			if text, pid := linkOf(event); text != "" {
				sawSender(pid)
				e.Link(text, pid)
			}
		}),
		objc.M("reopen:withReplyEvent:", "v@:@@", func(objc.ID, objc.SEL, objc.ID, objc.ID) { e.Reopen() }),
		objc.M("willFinishLaunching:", "v@:@", told(func() { handleLinks(listener) })),
		objc.M("didFinishLaunching:", "v@:@", told(func() {
			handleLinks(listener)
			handleReopen(listener)
			e.Started(startedByPerson())
		})),
		objc.M("willTerminate:", "v@:@", told(e.Ending)),
	)
	if err != nil {
		return err
	}
	if listener = class.Send("alloc").Send("init"); listener == 0 {
		return errors.New("listening to Apple Events: objects cannot be made")
	}
	center := objc.Class("NSNotificationCenter").Send("defaultCenter")
	for _, n := range []struct {
		sel  objc.SEL
		name objc.ID
	}{
		{objc.Selector("willFinishLaunching:"), objc.Name("NSApplicationWillFinishLaunchingNotification")},
		{objc.Selector("didFinishLaunching:"), objc.Name("NSApplicationDidFinishLaunchingNotification")},
		{objc.Selector("willTerminate:"), objc.Name("NSApplicationWillTerminateNotification")},
	} {
		center.Do("addObserver:selector:name:object:", listener, n.sel, n.name, objc.ID(0))
	}
	handleLinks(listener)
	return nil
}

// appleEvents is nil on GNUstep, which has no such thing.
func appleEvents() objc.ID {
	m := objc.Class("NSAppleEventManager")
	if !m.Responds("sharedAppleEventManager") {
		return 0
	}
	return m.Send("sharedAppleEventManager")
}

// handleLinks takes kAEGetURL. It is asked for three times: now, before and
// after AppKit installs handlers of its own.
func handleLinks(listener objc.ID) {
	if m := appleEvents(); m.Responds("setEventHandler:andSelector:forEventClass:andEventID:") {
		m.Do("setEventHandler:andSelector:forEventClass:andEventID:", listener, objc.Selector("openURL:withReplyEvent:"), objc.KInternetEventClass, objc.KAEGetURL)
	}
}

// handleReopen takes kAEReopenApplication from NSApplication, which would only
// ask a delegate that may be the tray's.
func handleReopen(listener objc.ID) {
	if m := appleEvents(); m.Responds("setEventHandler:andSelector:forEventClass:andEventID:") {
		m.Do("setEventHandler:andSelector:forEventClass:andEventID:", listener, objc.Selector("reopen:withReplyEvent:"), objc.KCoreEventClass, objc.KAEReopenApplication)
	}
}

// linkOf reads a kAEGetURL event. Of what it says only the link is taken, and
// who sent it, which macOS puts there itself.
func linkOf(event objc.ID) (text string, pid int) {
	object := event.Send("paramDescriptorForKeyword:", objc.KeyDirectObject)
	text = objc.Text(object.Send("stringValue"))
	sender := event.Send("attributeDescriptorForKeyword:", objc.KeySenderPIDAttr)
	if sender != 0 {
		pid = int(objc.Get[int32](sender, "int32Value"))
	}
	return text, max(pid, 0)
}

// startedByPerson says whether the event that started the program is
// kAEOpenApplication, and not as a login item.
func startedByPerson() bool {
	m := appleEvents()
	if !m.Responds("currentAppleEvent") {
		return false
	}
	event := m.Send("currentAppleEvent")
	if event == 0 || objc.Get[uint32](event, "eventID") != objc.KAEOpenApplication {
		return false
	}
	how := event.Send("paramDescriptorForKeyword:", objc.KeyAEPropData)
	return how == 0 || objc.Get[uint32](how, "enumCodeValue") != objc.KeyAELaunchedAsLogInItem
}
