package urlscheme

import (
	"context"
	"fmt"
	"sync"

	"github.com/godbus/dbus/v5"

	"vestibule/internal/bus"
)

const (
	longestText = 1 << 16 // bytes of one link; a longer text is refused unread
	mostURIs    = 16      // of one Open call
	mostAtOnce  = 64      // calls looked at at the same time
)

// Service is the front's place on the session bus.
type Service struct {
	conn *dbus.Conn
	r    Receiver
	// slots bounds the calls that are looked at at once: a flood waits in the
	// bus daemon, not in our memory.
	slots chan struct{}

	mu   sync.Mutex
	pids map[string]int
}

// Serve takes Vestibule's name on the session bus and hands what arrives to
// r. With another Vestibule running it has that one show its status window
// and returns ErrRunning.
func Serve(r Receiver) (*Service, error) {
	conn, err := bus.Connect()
	if err != nil {
		return nil, err
	}
	s := &Service{conn: conn, r: r, slots: make(chan struct{}, mostAtOnce), pids: map[string]int{}}
	// The object must be there before the name is: bus activation delivers
	// the first call the moment the name is taken.
	for name, methods := range map[string]map[string]any{
		appInterface: {"Open": s.open, "Activate": s.activate, "ActivateAction": s.action},
		ownInterface: {"Ask": s.ask, "Practice": s.practice},
	} {
		if err := conn.ExportMethodTable(methods, objectPath, name); err != nil {
			conn.Close()
			return nil, fmt.Errorf("exporting %s: %w", name, err)
		}
	}
	got, err := conn.RequestName(AppID, dbus.NameFlagDoNotQueue)
	if err != nil {
		conn.Close()
		return nil, fmt.Errorf("taking the name %s: %w", AppID, err)
	}
	if got != dbus.RequestNameReplyPrimaryOwner {
		defer conn.Close()
		if err := conn.Object(AppID, objectPath).Call(appInterface+".Activate", dbus.FlagNoAutoStart, platform("")).Err; err != nil {
			return nil, fmt.Errorf("%w, and does not answer: %w", ErrRunning, err)
		}
		return nil, ErrRunning
	}
	return s, nil
}

// Done is closed when the bus is gone.
func (s *Service) Done() <-chan struct{} { return s.conn.Context().Done() }

// Conn is the connection, for looking at who else is on the bus.
func (s *Service) Conn() *dbus.Conn { return s.conn }

// Close gives the name back.
func (s *Service) Close() { s.conn.Close() }

// HasOwner says whether a name on the bus has an owner, such as
// org.kde.StatusNotifierWatcher for a tray.
func (s *Service) HasOwner(name string) bool {
	var has bool
	err := s.conn.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, name).Store(&has)
	return err == nil && has
}

func (s *Service) open(uris []string, data map[string]dbus.Variant, from dbus.Sender) *dbus.Error {
	s.slots <- struct{}{}
	defer func() { <-s.slots }()
	if len(uris) > mostURIs {
		return dbus.NewError("org.freedesktop.DBus.Error.LimitsExceeded", []any{"too many links in one call"})
	}
	pid := s.pid(string(from))
	for _, u := range uris {
		s.arrive(s.r.Open, u, data, pid, nil)
	}
	return nil
}

// arrive hands one text over and waits until its sender was looked at.
func (s *Service) arrive(to func(Arrival), text string, data map[string]dbus.Variant, pid int, answer func(Outcome)) {
	if len(text) > longestText {
		text = text[:longestText] // still too long for a link: refused with that reason
	}
	looked := make(chan struct{})
	var once sync.Once
	to(Arrival{
		Text: text, PID: pid, Startup: startupOf(data), Answer: answer,
		Looked: func() { once.Do(func() { close(looked) }) },
	})
	select {
	case <-looked:
	case <-s.conn.Context().Done():
	}
}

func (s *Service) ask(text string, data map[string]dbus.Variant, from dbus.Sender) (uint32, string, *dbus.Error) {
	return s.waitFor(s.r.Open, text, data, from)
}

func (s *Service) practice(data map[string]dbus.Variant, from dbus.Sender) (uint32, string, *dbus.Error) {
	return s.waitFor(s.r.Practice, "", data, from)
}

// waitFor answers when the question is answered. It holds a slot only while
// the sender is looked at, so that people who wait do not keep others out.
func (s *Service) waitFor(to func(Arrival), text string, data map[string]dbus.Variant, from dbus.Sender) (uint32, string, *dbus.Error) {
	answer := make(chan Outcome, 1)
	s.slots <- struct{}{}
	s.arrive(to, text, data, s.pid(string(from)), func(o Outcome) {
		select {
		case answer <- o:
		default:
		}
	})
	<-s.slots
	select {
	case o := <-answer:
		return uint32(o.Status), o.Message, nil
	case <-s.conn.Context().Done():
		return 0, "", dbus.NewError("org.freedesktop.DBus.Error.Disconnected", nil)
	}
}

func (s *Service) activate(data map[string]dbus.Variant) *dbus.Error {
	s.r.Activate(startupOf(data))
	return nil
}

// action has one harmless action: the status window. No action answers a
// question.
func (s *Service) action(name string, _ []dbus.Variant, data map[string]dbus.Variant) *dbus.Error {
	if name != "status" {
		return dbus.NewError("org.freedesktop.DBus.Error.InvalidArgs", []any{"no such action"})
	}
	s.r.Activate(startupOf(data))
	return nil
}

// pid asks the bus daemon for the sender's PID. Unique names are never used
// again, so that an answer stays true for a sender.
func (s *Service) pid(sender string) int {
	s.mu.Lock()
	pid, ok := s.pids[sender]
	s.mu.Unlock()
	if ok {
		return pid
	}
	var n uint32
	ctx, cancel := context.WithTimeout(s.conn.Context(), busTimeout)
	defer cancel()
	if err := s.conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.GetConnectionUnixProcessID", 0, sender).Store(&n); err != nil {
		return 0
	}
	s.mu.Lock()
	if len(s.pids) >= 256 {
		clear(s.pids)
	}
	s.pids[sender] = int(n)
	s.mu.Unlock()
	return int(n)
}

// startupOf reads the activation token out of platform data, and nothing else.
func startupOf(data map[string]dbus.Variant) string {
	for _, key := range []string{"activation-token", "desktop-startup-id"} {
		if t, ok := data[key].Value().(string); ok && t != "" && len(t) < 512 && printable(t) {
			return t
		}
	}
	return ""
}

func printable(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 0x20 || s[i] > 0x7e {
			return false
		}
	}
	return true
}
