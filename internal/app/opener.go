package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"

	"vestibule/internal/client"
	"vestibule/internal/config"
	"vestibule/internal/consent"
	"vestibule/internal/device"
	"vestibule/internal/meeting"
	"vestibule/internal/plan"
	"vestibule/internal/words"
)

// Machine is what the opener does to the world, so that tests can fake it.
type Machine interface {
	Devices(context.Context) device.Snapshot
	// Watch gives a value whenever the devices may have changed, until ctx
	// ends.
	Watch(ctx context.Context) <-chan struct{}
	// MuteAll mutes every microphone for the whole system, and those that come
	// while that holds. An error says what is not known to be muted.
	MuteAll(context.Context) error
	// Unmute takes that off again. Only a person's click may lead here.
	Unmute(context.Context) error
	// Mutes gives what is known of our own mute, what an earlier run left
	// included, and again whenever it changes, until ctx ends.
	Mutes(ctx context.Context) <-chan consent.Mute
	// Asker looks up which program opened a link.
	Asker(pid int) consent.Asker
	// Clients lists what can open the schemes or a web link, the person's
	// defaults first.
	Clients(schemes []string) ([]client.Client, error)
	// Handler is the program that had the scheme before Vestibule.
	Handler(scheme string) (client.Client, bool)
	// Start gives the client exactly one argument. exited gets an error if the
	// client ends with one at once.
	Start(c client.Client, link, startup string) (exited <-chan error, err error)
	// Guards tells what guards the clients in list have now; host is the
	// meeting's.
	Guards(list []client.Client, host string) []client.Guard
	// Settings tells what native clients among list keep off themselves.
	Settings(service string, list []client.Client) []client.Setting
	// StartGuarded is Start in a guard, which is looked at once more; where it
	// does not hold, nothing starts. ended is closed when nothing of the client
	// runs in it any more.
	StartGuarded(c client.Client, guard, link, startup string) (exited <-chan error, ended <-chan struct{}, err error)
	// Close has a native client close, and waits: the one that was started
	// without a camera, or else what of it can use one.
	Close(ctx context.Context, c client.Client, guarded bool) error
	Config() config.Snapshot
	SetConfig(key, value string) error
	EditConfig() error
	Status() []words.Text
}

// Opener carries out what the front decides. It believes none of it: every
// decision is checked against the catalogue, the configuration and what is
// installed, and links are built here.
type Opener struct {
	machine Machine
	out     *writer

	mu        sync.Mutex
	stopWatch context.CancelFunc // of the watch that runs; nil while nothing watches
}

// NewOpener gives an opener that writes its replies to w.
func NewOpener(m Machine, w io.Writer) *Opener {
	return &Opener{machine: m, out: &writer{w: w}}
}

// atOnce bounds the requests carried out at the same time. More wait in the
// socket: no flood of links makes a flood of work here.
const atOnce = 16

// Serve carries out requests until the front ends (nil) or sends something
// that is no request (an error; the front must then be ended).
func (o *Opener) Serve(ctx context.Context, r io.Reader) error {
	slots := make(chan struct{}, atOnce)
	var busy sync.WaitGroup
	defer busy.Wait()
	defer o.watchDevices(ctx, false)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	busy.Go(func() { o.tellMute(ctx) })
	return lines(r, func(q Request) {
		slots <- struct{}{}
		busy.Go(func() {
			defer func() { <-slots }()
			rep := o.answer(ctx, q)
			rep.ID = q.ID
			if err := o.out.send(rep); err != nil {
				slog.Error("answering the front", "err", err)
			}
		})
	})
}

func (o *Opener) answer(ctx context.Context, q Request) Reply {
	switch {
	case q.Devices:
		d := o.machine.Devices(ctx)
		return Reply{Devices: &d}
	case q.Who != 0:
		a := o.machine.Asker(q.Who)
		return Reply{Asker: &a}
	case q.Clients != nil:
		return o.clients(*q.Clients)
	case q.Handler != "":
		c, ok := o.machine.Handler(q.Handler)
		if !ok {
			return Reply{Error: words.Mark("looking for the earlier program: there is none")}
		}
		return Reply{Name: c.Name}
	case q.Join != nil:
		return o.join(ctx, q.ID, *q.Join)
	case q.Pass != nil:
		return o.pass(*q.Pass)
	case q.Default != nil:
		return o.setDefault(*q.Default)
	case q.Unmute:
		return failure(o.machine.Unmute(ctx), "")
	case q.Edit:
		return failure(o.machine.EditConfig(), "")
	case q.Watch != "":
		o.watchDevices(ctx, q.Watch == "on")
		return Reply{}
	case q.Status:
		return Reply{Status: o.machine.Status()}
	}
	return Reply{Error: "reading request: it asks for nothing"}
}

