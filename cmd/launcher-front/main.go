//go:build linux && cgo

// Command vestibule-front is the window, the tray and the place on the session
// bus. It reads all outside text and asks; it starts nothing. "vestibule run"
// starts it with its end of a socket pair as file descriptor 3 and carries out
// what the person decided.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime"
	"sync/atomic"
	"syscall"

	"vestibule/internal/app"
	"vestibule/internal/app/front"
	"vestibule/internal/app/traymenu"
	"vestibule/internal/bus"
	"vestibule/internal/consent"
	"vestibule/internal/consent/gtk"
	"vestibule/internal/notify"
	"vestibule/internal/seal"
	_ "vestibule/internal/still"
	"vestibule/internal/tray"
	"vestibule/internal/urlscheme"
	"vestibule/internal/words"
)

func init() {
	runtime.LockOSThread() // GTK's thread is the main one
}

const openerFD = 3

func main() {
	words.Speak(words.Preferred(os.Getenv))
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, nil)))
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "vestibule:", err)
		os.Exit(status(err))
	}
}

func status(err error) int {
	switch {
	case errors.Is(err, urlscheme.ErrRunning):
		return app.Joined // that one shows its window now
	case errors.Is(err, errNoDisplay), errors.Is(err, bus.ErrNone), errors.Is(err, bus.ErrNotUnix):
		return app.NotJoined
	}
	return app.Failed
}

var errNoDisplay = errors.New("nobody could be asked")

func run() error {
	socket, err := openerEnd()
	if err != nil {
		return err
	}
	if err := seal.Front(); err != nil {
		return err
	}
	// GTK finds the bus by the same address: one that Vestibule may not use
	// ends here.
	if _, err := bus.Address(); err != nil {
		return err
	}
	// The first GTK program on a display otherwise loads OpenGL to choose its
	// visuals: 55 MB (libLLVM among it) and 30 ms that a dialog has no use for.
	if err := os.Setenv("GDK_GL", "disable"); err != nil {
		return fmt.Errorf("starting the window's program: %w", err)
	}
	// From GTK's start on its threads read the environment without a lock: what
	// changes it comes before.
	tray.Prepare()
	defer tray.Cleanup()
	// Without a display nobody can be asked: then the name is not taken, and
	// whoever sent a link is told.
	if err := gtk.Init(); err != nil {
		return fmt.Errorf("%w: %w", errNoDisplay, err)
	}
	gtk.RightToLeft(words.RightToLeft())
	var cfg app.Settings
	cfg.Load()

	link := app.NewLink(socket)
	stop := make(chan struct{})
	var desk *front.Desk
	view := gtk.New(func(e consent.Event) { desk.Event(e) })
	menu := &traymenu.Menu{}
	var bus atomic.Pointer[urlscheme.Service]
	desk = front.New(front.Parts{
		View: view, Opener: link, Clipboard: clipboard{view}, Menu: menu, Clock: front.RealClock{},
		Notify: notify.New(func() bool { return cfg.Get().Notifications.Enabled }),
		Config: cfg.Get,
		TrayHost: func() bool {
			b := bus.Load()
			return b != nil && b.HasOwner(trayWatcher)
		},
		Quit: menu.Quit,
	})
	link.Told = desk.Told

	worked := make(chan struct{})
	go func() {
		defer close(worked)
		desk.Run(stop)
	}()
	opener := make(chan error, 1)
	go func() { opener <- link.Serve(socket) }()
	// The name on the bus is taken while the theme is read. A link that comes
	// meanwhile waits for the window, which is drawn before the tray stands.
	served := make(chan error, 1)
	var service *urlscheme.Service
	go func() {
		var err error
		service, err = urlscheme.Serve(desk)
		served <- err
	}()
	gtk.Drain()
	if err := <-served; err != nil {
		return err
	}
	defer service.Close()
	bus.Store(service)
	gtk.Drain()

	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go cfg.Watch(ctx, desk.Reload)
	go quitWhen(service, opener, menu.Quit)

	tray.Run(func(t *tray.Tray) {
		menu.Attach(t)
		for item := range t.Clicks() {
			desk.Act(traymenu.Actions[item])
		}
	}, func() {})

	close(stop)
	<-worked
	return nil
}

// trayWatcher is on the bus when something shows tray icons.
const trayWatcher = "org.kde.StatusNotifierWatcher"

// openerEnd gives the inherited end of the socket pair.
func openerEnd() (io.ReadWriteCloser, error) {
	var st syscall.Stat_t
	if err := syscall.Fstat(openerFD, &st); err != nil || st.Mode&syscall.S_IFMT != syscall.S_IFSOCK {
		return nil, errors.New("starting the window's program: it is started by \"vestibule run\", not by hand")
	}
	syscall.CloseOnExec(openerFD)
	if err := syscall.SetNonblock(openerFD, true); err != nil {
		return nil, fmt.Errorf("starting the window's program: %w", err)
	}
	return os.NewFile(openerFD, "opener"), nil
}

// quitWhen ends the program when the bus or the opener is gone, or a signal
// says so: a window that can start nothing must not ask.
func quitWhen(s *urlscheme.Service, opener <-chan error, quit func()) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	select {
	case <-s.Done():
		slog.Info("the session bus is gone")
	case err := <-opener:
		if err != nil {
			slog.Error("the opener is gone", "err", err)
		}
	case <-signals:
	}
	quit()
}

// clipboard is the desktop's, through GTK.
type clipboard struct{ v *gtk.View }

func (clipboard) Get(got func(string)) { gtk.Clipboard(got) }
func (clipboard) Set(text string)      { gtk.SetClipboard(text) }
