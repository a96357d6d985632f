// Package front is the part of the daemon that reads outside text and asks:
// it judges what arrives, shows one question at a time, and sends the opener a
// decision once the person said yes. It starts nothing itself.
//
// What may not live here: toolkits (views and menus are interfaces), starting
// programs.
package front

import (
	"log/slog"
	"time"

	"vestibule/internal/app"
	"vestibule/internal/config"
	"vestibule/internal/consent"
	"vestibule/internal/meeting"
	"vestibule/internal/urlscheme"
	"vestibule/internal/words"
)

// Opener is the other end of the socket pair.
type Opener interface {
	// Send asks; got is called once, from any goroutine.
	Send(q app.Request, got func(app.Reply)) uint64
}

// Clipboard is the desktop's.
type Clipboard interface {
	Get(func(text string))
	Set(text string)
}

// Notifier tells, and never asks.
type Notifier interface{ Send(title, body string) }

// Menu is the tray's menu.
type Menu interface{ Set(MenuState) }

// Clock is the time, so that tests step it.
type Clock interface {
	Now() time.Time
	// After calls f once d has passed, unless stop is called before.
	After(d time.Duration, f func()) (stop func())
}

// Parts are what the desk works with.
type Parts struct {
	View      consent.View
	Opener    Opener
	Clipboard Clipboard
	Notify    Notifier
	Menu      Menu
	Clock     Clock
	// Config gives the present snapshot; cheap.
	Config func() config.Snapshot
	// TrayHost says whether a tray shows the menu.
	TrayHost func() bool
	// Quit ends the program.
	Quit func()
}

// Desk holds the one question. All its state belongs to the goroutine of Run;
// everything else posts to it.
type Desk struct {
	Parts
	inbox inbox

	number  uint64 // of the page shown last
	current *session
	queue   []*session

	pausedUntil time.Time
	stopPause   func()
	hold        holdOff
	stopHold    func()
	quiet       quiet
	notAsked    *session // a question that is quiet and came again
	timedOut    *session // for "Ask again"
	joined      *session // for "Rejoin"
	guarded     *guardedMeeting
	startedBy   map[uint64]*session
	askers      map[string]consent.Asker // by the sender's unique name on the bus
	log         logLimit
	refused     int // links turned away since the start, for the status window
	brokenTold  bool
	watching    bool // the opener tells of changes of devices
	seen        bool // a window of ours has been on the screen
	mute        consent.Mute
	raisedSince time.Time
	raises      int
}

// New gives a desk; Run works it.
func New(p Parts) *Desk {
	return &Desk{Parts: p, inbox: newInbox(), startedBy: map[uint64]*session{}, askers: map[string]consent.Asker{}}
}

// Run works until stop is closed; then whoever waits is told "not joined".
func (d *Desk) Run(stop <-chan struct{}) {
	defer d.inbox.close()
	d.refresh()
	for {
		select {
		case <-d.inbox.ready:
			for _, f := range d.inbox.take() {
				f()
			}
		case <-stop:
			for _, f := range d.inbox.take() {
				f()
			}
			d.queue = append([]*session{d.current}, d.queue...)
			d.current = nil
			for _, s := range d.queue {
				if s != nil {
					s.stopTimers()
					s.answer(notJoined("Vestibule ended while asking"))
				}
			}
			return
		}
	}
}

// do runs f on the desk's goroutine, later. After Run ended it does nothing.
func (d *Desk) do(f func()) { d.inbox.put(f) }

// Open takes a link. It is safe to call from any goroutine.
func (d *Desk) Open(a urlscheme.Arrival) { d.do(func() { d.arrive(a) }) }

// Practice takes the wish for the practice question.
func (d *Desk) Practice(a urlscheme.Arrival) {
	d.do(func() {
		a.Looked()
		d.practise(a)
	})
}

// Activate shows the status window.
func (d *Desk) Activate(startup string) { d.do(func() { d.showStatus(startup) }) }

// Event takes what happened in the view.
func (d *Desk) Event(e consent.Event) { d.do(func() { d.event(e) }) }

// Reload takes a changed configuration.
func (d *Desk) Reload() { d.do(d.refresh) }

