//go:build darwin || (linux && gnustep)

package mac

import (
	"vestibule/internal/app"
	"vestibule/internal/app/front"
	"vestibule/internal/app/single"
	"vestibule/internal/app/traymenu"
	"vestibule/internal/consent"
	"vestibule/internal/consent/appkit"
	"vestibule/internal/notify"
	"vestibule/internal/urlscheme"
	"vestibule/internal/words"
)

// Practise asks the practice question in a window of its own, whether or not a
// daemon runs, and returns once that window is closed. It must be called from
// main.
func Practise(m app.Machine) (urlscheme.Outcome, error) {
	if !urlscheme.WindowServer() {
		return urlscheme.Outcome{}, ErrNoWindows
	}
	if err := appkit.Init(); err != nil {
		return urlscheme.Outcome{}, err
	}
	speak()
	var cfg app.Settings
	cfg.Load()
	daemon, err := single.Start(single.Parts{
		View: func(events func(consent.Event)) consent.View {
			view := appkit.New(events)
			view.RightToLeft(words.RightToLeft())
			return closing{view}
		},
		Machine: m, Clipboard: clipboard{}, Menu: &traymenu.Menu{}, Config: cfg.Get,
		Notify:   notify.New(func() bool { return false }),
		TrayHost: func() bool { return true }, Quit: appkit.Quit,
	})
	if err != nil {
		return urlscheme.Outcome{}, err
	}
	answer := make(chan urlscheme.Outcome, 1)
	practice(daemon.Desk, answer)
	appkit.Loop()
	daemon.End()
	select {
	case o := <-answer:
		return o, nil
	default:
		return urlscheme.Outcome{Status: app.NotJoined, Message: "Vestibule ended while asking"}, nil
	}
}

func practice(d *front.Desk, answer chan<- urlscheme.Outcome) {
	d.Practice(urlscheme.Arrival{
		Looked: func() {},
		Answer: func(o urlscheme.Outcome) {
			select {
			case answer <- o:
			default:
			}
		},
	})
}

// closing ends the main loop with its window.
type closing struct{ consent.View }

func (c closing) Hide() {
	c.View.Hide()
	appkit.Quit()
}
