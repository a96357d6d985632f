// Package consent is the layer between a link and a meeting: one question at
// a time, answered by a deliberate act. Anything but an explicit yes is no.
//
// What lives here: Gate (arming), Question and Answer, the words, and the
// Page that a view draws. Views are in gtk/ and terminal/. What may not:
// knowledge of services.
package consent

// Page is what a view shows, and nothing else: every text is final, in the
// person's language, plain (no markup), cleaned of control and bidirectional
// characters but for the balanced isolates that package words puts around
// values. Empty texts are not drawn.
type Page struct {
	// Badge is one letter for the service, or "!" with TonBad.
	Badge string
	Tone  Tone
	// Title is the question: "Join this Zoom meeting?"
	Title string
	// Host is the real host. Meeting follows after " · ".
	Host    HostName
	Meeting string
	// Opener is a whole sentence part: "Opened by Chromium". OpenerMore is one
	// more sentence that the button OpenerAsk ("Details") opens.
	Opener, OpenerMore, OpenerAsk string
	// OpenerIcon is drawn before it: that of the icon theme or file that
	// OpenerTheme names, where it can be, else the view's own. "" for none.
	OpenerIcon  Icon
	OpenerTheme string

	Camera, Microphone *Row
	Open               *OpenRow

	// Text is the body of pages that tell rather than ask.
	Text []Paragraph
	// Cleaned is one sentence on what was taken off the link.
	Cleaned string
	// Banner is a notice in a box; BannerTone colours it.
	Banner     string
	BannerTone Tone
	// Actions are drawn as a list of full-width buttons under the text (the
	// status window).
	Actions []Button
	// Buttons are drawn at the bottom right, in this order; the one with Safe
	// has the focus when the page is shown and is what Escape presses.
	Buttons []Button
	// Live is told to assistive technology when the armed buttons come to be
	// live, once each time.
	Live string
}

// Tone is the colour of a sentence; never its only sign.
type Tone int

const (
	Plain   Tone = iota
	Good         // green, with ✓ in the text
	Neutral      // blue
	Warn         // amber, with ⚠ in the text
	Bad          // red
)

// Row is a device row.
type Row struct {
	Title string // "Camera"
	Icon  Icon
	Now   string // "Logitech C920, not in use now"
	// NowStrong is drawn bold after Now: "OBS Studio uses it now."
	NowStrong string
	// Switch.
	On     bool
	Locked bool   // drawn insensitive
	Label  string // accessible name of the switch: "Camera on when joining"
	// Sentence of assurance; Why opens one more sentence under it, by a button
	// labelled Ask ("Why?"), whose accessible name is AskName ("Why? Camera").
	Assurance    string
	Tone         Tone
	Why          string
	Ask, AskName string
	// Check is a check box under the assurance, or nil.
	Check *Check
	// Note is one more line: "Off is set by your organisation."
	Note string
}

// Check is a check box of a row. Turning it over is Pressed with its ID.
type Check struct {
	ID         ButtonID
	Label      string
	On, Locked bool
}

// Icon names one of the view's own symbolic icons.
type Icon string

const (
	CameraOn  Icon = "camera-on"
	CameraOff Icon = "camera-off"
	MicOn     Icon = "microphone-on"
	MicOff    Icon = "microphone-off"
	WindowBox Icon = "window"
	// SomeProgram and UnknownProgram stand for programs without an icon.
	SomeProgram    Icon = "program"
	UnknownProgram Icon = "unknown"
)

// OpenRow is the choice of what opens the meeting.
type OpenRow struct {
	Title   string   // "Open with"
	Note    string   // "Camera later: the meeting's own button"
	Choices []string // names, never empty
	Chosen  int
	Label   string // accessible name of the choice
}

// Paragraph is a piece of body text.
type Paragraph struct {
	Text string
	// Host is drawn in the place of Text, larger: the host that counts.
	Host HostName
	Tone Tone
	// Selectable text can be marked and copied (a link, a configuration line).
	Selectable bool
}

// Button is something to press.
type Button struct {
	ID    ButtonID
	Label string
	// Safe buttons take the focus and Escape; at most one a page.
	Safe bool
	// Suggested is drawn in the accent colour. Armed buttons are dead until
	// View.Arm says they are ready.
	Suggested, Armed bool
	// Check draws a check mark button (Actions only), with On as its state.
	Check, On bool
}

// ButtonID names what a button does.
type ButtonID string

// EventKind is what happened in a view.
type EventKind int

const (
	Mapped    EventKind = iota // the window is on the screen
	Focused                    // it got the keyboard focus
	Blurred                    // it lost it
	Moved                      // it was moved or resized
	Pressed                    // Button was pressed, by pointer, key or accessibility
	Toggled                    // a row's switch: Row and On
	Picked                     // a choice: Index
	Dismissed                  // Escape, or the window was closed
	Touched                    // any other input of the person in the window
)

// Event is something that happened in a view. Page is the number given to
// Show, so that an event of a page that is gone is never taken for the next.
type Event struct {
	Kind   EventKind
	Page   uint64
	Button ButtonID
	Row    string // "camera" or "microphone"
	On     bool
	Index  int
	// Typed says that it came from the keyboard. A view that cannot tell says
	// false.
	Typed bool
}

// Raiser is a View that can be brought before the person again.
type Raiser interface {
	// Raise shows where the page is: the person asked for it once more.
	// startupID is the activation token of that, never empty.
	Raise(number uint64, startupID string)
}

// View draws pages. Its methods may be called from any goroutine, return at
// once, and take effect in order.
type View interface {
	// Show draws the page, raises the window and gives the safe button the
	// focus. startupID is the activation token of the link's sender, or "".
	Show(number uint64, p Page, startupID string)
	// Update draws changes of the page that is shown, without moving focus.
	Update(number uint64, p Page)
	// Arm makes the armed buttons live or dead; while dead, suffix is added to
	// their labels: "Join" becomes "Join in 1 s".
	Arm(number uint64, ready bool, suffix string)
	// Hide takes the window away.
	Hide()
}
