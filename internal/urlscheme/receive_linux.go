package urlscheme

import (
	"context"
	"fmt"
	"sync"

	"github.com/godbus/dbus/v5"

	"vestibule/internal/bus"
)

const mostURIs = 16 // of one Open call

// Service is the front's place on the session bus.
type Service struct {
	conn *dbus.Conn
	// query is a second connection, for what is asked of the bus itself: the
	// first one may be held back by a flood.
	query *dbus.Conn
	r     Receiver

	mu     sync.Mutex
	room   *sync.Cond // tells that inHand went down
	inHand int        // calls whose sender is being looked at
	closed bool
	pids   map[string]int
}

// Serve takes Vestibule's name on the session bus and hands what arrives to
// r. With another Vestibule running it has that one show its status window
// and returns ErrRunning.
func Serve(r Receiver) (*Service, error) {
	s := &Service{r: r, pids: map[string]int{}}
	s.room = sync.NewCond(&s.mu)
	var err error
	if s.query, err = bus.Connect(); err != nil {
		return nil, err
	}
	s.conn, err = bus.Connect(dbus.WithIncomingInterceptor(func(m *dbus.Message) {
		if isOurs(m) {
			s.take()
		}
	}))
	if err != nil {
		s.query.Close()
		return nil, err
	}
	conn := s.conn
	// The object must be there before the name is: bus activation delivers
	// the first call the moment the name is taken.
	for name, methods := range map[string]map[string]any{
		appInterface: {"Open": s.open, "Activate": s.activate, "ActivateAction": s.action},
		ownInterface: {"Ask": s.ask, "Practice": s.practice},
	} {
		if err := conn.ExportMethodTable(methods, objectPath, name); err != nil {
			s.Close()
			return nil, fmt.Errorf("exporting %s: %w", name, err)
		}
	}
	got, err := conn.RequestName(AppID, dbus.NameFlagDoNotQueue)
	if err != nil {
		s.Close()
		return nil, fmt.Errorf("taking the name %s: %w", AppID, err)
	}
	if got != dbus.RequestNameReplyPrimaryOwner {
		defer s.Close()
		if err := s.query.Object(AppID, objectPath).Call(appInterface+".Activate", dbus.FlagNoAutoStart, platform("")).Err; err != nil {
			return nil, fmt.Errorf("%w, and does not answer: %w", ErrRunning, err)
		}
		return nil, ErrRunning
	}
	return s, nil
}

// Done is closed when the bus is gone.
func (s *Service) Done() <-chan struct{} { return s.conn.Context().Done() }

// Close gives the name back.
func (s *Service) Close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.room.Broadcast()
	if s.conn != nil {
		s.conn.Close()
	}
	s.query.Close()
}

// signatures are the calls that are counted, each by its method, with what it
// takes. Only a call that fits exactly reaches its method, and so is counted
// out again.
var signatures = map[string]string{
	appInterface + ".Open":     "asa{sv}",
	ownInterface + ".Ask":      "sa{sv}",
	ownInterface + ".Practice": "a{sv}",
}

// misfit answers a call whose arguments godbus could bend into shape.
var misfit = dbus.NewError("org.freedesktop.DBus.Error.InvalidArgs", []any{"the arguments are of other types"})

// isOurs says whether a message is a counted call that fits exactly.
func isOurs(m *dbus.Message) bool {
	if m.Type != dbus.TypeMethodCall {
		return false
	}
	field := func(f dbus.HeaderField) string { return fmt.Sprint(m.Headers[f].Value()) }
	want, ok := signatures[field(dbus.FieldInterface)+"."+field(dbus.FieldMember)]
	signature, _ := m.Headers[dbus.FieldSignature].Value().(dbus.Signature)
	return ok && field(dbus.FieldPath) == string(objectPath) && signature.String() == want
}

// take counts a call in. It keeps the reader of the bus from reading on while
// as many are in hand as may be: a flood waits in the bus daemon, not in our
// memory.
func (s *Service) take() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.inHand >= mostAtOnce && !s.closed {
		s.room.Wait()
	}
	s.inHand++
}

func (s *Service) done() {
	s.mu.Lock()
	s.inHand--
	s.mu.Unlock()
	s.room.Signal()
}

// HasOwner says whether a name on the bus has an owner, such as
// org.kde.StatusNotifierWatcher for a tray.
func (s *Service) HasOwner(name string) bool {
	var has bool
	err := s.query.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, name).Store(&has)
	return err == nil && has
}

func (s *Service) open(m dbus.Message, uris []string, data map[string]dbus.Variant, from dbus.Sender) *dbus.Error {
	if !isOurs(&m) {
		return misfit
	}
	defer s.done()
	if len(uris) > mostURIs {
		return dbus.NewError("org.freedesktop.DBus.Error.LimitsExceeded", []any{"too many links in one call"})
	}
	for _, u := range uris {
		s.arrive(s.r.Open, u, data, from, nil)
	}
	return nil
}

// arrive hands one text over and waits until its sender was looked at.
func (s *Service) arrive(to func(Arrival), text string, data map[string]dbus.Variant, from dbus.Sender, answer func(Outcome)) {
	if len(text) > longestText {
		text = text[:longestText] // still too long for a link: refused with that reason
	}
	looked := make(chan struct{})
	var once sync.Once
	to(Arrival{
		Text: text, Sender: string(from), PID: s.pid(string(from)), Startup: startupOf(data), Answer: answer,
		Looked: func() { once.Do(func() { close(looked) }) },
	})
	select {
	case <-looked:
	case <-s.conn.Context().Done():
	}
}

func (s *Service) ask(m dbus.Message, text string, data map[string]dbus.Variant, from dbus.Sender) (uint32, string, *dbus.Error) {
	return s.waitFor(&m, s.r.Open, text, data, from)
}

func (s *Service) practice(m dbus.Message, data map[string]dbus.Variant, from dbus.Sender) (uint32, string, *dbus.Error) {
	return s.waitFor(&m, s.r.Practice, "", data, from)
}

// waitFor answers when the question is answered. It counts as in hand only
// while the sender is looked at, so that who waits does not keep others out.
func (s *Service) waitFor(m *dbus.Message, to func(Arrival), text string, data map[string]dbus.Variant, from dbus.Sender) (uint32, string, *dbus.Error) {
	if !isOurs(m) {
		return 0, "", misfit
	}
	answer := make(chan Outcome, 1)
	s.arrive(to, text, data, from, func(o Outcome) {
		select {
		case answer <- o:
		default:
		}
	})
	s.done()
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
	if err := s.query.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.GetConnectionUnixProcessID", 0, sender).Store(&n); err != nil {
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
