package front

import (
	"slices"
	"time"

	"vestibule/internal/app"
	"vestibule/internal/consent"
	"vestibule/internal/device"
	"vestibule/internal/meeting"
	"vestibule/internal/plan"
	"vestibule/internal/urlscheme"
)

// event does what the person did in the window. An event of a page that is
// gone does nothing.
func (d *Desk) event(e consent.Event) {
	s := d.current
	if s == nil || e.Page != s.number {
		return
	}
	now := d.Clock.Now()
	switch e.Kind {
	case consent.Mapped:
		s.arming.Mapped(now)
		d.startTimeout(s)
	case consent.Focused:
		s.arming.Focused(now)
	case consent.Blurred:
		s.arming.Blurred()
	case consent.Moved:
		s.arming.Changed(now)
	case consent.Touched:
		d.startTimeout(s)
	case consent.Pressed:
		d.startTimeout(s)
		d.pressed(s, e.Button)
		return
	case consent.Toggled:
		d.toggled(s, e.Row, e.On)
	case consent.Picked:
		if e.Index >= 0 && e.Index < len(s.plan.Choices) {
			s.picked = s.plan.Choices[e.Index].Key
			d.decideWay(s)
			d.redraw(s)
		}
	case consent.Dismissed:
		d.end(consent.No, "you chose not to join")
		return
	}
	d.rearm(s)
}

func (d *Desk) toggled(s *session, row string, on bool) {
	switch row {
	case "camera":
		s.wish.Camera = on
	case "microphone":
		s.wish.Microphone = on
	default:
		return
	}
	s.wish = app.Allowed(d.Config(), s.wish)
	d.decideWay(s)
	d.redraw(s)
}

// pressed does what a button does. Every armed button asks Arming again here:
// the view's dead button is a courtesy, this is the rule.
func (d *Desk) pressed(s *session, b consent.ButtonID) {
	if armed(s.page, b) && !s.arming.Press(d.Clock.Now()) {
		d.rearm(s)
		return
	}
	switch b {
	case consent.ButtonNo, consent.ButtonClose:
		d.end(consent.No, "you chose not to join")
	case consent.ButtonJoin, consent.ButtonRetry:
		if s.kind == practising {
			d.end(consent.Yes, "")
			return
		}
		d.join(s)
	case consent.ButtonOtherwise:
		d.askOtherwise(s)
	case consent.ButtonPass:
		d.passOn(s, true)
	case consent.ButtonCopy:
		d.copyLink(s)
	case consent.ButtonUsual:
		i := slices.IndexFunc(s.plan.Choices, func(c plan.Choice) bool { return c.With == plan.Browser })
		if i >= 0 {
			s.picked = s.plan.Choices[i].Key
			d.decideWay(s)
			d.redraw(s)
		}
	case consent.ButtonRemember:
		s.remember = !s.remember
		d.redraw(s)
	case consent.ButtonResume:
		d.resumeAndAsk(s)
	case consent.ButtonLetIn:
		d.letInAndAsk(s)
	default:
		d.act(Action(b))
	}
}

// armed says whether the page has that button, and armed. A button that the
// page does not have is treated as armed: nothing unknown is pressed by luck.
func armed(p consent.Page, id consent.ButtonID) bool {
	for _, list := range [][]consent.Button{p.Buttons, p.Actions} {
		for _, b := range list {
			if b.ID == id {
				return b.Armed
			}
		}
	}
	return true
}

// rearm tells the view whether the armed buttons are live, and comes back
// when that changes.
func (d *Desk) rearm(s *session) {
	if s != d.current {
		return
	}
	if s.stopArm != nil {
		s.stopArm()
		s.stopArm = nil
	}
	left, ok := s.arming.Left(d.Clock.Now())
	switch {
	case s.deciding || !ok || !s.ready():
		d.View.Arm(s.number, false, "")
	case left == 0:
		d.View.Arm(s.number, true, "")
	default:
		d.View.Arm(s.number, false, consent.Countdown(left))
		wait := left % time.Second
		if wait == 0 {
			wait = time.Second
		}
		s.stopArm = d.Clock.After(min(wait, left), func() { d.do(func() { d.rearm(s) }) })
	}
}

// ready says that the page can be answered with yes at all: it is known what
// would be opened.
func (s *session) ready() bool {
	switch s.kind {
	case asking:
		_, ok := s.plan.Selected()
		return ok
	case passing:
		return s.passTo != ""
	}
	return true
}

func (d *Desk) startTimeout(s *session) {
	if s != d.current || s.kind == status {
		return
	}
	if s.stopTimeout != nil {
		s.stopTimeout()
	}
	s.stopTimeout = d.Clock.After(d.Config().Consent.Timeout, func() {
		d.do(func() {
			if s == d.current && !s.deciding {
				d.end(consent.TimedOut, "nobody answered in time")
			}
		})
	})
}

