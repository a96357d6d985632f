// Package tray puts Vestibule in the notification area.
//
// What lives here: the menu, its icon and its clicks. It is the only importer
// of getlantern/systray. What may not: decisions. A click says which item was
// clicked; nothing in this menu answers a question.
package tray

import "sync"

//go:generate go run ./draw icons

// Item names an item of the menu.
type Item string

// The items, in the order of the menu.
const (
	Line              Item = "line" // the state line; never clicked
	Unmute            Item = "unmute"
	JoinFromClipboard Item = "join-from-clipboard"
	Rejoin            Item = "rejoin"
	RejoinCamera      Item = "rejoin-camera"
	AskAgain          Item = "ask-again"
	AskAnyway         Item = "ask-anyway"
	LetIn             Item = "let-in"
	Camera            Item = "camera"
	Microphone        Item = "microphone"
	PauseHour         Item = "pause-hour"
	PauseTomorrow     Item = "pause-tomorrow"
	Resume            Item = "resume"
	OpenConfiguration Item = "open-configuration"
	ShowStatus        Item = "status"
	QuitItem          Item = "quit"
)

// State is what the menu shows.
type State struct {
	// Line is the state line: "Camera starts off, microphone muted".
	Line string
	// Rejoin, RejoinCamera and AskAgain name the meetings of those items, as far
	// as may be shown; empty hides the item.
	Rejoin, RejoinCamera, AskAgain string
	// Unmute says that Vestibule muted the microphone; empty hides the item.
	Unmute string
	// AskAnyway names a meeting that is not asked about because it was refused
	// twice; empty hides the item.
	AskAnyway string
	// HeldOff says who is held off and until when, and that a click lets them
	// in again; empty hides the item.
	HeldOff string
	// Camera and Microphone are where the switches start; a locked one cannot
	// be clicked.
	Camera, Microphone             bool
	CameraLocked, MicrophoneLocked bool
	// CameraBy and MicrophoneBy are the files that say so, or "".
	CameraBy, MicrophoneBy string
	// Paused changes the icon and puts Resume in the place of the two pauses.
	Paused bool
}

// Menu is what the other rooms need of a Tray.
type Menu interface {
	// Set shows the state; what is shown already is not touched.
	Set(State)
	// Clicks gives each click once, in order for each item.
	Clicks() <-chan Item
	// Quit ends Run. It may be called more than once.
	Quit()
}

// entry is one item as the system's menu holds it; a fake in tests.
type entry interface {
	SetTitle(string)
	Enable()
	Disable()
	Check()
	Uncheck()
	Show()
	Hide()
}

// face is how an item looks.
type face struct {
	title           string
	hidden, blocked bool // blocked: shown but not to be clicked
	checked         bool
}

// Tray is the menu and the icon. Its methods may be called from any
// goroutine.
type Tray struct {
	clicks  chan Item
	setIcon func(paused bool)
	quit    func()

	mu      sync.Mutex
	entries map[Item]entry
	shown   map[Item]face
	state   State
	paused  bool // which icon is shown
}

// Clicks gives each click once. A reader that stays away for long loses
// clicks beyond a few dozen, never blocks the menu.
func (t *Tray) Clicks() <-chan Item { return t.clicks }

// Quit ends Run.
func (t *Tray) Quit() { t.quit() }

// Set shows the state. Only what differs is handed to the system, so that a
// state set again costs no signal on the bus.
func (t *Tray) Set(s State) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.state = s
	faces := s.faces()
	for _, item := range order {
		if e := t.entries[item]; e != nil {
			t.show(item, e, faces[item])
		}
	}
	if s.Paused != t.paused {
		t.setIcon(s.Paused)
		t.paused = s.Paused
	}
}

// show brings one item from the face it has to the face it is to have. A
// hidden item is not touched otherwise: systray shows whatever it updates.
func (t *Tray) show(item Item, e entry, want face) {
	have := t.shown[item]
	if want.hidden {
		if !have.hidden {
			e.Hide()
			have.hidden = true
			t.shown[item] = have
		}
		return
	}
	if want.title != have.title {
		e.SetTitle(want.title)
	}
	if want.blocked != have.blocked {
		if want.blocked {
			e.Disable()
		} else {
			e.Enable()
		}
	}
	if want.checked != have.checked {
		mark(e, want.checked)
	}
	if have.hidden {
		e.Show()
	}
	t.shown[item] = want
}

func mark(e entry, checked bool) {
	if checked {
		e.Check()
	} else {
		e.Uncheck()
	}
}

// clicked reports a click. GTK turns a check mark over by itself when its item
// is clicked; the mark is put back first, so that the menu shows what was
// Set, whatever becomes of the click.
func (t *Tray) clicked(item Item) {
	if item == Camera || item == Microphone {
		t.mu.Lock()
		mark(t.entries[item], t.shown[item].checked)
		t.mu.Unlock()
	}
	select {
	case t.clicks <- item:
	default: // nobody reads: better lost than a menu that hangs
	}
}
