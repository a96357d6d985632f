package urlscheme

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"

	"github.com/godbus/dbus/v5"

	"vestibule/internal/bus"
)

const (
	busTimeout   = 2 * time.Second  // for the bus daemon itself
	startTimeout = 25 * time.Second // for a daemon that must be started, the bus's own limit
)

// Client is a connection to the running daemon, for one call.
type Client struct {
	conn    *dbus.Conn
	startup string
}

// Dial connects to the session bus. It does not need a running daemon.
func Dial() (*Client, error) {
	conn, err := bus.Connect()
	if err != nil {
		return nil, err
	}
	// The tokens are for the window that will show; they go no further.
	startup := os.Getenv("XDG_ACTIVATION_TOKEN")
	if startup == "" {
		startup = os.Getenv("DESKTOP_STARTUP_ID")
	}
	return &Client{conn: conn, startup: startup}, nil
}

// Close ends the connection.
func (c *Client) Close() { c.conn.Close() }

// Running says whether a daemon has Vestibule's name. It starts none.
func Running(ctx context.Context) bool {
	conn, err := bus.Connect()
	if err != nil {
		return false
	}
	defer conn.Close()
	ctx, cancel := context.WithTimeout(ctx, busTimeout)
	defer cancel()
	var has bool
	err = conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.NameHasOwner", 0, AppID).Store(&has)
	return err == nil && has
}

// Open hands a link over and returns once the daemon has looked at who sent
// it. The daemon is started by the bus if need be.
func (c *Client) Open(ctx context.Context, text string) error {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	return c.call(ctx, appInterface+".Open", []string{text}, platform(c.startup)).Err
}

// Activate has the status window shown.
func (c *Client) Activate(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	return c.call(ctx, appInterface+".Activate", platform(c.startup)).Err
}

// Ask hands a link over and waits for the answer, however long it takes.
func (c *Client) Ask(ctx context.Context, text string) (Outcome, error) {
	return c.outcome(c.call(ctx, ownInterface+".Ask", text, platform(c.startup)))
}

// Practice has the daemon ask the practice question and waits for its end.
func (c *Client) Practice(ctx context.Context) (Outcome, error) {
	return c.outcome(c.call(ctx, ownInterface+".Practice", platform(c.startup)))
}

func (c *Client) outcome(call *dbus.Call) (Outcome, error) {
	var status uint32
	var message string
	if err := call.Store(&status, &message); err != nil {
		return Outcome{}, err
	}
	return Outcome{Status: int(status), Message: message}, nil
}

func (c *Client) call(ctx context.Context, method string, args ...any) *dbus.Call {
	return c.conn.Object(AppID, objectPath).CallWithContext(ctx, method, 0, args...)
}

// CouldNotStart says whether err means that the bus found nothing to start or
// failed to start it, as opposed to a daemon that ended while asking.
func CouldNotStart(err error) bool {
	var e dbus.Error
	if !errors.As(err, &e) {
		return false
	}
	if len(e.Name) > len(spawnErrors) && e.Name[:len(spawnErrors)] == spawnErrors {
		return true
	}
	switch e.Name {
	case "org.freedesktop.DBus.Error.ServiceUnknown", "org.freedesktop.DBus.Error.NameHasNoOwner",
		"org.freedesktop.DBus.Error.TimedOut":
		return true
	}
	return false
}

const spawnErrors = "org.freedesktop.DBus.Error.Spawn."

// StartDaemon starts argv, a "vestibule run", in a session of its own and
// waits until it has Vestibule's name. It is for a bus that cannot start it:
// nothing registered, or a bus without the display that we have.
func (c *Client) StartDaemon(ctx context.Context, argv ...string) error {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	if err := c.conn.AddMatchSignalContext(ctx, dbus.WithMatchInterface("org.freedesktop.DBus"),
		dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, AppID)); err != nil {
		return fmt.Errorf("watching the bus: %w", err)
	}
	owned := make(chan *dbus.Signal, 8)
	c.conn.Signal(owned)
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("starting Vestibule: %w", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case s := <-owned:
			if s != nil && len(s.Body) == 3 && s.Body[0] == AppID && s.Body[2] != "" {
				return nil
			}
		case err := <-ended:
			return fmt.Errorf("%w: it ended at once (%v)", ErrNobody, err)
		case <-ctx.Done():
			return fmt.Errorf("%w: it did not get ready in time", ErrNobody)
		}
	}
}

func platform(startup string) map[string]dbus.Variant {
	data := map[string]dbus.Variant{}
	if startup != "" {
		data["activation-token"] = dbus.MakeVariant(startup)
		data["desktop-startup-id"] = dbus.MakeVariant(startup)
	}
	return data
}
