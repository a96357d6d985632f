package urlscheme

import (
	"context"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"

	"vestibule/internal/bus/bustest"
)

// sessionBus starts a session bus of the test's own and makes it the one that
// this process finds.
func sessionBus(t *testing.T) {
	t.Helper()
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", bustest.Start(t, "XDG_DATA_HOME="+t.TempDir(), "XDG_DATA_DIRS="+t.TempDir()))
}

// receiver records what arrives and answers as it is told.
type receiver struct {
	arrivals  chan Arrival
	activated chan string
}

func newReceiver() *receiver {
	return &receiver{arrivals: make(chan Arrival, 4096), activated: make(chan string, 8)}
}

func (r *receiver) Open(a Arrival)          { r.arrivals <- a }
func (r *receiver) Practice(a Arrival)      { r.arrivals <- a }
func (r *receiver) Activate(startup string) { r.activated <- startup }

func serveHere(t *testing.T) (*receiver, *Service) {
	t.Helper()
	r := newReceiver()
	s, err := Serve(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return r, s
}

func dial(t *testing.T) *Client {
	t.Helper()
	c, err := Dial()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func TestOpenWaitsUntilTheSenderWasLookedAt(t *testing.T) {
	sessionBus(t)
	t.Setenv("XDG_ACTIVATION_TOKEN", "token-1")
	r, _ := serveHere(t)
	c := dial(t)
	done := make(chan error, 1)
	go func() { done <- c.Open(context.Background(), "https://zoom.us/j/1") }()
	a := <-r.arrivals
	if a.Text != "https://zoom.us/j/1" || a.PID != os.Getpid() || a.Startup != "token-1" || a.Answer != nil {
		t.Errorf("%+v", a)
	}
	select {
	case err := <-done:
		t.Fatalf("returned before the sender was looked at: %v", err)
	default:
	}
	a.Looked()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

func TestAskWaitsForTheAnswer(t *testing.T) {
	sessionBus(t)
	r, _ := serveHere(t)
	c := dial(t)
	type result struct {
		o   Outcome
		err error
	}
	done := make(chan result, 1)
	go func() {
		o, err := c.Ask(context.Background(), "x")
		done <- result{o, err}
	}()
	a := <-r.arrivals
	a.Looked()
	a.Answer(Outcome{Status: 5, Message: "not joined"})
	a.Answer(Outcome{Status: 0}) // a second answer changes nothing
	if got := <-done; got.err != nil || got.o.Status != 5 || got.o.Message != "not joined" {
		t.Errorf("%+v", got)
	}
}

func TestADaemonThatEndsWhileAskingIsNoYes(t *testing.T) {
	sessionBus(t)
	r := newReceiver()
	s, err := Serve(r)
	if err != nil {
		t.Fatal(err)
	}
	c := dial(t)
	done := make(chan error, 1)
	go func() {
		_, err := c.Ask(context.Background(), "x")
		done <- err
	}()
	(<-r.arrivals).Looked()
	s.Close()
	if err := <-done; err == nil || CouldNotStart(err) {
		t.Errorf("%v", err)
	}
}

func TestASecondDaemonShowsTheFirst(t *testing.T) {
	sessionBus(t)
	r, _ := serveHere(t)
	if _, err := Serve(newReceiver()); !errors.Is(err, ErrRunning) {
		t.Fatalf("%v", err)
	}
	<-r.activated
	if !Running(context.Background()) {
		t.Error("not running")
	}
}

// TestNoActionAnswers: whatever is called, nothing but status windows and
// questions come of it.
func TestNoActionAnswers(t *testing.T) {
	sessionBus(t)
	r, _ := serveHere(t)
	conn := dial(t).conn
	object := conn.Object(AppID, objectPath)
	for _, name := range []string{"join", "yes", "answer", "pass", "quit", ""} {
		err := object.Call(appInterface+".ActivateAction", 0, name, []dbus.Variant{}, map[string]dbus.Variant{}).Err
		if err == nil {
			t.Errorf("action %q exists", name)
		}
	}
	for _, method := range []string{"Answer", "Join", "Yes", "Arm", "Quit"} {
		for _, iface := range []string{appInterface, ownInterface} {
			if err := object.Call(iface+"."+method, 0).Err; err == nil {
				t.Errorf("method %s.%s exists", iface, method)
			}
		}
	}
	if err := object.Call(appInterface+".ActivateAction", 0, "status", []dbus.Variant{}, map[string]dbus.Variant{}).Err; err != nil {
		t.Error(err)
	}
	<-r.activated
}

func TestOversizedCalls(t *testing.T) {
	sessionBus(t)
	r, _ := serveHere(t)
	conn := dial(t).conn
	object := conn.Object(AppID, objectPath)
	if err := object.Call(appInterface+".Open", 0, make([]string, mostURIs+1), map[string]dbus.Variant{}).Err; err == nil {
		t.Error("took too many links")
	}
	call := object.Go(appInterface+".Open", 0, nil, []string{strings.Repeat("a", 1<<20)}, map[string]dbus.Variant{
		"activation-token": dbus.MakeVariant("bad\ntoken"), "desktop-startup-id": dbus.MakeVariant(42),
	})
	a := <-r.arrivals
	if len(a.Text) != longestText || a.Startup != "" {
		t.Errorf("%d bytes, token %q", len(a.Text), a.Startup)
	}
	a.Looked()
	if <-call.Done; call.Err != nil {
		t.Error(call.Err)
	}
}

// TestFloodWaitsOutside: however many call at once, few calls are held here;
// the others wait in the bus daemon until a sender was looked at.
func TestFloodWaitsOutside(t *testing.T) {
	sessionBus(t)
	r, _ := serveHere(t)
	const calls = 20 * mostAtOnce
	var all sync.WaitGroup
	for range 4 {
		c := dial(t)
		all.Go(func() {
			object := c.conn.Object(AppID, objectPath)
			done := make(chan *dbus.Call, calls/4)
			for range calls / 4 {
				object.Go(appInterface+".Open", 0, done, []string{"x"}, platform(""))
			}
			for range calls / 4 {
				<-done
			}
		})
	}
	var held []Arrival
	for n := range calls {
		held = append(held, <-r.arrivals)
		if waiting := len(held) + len(r.arrivals); waiting > mostAtOnce {
			t.Fatalf("%d calls are held", waiting)
		}
		if n >= mostAtOnce-1 {
			held[0].Looked()
			held = held[1:]
		}
	}
	for _, a := range held {
		a.Looked()
	}
	all.Wait()
}

// TestCallsThatDoNotFitHoldNobodyUp: they are counted neither in nor out.
func TestCallsThatDoNotFitHoldNobodyUp(t *testing.T) {
	sessionBus(t)
	r, _ := serveHere(t)
	c := dial(t)
	object := c.conn.Object(AppID, objectPath)
	for range 2 * mostAtOnce {
		for _, bad := range []*dbus.Call{
			object.Call(appInterface+".Open", 0),
			object.Call(appInterface+".Open", 0, "x"),
			object.Call(appInterface+".Open", 0, []string{"x"}, map[string]string{}),
			object.Call(ownInterface+".Ask", 0, int32(1), platform("")),
			c.conn.Object(AppID, "/elsewhere").Call(appInterface+".Open", 0, []string{"x"}, platform("")),
		} {
			if bad.Err == nil {
				t.Fatal("answered")
			}
		}
	}
	go func() { (<-r.arrivals).Looked() }()
	if err := c.Open(context.Background(), "x"); err != nil {
		t.Fatal(err)
	}
}

func TestNothingToStart(t *testing.T) {
	sessionBus(t)
	c := dial(t)
	if err := c.Open(context.Background(), "x"); !CouldNotStart(err) {
		t.Errorf("%v", err)
	}
	if err := c.StartDaemon(context.Background(), "/bin/false"); !errors.Is(err, ErrNobody) {
		t.Errorf("%v", err)
	}
	if Running(context.Background()) {
		t.Error("something runs")
	}
}