// Told takes what the opener tells unasked.
func (d *Desk) Told(r app.Reply) {
	d.do(func() {
		if r.Changed && d.current != nil && d.current.kind.showsDevices() {
			d.lookAtDevices(d.current)
		}
		if r.Mute != nil {
			d.mute = *r.Mute
			d.setMenu()
			d.redraw(d.current)
		}
		if r.Ended != 0 {
			d.guardEnded(r.Ended)
		}
		if r.Exited == 0 {
			return
		}
		if s := d.startedBy[r.Exited]; s != nil {
			delete(d.startedBy, r.Exited)
			d.failOrTell(s, r)
		}
	})
}

// arrive judges a text and does with it what its verdict says.
func (d *Desk) arrive(a urlscheme.Arrival) {
	j := app.Judge(a.Text, d.Config().Config)
	if d.log.allow(d.Clock.Now()) {
		slog.Info("link", "verdict", string(j.Verdict), "rule", j.Rule, "scheme", j.Scheme, "service", j.Service, "host", j.Host)
	}
	s := &session{text: a.Text, judged: j, startup: a.Startup}
	if a.Answer != nil {
		s.waiters = []func(urlscheme.Outcome){a.Answer}
	}
	d.lookUp(s, a, func() { d.take(s) })
}

// take does with a judged link what its verdict says.
func (d *Desk) take(s *session) {
	j := s.judged
	if j.Verdict != meeting.IsMeeting && j.PassOn == meeting.PassNow {
		d.passOn(s, false)
		return
	}
	switch {
	case j.Verdict == meeting.IsMeeting:
		s.kind = asking
		if !s.byPerson() { // no page asks: the person does
			s.already = d.alreadyIn(j)
		}
	case j.PassOn == meeting.PassAsk:
		s.kind = passing
	default:
		s.kind = notice
	}
	switch {
	case !d.admit(s):
	case d.paused() && s.kind != notice:
		s.kind = pausedNotice
		d.tell(s)
		d.Notify.Send(words.Say("Vestibule is paused"), words.Say("A {service} link came. Nothing was opened.", "service", j.Name))
	case s.kind != notice:
		if !d.quieted(s) {
			d.ask(s)
		}
	default:
		d.refused++
		d.tell(s)
		d.Notify.Send(words.Say("Link not opened"), s.reason())
	}
}

// loopback is how long the page of a meeting may take to call the service's own
// program.
const loopback = time.Minute

// alreadyIn names the browser that this meeting was opened in just now, if the
// link is one by which the meeting's page calls the service's own program.
func (d *Desk) alreadyIn(j meeting.Judgement) string {
	s := d.joined
	if s == nil || s.joinedWay != meeting.Web || j.Scheme == "https" || j.Scheme == "http" ||
		!s.judged.Meeting.Same(j.Meeting) || d.Clock.Now().Sub(s.joinedAt) > loopback {
		return ""
	}
	return s.joinedIn
}

// mostWaiting is how many distinct questions wait behind the one asked.
const mostWaiting = 3

// ask shows a question now, or puts it behind the one that is asked. The same
// meeting again is folded into its question.
func (d *Desk) ask(s *session) {
	for _, other := range append([]*session{d.current}, d.queue...) {
		if other != nil && other.same(s) {
			other.fold(s)
			if s.withCamera {
				other.picked, other.withCamera = s.picked, true
				other.wish.Camera = true
				other.wish = app.Allowed(other.snap, other.wish)
				d.decideWay(other)
			}
			if other == d.current {
				d.redraw(other)
			}
			d.raise(s.startup)
			return
		}
	}
	switch {
	case d.current == nil || !d.current.kind.isQuestion():
		d.show(s)
	case len(d.queue) < mostWaiting:
		d.queue = append(d.queue, s)
		d.redraw(d.current)
		d.raise(s.startup)
	default:
		d.refused++
		d.current.turnedAway++
		s.answer(notJoined("too many questions are waiting"))
		d.redraw(d.current)
		d.raise(s.startup)
	}
}

// The window is raised at most raisesASpan times each raiseSpan: a token may be
// made up, and a flood of them must cost little and not push a true one out.
const (
	raiseSpan   = time.Second
	raisesASpan = 4
)

