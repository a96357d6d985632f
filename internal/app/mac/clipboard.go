//go:build darwin || (linux && gnustep)

package mac

import (
	"vestibule/internal/consent/appkit"
	"vestibule/internal/objc"
)

// clipboard is the general pasteboard. It is read when the person asks for it,
// and never else.
type clipboard struct{}

func pasteboard() objc.ID { return objc.Class("NSPasteboard").Send("generalPasteboard") }

// Get gives the text on it, on the main loop.
func (clipboard) Get(got func(string)) {
	appkit.OnMain(func() { got(objc.Text(pasteboard().Send("stringForType:", pasteboardText()))) })
}

// Set puts a text there.
func (clipboard) Set(text string) {
	appkit.OnMain(func() {
		p := pasteboard()
		p.Do("declareTypes:owner:", objc.Array(pasteboardText()), objc.ID(0))
		p.Do("setString:forType:", objc.String(text), pasteboardText())
	})
}