func failure(err error, hint string) Reply {
	if err == nil {
		return Reply{}
	}
	var h interface{ Hint() string }
	if hint == "" && errors.As(err, &h) {
		hint = h.Hint()
	}
	r := Reply{Error: err.Error(), Hint: hint}
	var said interface{ Said() words.Text }
	if errors.As(err, &said) {
		t := said.Said()
		r.Said = &t
	}
	var help interface{ SaidHint() words.Text }
	if errors.As(err, &help) && h != nil && hint == h.Hint() {
		t := help.SaidHint()
		r.SaidHint = &t
	}
	return r
}

func (o *Opener) clients(q Service) Reply {
	s, ok := meeting.Known(q.ID)
	if !ok {
		return Reply{Error: "looking for clients: no such service"}
	}
	list, err := o.machine.Clients(s.Schemes)
	if err != nil {
		return failure(fmt.Errorf("looking for clients: %w", err), "")
	}
	return Reply{Clients: list, Guards: o.machine.Guards(list, q.Host), Settings: o.machine.Settings(q.ID, list)}
}

// join checks the decision and starts the client.
func (o *Opener) join(ctx context.Context, id uint64, d Decision) Reply {
	name, run, rep := o.start(ctx, d)
	if rep.Error != "" {
		return rep
	}
	o.watch(id, run)
	rep.Name = name
	return rep
}

// running is a client that was started.
type running struct {
	exited <-chan error
	ended  <-chan struct{} // nil without a guard
}

func (o *Opener) start(ctx context.Context, d Decision) (string, running, Reply) {
	var none running
	s, ok := meeting.Known(d.Meeting.Service)
	if !ok {
		return "", none, Reply{Error: "joining: no such service"}
	}
	cfg := o.machine.Config()
	d.Wish = Allowed(cfg, d.Wish)
	if cfg.Links.StripTracking {
		d.Meeting = d.Meeting.StripTracking()
	}
	if err := d.Meeting.Check(Hosts(cfg.Config)); err != nil {
		return "", none, failure(fmt.Errorf("joining: %w", err), "")
	}
	schemes := []string{"https"}
	if d.Way == meeting.Native {
		schemes = s.Schemes
	} else if d.Way != meeting.Web {
		return "", none, Reply{Error: "joining: no such way"}
	}
	c, err := o.installed(d, s.Schemes)
	if err != nil {
		return "", none, failure(err, Install(s.Name).String())
	}
	link, err := d.Meeting.Link(d.Way, d.Wish)
	if err != nil {
		return "", none, failure(fmt.Errorf("joining: %w", err), "")
	}
	if !handles(c, d.Way, schemes) {
		return "", none, Reply{Error: "joining: " + c.Name + " does not open such links"}
	}
	if err := o.unguarded(d, s); err != nil {
		return "", none, failure(err, "")
	}
	muted, rep := o.muteFirst(ctx, d)
	if rep.Error != "" {
		return "", none, rep
	}
	run, err := o.open(ctx, c, d, link)
	if err != nil {
		return "", none, failure(err, "")
	}
	slog.Info("opened", "service", d.Meeting.Service, "way", d.Way, "client", c.ID, "guard", d.Guard, "muted", muted)
	rep = o.remember(d)
	rep.Muted = muted
	return c.Name, run, rep
}

// open starts the client, in its guard if one is decided on. A guard must fit
// the wish: nothing opens with another camera setting than was asked about.
func (o *Opener) open(ctx context.Context, c client.Client, d Decision, link string) (running, error) {
	var r running
	if !plan.Fits(d.Guard, d.Way, d.Wish) {
		return r, errors.New("joining: that guard does not go with this choice")
	}
	if err := o.makeRoom(ctx, c, d); err != nil {
		return r, err
	}
	var err error
	if d.Guard == "" {
		r.exited, err = o.machine.Start(c, link, d.Startup)
	} else {
		r.exited, r.ended, err = o.machine.StartGuarded(c, d.Guard, link, d.Startup)
	}
	return r, err
}

// makeRoom closes what runs of the client, where the person was told so. Only
// two things are ever closed: for a start without a camera what can use one,
// and for a start with the camera what we started without.
func (o *Opener) makeRoom(ctx context.Context, c client.Client, d Decision) error {
	switch {
	case !d.Restart:
		return nil
	case d.Guard == plan.Sandbox:
		return wrapClose(c, o.machine.Close(ctx, c, false))
	case d.Guard == "" && d.Way == meeting.Native && d.Wish.Camera:
		return wrapClose(c, o.machine.Close(ctx, c, true))
	}
	return errors.New("joining: nothing is closed for this choice")
}

func wrapClose(c client.Client, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("closing %s first: %w", c.Name, err)
}

