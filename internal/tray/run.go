//go:build (darwin && cgo) || (linux && cgo) || windows

package tray

import (
	"sync"

	"github.com/getlantern/systray"
)

// Built tells whether this build has a tray at all.
const Built = true

// pending is how many clicks of one item, and how many in all, may wait to be
// read.
const pending = 64

// Run shows the tray and runs the system's event loop until Quit. It must be
// called on the main goroutine, before any other; on Linux the caller has
// called gtk_init_check, because with no display systray would end the
// process. ready runs on a goroutine of its own once the menu stands; exit, on
// the event loop before Run returns.
//
// The menu is built once: systray cannot remove an item, only hide it.
func Run(ready func(*Tray), exit func()) {
	Prepare()
	holdSessionBus()
	defer Cleanup()
	var once sync.Once
	t := &Tray{
		clicks:  make(chan Item, pending),
		setIcon: setIcon,
		quit:    func() { once.Do(systray.Quit) },
	}
	systray.Run(func() {
		t.build()
		ready(t)
	}, exit)
}

// build makes every item, hides those that do not apply at first, and starts
// to listen to their clicks.
func (t *Tray) build() {
	t.mu.Lock()
	defer t.mu.Unlock()
	setIcon(false)
	systray.SetTooltip("Vestibule")
	t.entries, t.shown = map[Item]entry{}, map[Item]face{}
	for item, f := range t.state.faces() {
		t.shown[item] = face{title: f.title}
	}
	faces := t.state.faces()
	for _, item := range order {
		switch item {
		case "":
			systray.AddSeparator()
			continue
		case Camera, Microphone:
			t.add(item, systray.AddMenuItemCheckbox(faces[item].title, "", false))
		default:
			t.add(item, systray.AddMenuItem(faces[item].title, ""))
		}
		t.show(item, t.entries[item], faces[item])
	}
}

// add takes an item in. systray offers a click on the item's channel without
// waiting, and drops it when nobody receives at that moment: the channel is
// replaced by one with room before the item can be clicked.
func (t *Tray) add(item Item, m *systray.MenuItem) {
	clicks := make(chan struct{}, pending)
	m.ClickedCh = clicks
	m.Enable() // takes systray's lock, which orders the new channel before any click
	t.entries[item] = m
	go func() {
		for range clicks {
			t.clicked(item)
		}
	}()
}

// setIcon shows one of the two icons. systray lends the bytes to a later
// callback of the event loop: they are package variables, never freed.
func setIcon(paused bool) {
	if paused {
		systray.SetTemplateIcon(pausedTemplate, pausedIcon)
		return
	}
	systray.SetTemplateIcon(normalTemplate, normalIcon)
}