// join sends the decision. The page stays until the opener has answered.
func (d *Desk) join(s *session) {
	c, ok := s.plan.Selected()
	if !ok || s.deciding || s.judged.Verdict != meeting.IsMeeting {
		return
	}
	s.deciding = true
	d.rearm(s)
	dec := app.Decision{Meeting: s.judged.Meeting, Wish: s.wish, Way: c.Way, Client: c.Client.ID, Guard: c.Guard, Remember: s.remember, Startup: s.startup}
	var id uint64
	id = d.Opener.Send(app.Request{Join: &dec}, func(r app.Reply) {
		d.do(func() {
			s.deciding = false
			if r.Error != "" {
				d.failOrTell(s, r)
				return
			}
			if len(d.startedBy) > 16 {
				clear(d.startedBy) // ended well long ago
			}
			d.said(s, consent.Yes)
			d.startedBy[id] = s
			d.joined = s
			s.joinedAt, s.joinedIn, s.joinedWay = d.Clock.Now(), r.Name, c.Way
			if r.Note != "" {
				d.Notify.Send("Vestibule", consent.Clean(r.Note, 200))
			}
			s.answer(urlscheme.Outcome{Status: app.Joined, Message: "opened in " + r.Name})
			d.Notify.Send("Opening "+s.judged.Name, "In "+consent.Clean(r.Name, 60)+". Camera "+onOff(s.wish.Camera, "on", "off")+", microphone "+onOff(s.wish.Microphone, "on", "muted")+" as asked.")
			if s == d.current {
				d.next()
			}
		})
	})
}

func onOff(on bool, yes, no string) string {
	if on {
		return yes
	}
	return no
}

// passOn hands the link to the program that had its scheme.
func (d *Desk) passOn(s *session, asked bool) {
	if s.deciding {
		return
	}
	s.deciding = true
	d.Opener.Send(app.Request{Pass: &app.Pass{Text: s.text, Asked: asked, Startup: s.startup}}, func(r app.Reply) {
		d.do(func() {
			s.deciding = false
			if r.Error != "" {
				d.failOrTell(s, r)
				return
			}
			s.answer(urlscheme.Outcome{Status: app.Joined, Message: "passed on to " + r.Name})
			if s == d.current {
				d.next()
			}
		})
	})
}

// fail shows that nothing started; whoever waits is told, the link can be
// copied.
func (d *Desk) fail(s *session, what, hint string, tried bool) {
	code := app.NotJoined
	if tried {
		code = app.Failed
	}
	s.answer(urlscheme.Outcome{Status: code, Message: what})
	s.kind, s.failure, s.hint = failed, what, hint
	d.show(s)
}

// askOtherwise asks about a meeting whose client did not start, in the same
// window and with the next way chosen. It is the whole question again: another
// way assures something else.
func (d *Desk) askOtherwise(s *session) {
	if s.kind != failed || s.judged.Verdict != meeting.IsMeeting || len(s.plan.Choices) < 2 {
		return
	}
	next := (s.plan.Chosen + 1) % len(s.plan.Choices)
	s.kind, s.already, s.picked = asking, "", s.plan.Choices[next].Key
	d.current = nil // it goes on: nothing of it is to be ended
	s.stopTimers()
	d.decideWay(s)
	d.show(s)
}

// failOrTell shows that s failed, or, while another question is asked, tells
// it in a notification.
func (d *Desk) failOrTell(s *session, r app.Reply) {
	if s != d.current && d.current != nil && d.current.kind.isQuestion() {
		s.answer(urlscheme.Outcome{Status: app.Failed, Message: r.Error})
		d.Notify.Send("A link did not open", consent.Clean(r.Error, 200))
		return
	}
	d.fail(s, r.Error, r.Hint, true)
}

// copyLink puts the cleaned link on the clipboard; of a link that was not
// recognised, the text as it came.
func (d *Desk) copyLink(s *session) {
	text := s.text
	if s.judged.Verdict == meeting.IsMeeting {
		if l, err := s.judged.Meeting.Link(meeting.Web, s.wish); err == nil {
			text = l
		} else if l, err := s.judged.Meeting.Link(meeting.Native, s.wish); err == nil {
			text = l
		}
	}
	d.Clipboard.Set(text)
}

// unseen is what is known of the devices when the opener cannot be asked.
func unseen(why string) *device.Snapshot {
	return &device.Snapshot{
		CamerasState: device.Unknown, CamerasWhy: why,
		Microphone: device.Microphone{State: device.Unknown, Why: why},
	}
}