// unguarded says why a decision without a guard is not carried out: a policy
// locks the service's way at "guarded", and a guard holds here.
func (o *Opener) unguarded(d Decision, s meeting.Service) error {
	cfg := o.machine.Config()
	if d.Guard != "" || !OnlyGuarded(cfg, s.ID) {
		return nil
	}
	list, err := o.machine.Clients(s.Schemes)
	if err != nil {
		return fmt.Errorf("joining: %w", err)
	}
	p := plan.Make(plan.Input{
		Meeting: d.Meeting, Native: s.Schemes, Wish: d.Wish, Config: cfg.Config,
		Clients: list, Guards: o.machine.Guards(list, d.Meeting.Host), OnlyGuarded: true,
	})
	if c, ok := p.Selected(); ok && c.Guard != "" {
		return errors.New(words.Mark("joining: your organisation has it opened in a guard"))
	}
	return nil
}

// remember keeps the kind of way for the service. That it cannot be kept
// hinders no meeting.
func (o *Opener) remember(d Decision) Reply {
	if !d.Remember {
		return Reply{}
	}
	with := plan.Browser
	switch {
	case d.Guard != "":
		with = plan.Guarded
	case d.Way == meeting.Native:
		with = plan.App
	}
	if err := o.machine.SetConfig("provider."+d.Meeting.Service+".open_with", string(with)); err != nil {
		return Reply{Note: "The choice was not kept: " + err.Error()}
	}
	return Reply{}
}

// installed finds the decided client among those that are installed now.
func (o *Opener) installed(d Decision, schemes []string) (client.Client, error) {
	list, err := o.machine.Clients(schemes)
	if err != nil {
		return client.Client{}, fmt.Errorf("joining: %w", err)
	}
	kind := client.Browser
	if d.Way == meeting.Native {
		kind = client.App
	}
	for _, c := range list {
		if c.ID == d.Client && c.Kind == kind {
			return c, nil
		}
	}
	return client.Client{}, errors.New(words.Mark("joining: the program that should open it is not installed any more"))
}

func handles(c client.Client, way meeting.Way, schemes []string) bool {
	if way == meeting.Web {
		return c.Kind == client.Browser
	}
	for _, have := range c.Schemes {
		for _, want := range schemes {
			if have == want {
				return true
			}
		}
	}
	return false
}

// Install names what to install where nothing can open a service, by its name.
func Install(service string) words.Text {
	return words.Make("install {service}'s own program or a web browser (on Debian: apt install chromium)", "service", service)
}

// watch tells the front when a client ends at once with an error, and when
// nothing of a guarded one runs any more.
func (o *Opener) watch(id uint64, r running) {
	tell := func(rep Reply) {
		if err := o.out.send(rep); err != nil {
			slog.Error("telling the front", "err", err)
		}
	}
	if r.exited != nil {
		go func() {
			if err, ok := <-r.exited; ok && err != nil {
				tell(Reply{Exited: id, Error: err.Error()})
			}
		}()
	}
	if r.ended != nil {
		go func() {
			<-r.ended
			tell(Reply{Ended: id})
		}()
	}
}

// watchDevices tells the front of changes while on; nothing watches
// otherwise.
func (o *Opener) watchDevices(ctx context.Context, on bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if on == (o.stopWatch != nil) {
		return
	}
	if !on {
		o.stopWatch()
		o.stopWatch = nil
		return
	}
	ctx, o.stopWatch = context.WithCancel(ctx)
	changes := o.machine.Watch(ctx)
	go func() {
		for range changes {
			if ctx.Err() != nil {
				continue
			}
			if err := o.out.send(Reply{Changed: true}); err != nil {
				return
			}
		}
	}()
}

// pass hands a link that is no meeting to the program that had its scheme. A
// sign-in callback goes at once; anything else only after a question.
func (o *Opener) pass(p Pass) Reply {
	j := Judge(p.Text, o.machine.Config().Config)
	if j.PassOn != meeting.PassNow && (j.PassOn != meeting.PassAsk || !p.Asked) {
		return Reply{Error: words.Mark("passing on: this link is not one that may be passed on")}
	}
	c, ok := o.machine.Handler(j.Scheme)
	if !ok {
		return Reply{Error: "passing on: no other program here opens " + j.Scheme + ": links"}
	}
	exited, err := o.machine.Start(c, p.Text, p.Startup)
	if err != nil {
		return failure(err, "")
	}
	o.watch(0, running{exited: exited})
	slog.Info("passed on", "scheme", j.Scheme, "client", c.ID)
	return Reply{Name: c.Name}
}

func (o *Opener) setDefault(d Default) Reply {
	switch d.Device {
	case "camera":
		return failure(o.machine.SetConfig("join.camera", onOff(d.On, "off")), "")
	case "microphone":
		return failure(o.machine.SetConfig("join.microphone", onOff(d.On, "muted")), "")
	}
	return Reply{Error: "changing a default: no such device"}
}

func onOff(on bool, off string) string {
	if on {
		return "on"
	}
	return off
}
