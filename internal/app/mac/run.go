//go:build darwin || (linux && gnustep)

package mac

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"vestibule/internal/app"
	"vestibule/internal/app/single"
	"vestibule/internal/app/traymenu"
	"vestibule/internal/consent"
	"vestibule/internal/consent/appkit"
	"vestibule/internal/notify"
	"vestibule/internal/tray"
	"vestibule/internal/urlscheme"
	"vestibule/internal/words"
)

// Options say how the daemon is to run.
type Options struct {
	Machine app.Machine
	// Folder is the person's own folder for Vestibule.
	Folder string
	// ByDesktop says that Finder, a link or the login started this program, not
	// somebody who typed "vestibule run".
	ByDesktop bool
	// Arrive, where a test sets it, brings links beside macOS.
	Arrive func(*urlscheme.Intake)
	// Watch, where a test sets it, sees what is told to the panel.
	Watch func(consent.View) consent.View
}

// ErrNoWindows says that this session has no window server: nobody could be
// asked.
var ErrNoWindows = errors.New("nobody could be asked: this session has no windows")

// Run is the daemon, until it is told to quit. It must be called from main, and
// it may end the process itself: that is how AppKit quits. With another
// Vestibule running, that one gets what this one was given, and the error is
// urlscheme.ErrRunning.
func Run(o Options) error {
	if !urlscheme.WindowServer() {
		return ErrNoWindows
	}
	alone, err := urlscheme.BeAlone(o.Folder)
	var other *urlscheme.RunningError
	if errors.As(err, &other) {
		return handOver(other.PID, o.ByDesktop)
	}
	if err != nil {
		return err
	}
	leave := sync.OnceFunc(alone.Leave)
	defer leave()
	if err := appkit.Init(); err != nil {
		return err
	}
	speak()
	var cfg app.Settings
	cfg.Load()
	menu := &traymenu.Menu{}
	quit := appkit.Quit
	if tray.Built {
		quit = menu.Quit
	}
	daemon, err := single.Start(single.Parts{
		View: func(events func(consent.Event)) consent.View {
			view := appkit.New(events)
			view.RightToLeft(words.RightToLeft())
			if o.Watch != nil {
				return o.Watch(view)
			}
			return view
		},
		Machine: o.Machine, Clipboard: clipboard{}, Menu: menu, Config: cfg.Get,
		Notify:   notify.New(func() bool { return cfg.Get().Notifications.Enabled }),
		TrayHost: func() bool { return tray.Built }, Quit: quit,
	})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	// Where the tray is, quitting ends the process behind this function's back:
	// then it is called from the main loop.
	finish := sync.OnceFunc(func() {
		cancel()
		daemon.End()
		leave()
	})
	defer finish()

	var links urlscheme.Intake
	if err := urlscheme.Listen(urlscheme.Events{
		Link:   func(text string, pid int) { links.Put(text, pid) },
		Reopen: func() { daemon.Desk.Activate("") },
		Started: func(byPerson bool) {
			if byPerson && o.ByDesktop {
				daemon.Desk.Activate("")
			}
		},
		Ending: finish,
	}); err != nil {
		return err
	}
	links.Serve(daemon.Desk)
	if o.Arrive != nil {
		go o.Arrive(&links)
	}
	go cfg.Watch(ctx, daemon.Desk.Reload)
	go quitOnSignal(ctx, quit)
	if !tray.Built {
		appkit.Loop()
		return nil
	}
	tray.Run(func(t *tray.Tray) {
		menu.Attach(t)
		for item := range t.Clicks() {
			daemon.Desk.Act(traymenu.Actions[item])
		}
	}, finish)
	return nil
}

func quitOnSignal(ctx context.Context, quit func()) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(signals)
	select {
	case <-signals:
		quit()
	case <-ctx.Done():
	}
}
