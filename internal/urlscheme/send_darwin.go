package urlscheme

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"
	"unsafe"

	"vestibule/internal/objc"
)

// Client hands links to Vestibule.app through LaunchServices, which starts it
// if need be.
type Client struct {
	bundle   string
	declared []string
}

// Dial looks for a window server and for the bundle: the one that this program
// is in, or the one that macOS knows.
func Dial() (*Client, error) {
	if !WindowServer() {
		return nil, fmt.Errorf("%w: this session has no windows", ErrNobody)
	}
	b, err := bundledHere("")
	if err != nil {
		return nil, err
	}
	c := &Client{bundle: b.bundle}
	objc.Pool(func() {
		if c.bundle == "" {
			c.bundle = workspace{}.Find(AppID)
		}
		c.declared = workspace{}.Declared(c.bundle)
	})
	if c.bundle == "" {
		return nil, fmt.Errorf("%w: Vestibule.app is not on this computer", ErrNobody)
	}
	return c, nil
}

// To gives a client of the Vestibule that runs as that process.
func To(pid int) (*Client, error) {
	c, err := Dial()
	if err != nil {
		return nil, err
	}
	objc.Pool(func() {
		app := objc.Class("NSRunningApplication").Send("runningApplicationWithProcessIdentifier:", int32(pid))
		if path := objc.Text(app.Send("bundleURL").Send("path")); path != "" {
			c.bundle = path
		}
	})
	return c, nil
}

// WindowServer says whether this session has one: not one of ssh, and not that
// of a background service.
func WindowServer() bool {
	var session func() objc.ID
	if !objc.Func(&session, objc.CoreGraphics, "CGSessionCopyCurrentDictionary") {
		return false
	}
	dictionary := session()
	dictionary.Do("release")
	return dictionary != 0
}

// Running says whether a Vestibule runs for this user. It starts none.
func Running(context.Context) bool {
	folder, err := Folder()
	return err == nil && RunningIn(folder) != 0
}

// CouldNotStart says whether err means that there was nobody to hand over to.
func CouldNotStart(err error) bool { return errors.Is(err, ErrNobody) }

// Close has nothing to end.
func (*Client) Close() {}

// linger is how long the forwarder stays after handing over, so that the one
// which asks can see whose process it is: macOS tells it a PID and no more.
const linger = 500 * time.Millisecond

// Send hands a link over. Whether it was taken is not told.
func (c *Client) Send(text string) error {
	link := handedAs(text, c.declared)
	if link == "" {
		return fmt.Errorf("%w: it is not a link that Vestibule.app opens", ErrNobody)
	}
	return c.launch(link)
}

// Open is Send, and stays a moment.
func (c *Client) Open(ctx context.Context, text string) error {
	if err := c.Send(text); err != nil {
		return err
	}
	select {
	case <-time.After(linger):
	case <-ctx.Done():
	}
	return nil
}

// Activate has the status window shown: a program that runs is told that it
// was started again.
func (c *Client) Activate(context.Context) error { return c.Reopen() }

// Reopen is Activate.
func (c *Client) Reopen() error { return c.launch("") }

// Ask gives ErrNoAnswer: LaunchServices brings none back, and a way of our own
// would have to listen for it.
func (*Client) Ask(context.Context, string) (Outcome, error) { return Outcome{}, ErrNoAnswer }

// Practice gives ErrNobody: the practice question is asked by the program that
// wants it.
func (*Client) Practice(context.Context) (Outcome, error) { return Outcome{}, ErrNobody }

// StartDaemon gives ErrNobody: LaunchServices has tried already.
func (*Client) StartDaemon(context.Context, ...string) error { return ErrNobody }

// launchSpec is LSLaunchURLSpec (<LaunchServices/LSOpen.h>).
type launchSpec struct {
	app    objc.ID // CFURLRef
	items  objc.ID // CFArrayRef
	params uintptr // const AEDesc *
	flags  uint32  // LSLaunchFlags
	refCon uintptr
}

// launch is LSOpenFromURLSpec: of the ways to hand a link to one program it is
// the one that needs no block and says at once whether it worked. The link is
// one value of a list, and goes into no list of recent things.
func (c *Client) launch(link string) (err error) {
	objc.Pool(func() {
		var open func(spec *launchSpec, launched unsafe.Pointer) int32
		if !objc.Func(&open, objc.CoreServices, "LSOpenFromURLSpec") {
			err = fmt.Errorf("%w: LaunchServices is not there", ErrNobody)
			return
		}
		spec := &launchSpec{app: fileURL(c.bundle), flags: objc.KLSLaunchDefaults | objc.KLSLaunchDontAddToRecents}
		if link != "" {
			u := url(link)
			if u == 0 || objc.Text(u.Send("absoluteString")) != link {
				err = fmt.Errorf("%w: macOS does not take it for a link", ErrNobody)
				return
			}
			spec.items = objc.Array(u)
		}
		status := open(spec, nil)
		runtime.KeepAlive(spec)
		if status != 0 {
			err = fmt.Errorf("%w: LaunchServices error %d", ErrNobody, status)
		}
	})
	return err
}