// raise brings the question before the person who just clicked another link,
// and may not see it where it is. Without a token of that click nothing is
// raised: nobody gets the focus taken away by links that come by themselves.
func (d *Desk) raise(startup string) {
	r, ok := d.View.(consent.Raiser)
	now := d.Clock.Now()
	if !ok || startup == "" || d.current == nil {
		return
	}
	if now.Sub(d.raisedSince) >= raiseSpan {
		d.raisedSince, d.raises = now, 0
	}
	if d.raises >= raisesASpan {
		return
	}
	d.raises++
	r.Raise(d.current.number, startup)
}

// tell shows a page that asks nothing, unless a question is being asked.
func (d *Desk) tell(s *session) {
	if d.current != nil && d.current.kind.isQuestion() {
		if s.kind == notice {
			d.current.turnedAway++
			d.redraw(d.current)
		}
		s.answer(s.outcome())
		return
	}
	d.show(s)
	if s.kind == notice {
		s.answer(s.outcome())
	}
}

// show makes s the page on the screen.
func (d *Desk) show(s *session) {
	d.retire()
	d.number++
	s.number = d.number
	if !s.shown {
		s.shown = true
		s.snap = d.Config()
		s.wish = app.Allowed(s.snap, meeting.Wish{
			Camera: s.snap.Join.Camera || s.withCamera, Microphone: s.snap.Join.Microphone,
		})
		s.systemMute = s.snap.Microphone.SystemMute
	}
	s.arming = consent.NewArming(s.snap.Consent.ArmDelay)
	d.current = s
	s.page = d.page(s)
	d.View.Show(s.number, s.page, s.startup)
	d.View.Arm(s.number, false, "")
	d.watch(s.kind.showsDevices())
	d.look(s)
	d.startTimeout(s)
}

// retire ends whatever page is shown without another coming; a page that
// tells something is answered already.
func (d *Desk) retire() {
	if s := d.current; s != nil {
		s.stopTimers()
		s.answer(s.outcome())
		d.current = nil
	}
}

// next shows the next waiting question, or takes the window away.
func (d *Desk) next() {
	if d.current != nil {
		d.current.stopTimers()
		d.current = nil
	}
	if len(d.queue) > 0 {
		s := d.queue[0]
		d.queue = d.queue[1:]
		d.show(s)
		return
	}
	d.View.Hide()
	d.watch(false)
	d.setMenu()
}

// end answers the current question with no, whatever the reason.
func (d *Desk) end(a consent.Answer, why string) {
	s := d.current
	if s == nil {
		return
	}
	if s.kind == practising {
		d.showPracticeEnd(s, a)
		return
	}
	switch {
	case s.deciding:
		// The answer was yes and is being carried out: who waits is told what
		// came of it, and closing the window changes nothing.
	case s.kind.isQuestion():
		if a == consent.TimedOut && s.kind == asking {
			d.timedOut = s
		}
		d.said(s, a)
		s.answer(notJoined(why))
	default:
		s.answer(s.outcome())
	}
	d.next()
}

// redraw draws s again if it is on the screen and says something new. A
// change of what is shown starts the delay again.
func (d *Desk) redraw(s *session) {
	if s == nil || s != d.current {
		return
	}
	now := d.Clock.Now()
	if now.Sub(s.drawnSince) >= drawSpan {
		s.drawnSince, s.draws = now, 0
	}
	if s.draws >= drawsASpan {
		if s.stopDraw == nil {
			s.stopDraw = d.Clock.After(drawSpan-now.Sub(s.drawnSince), func() {
				d.do(func() {
					s.stopDraw = nil
					d.redraw(s)
				})
			})
		}
		return
	}
	p := d.page(s)
	if same(p, s.page) {
		return
	}
	s.page = p
	s.draws++
	d.View.Update(s.number, p)
	s.arming.Changed(now)
	d.rearm(s)
}

// A page is drawn anew at most drawsASpan times each drawSpan, so that a flood
// leaves the toolkit time for the person.
const (
	drawSpan   = 500 * time.Millisecond
	drawsASpan = 16
)

func (d *Desk) paused() bool { return d.Clock.Now().Before(d.pausedUntil) }

func notJoined(why string) urlscheme.Outcome {
	return urlscheme.Outcome{Status: app.NotJoined, Message: why}
}
