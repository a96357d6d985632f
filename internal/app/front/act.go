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
	"vestibule/internal/words"
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
		d.seen = true
		d.lookNow(s)
	case consent.Focused:
		s.arming.Focused(now)
	case consent.Blurred:
		s.arming.Blurred()
	case consent.Moved:
		s.arming.Changed(now)
	case consent.Touched:
		d.startTimeout(s)
		if e.Typed {
			s.arming.Key(now)
		}
	case consent.Pressed:
		d.startTimeout(s)
		if (s.kind.isQuestion() || armed(s.page, e.Button)) && d.foreign(s, e) {
			break
		}
		d.pressed(s, e.Button)
		return
	case consent.Toggled:
		if d.foreign(s, e) {
			break
		}
		d.toggled(s, e.Row, e.On)
	case consent.Picked:
		if d.foreign(s, e) {
			break
		}
		if e.Index >= 0 && e.Index < len(s.plan.Choices) {
			s.picked = s.plan.Choices[e.Index].Key
			d.decideWay(s)
			d.redraw(s)
		}
	case consent.Dismissed:
		if s.kind.isQuestion() && d.foreign(s, e) {
			break
		}
		d.end(consent.No, "you chose not to join")
		return
	}
	d.rearm(s)
}

// foreign says that an event came of a key that was written to another window.
// What the key changed on the screen, a switch or a check box, is put back.
func (d *Desk) foreign(s *session, e consent.Event) bool {
	if !e.Typed || s.arming.Typed(d.Clock.Now()) {
		return false
	}
	d.View.Update(s.number, s.page)
	return true
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
	s.wish, s.muteFailed = app.Allowed(s.snap, s.wish), ""
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
	case consent.ButtonSystemMute:
		s.systemMute, s.muteFailed = !s.systemMute, ""
		d.redraw(s)
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
	for _, r := range []*consent.Row{p.Camera, p.Microphone} {
		if r != nil && r.Check != nil && r.Check.ID == id {
			return false // a check box joins nothing
		}
	}
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
	s.stopTimeout = d.Clock.After(s.snap.Consent.Timeout, func() {
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
	d.redraw(s) // a program that must close first takes its time
	d.rearm(s)
	dec := app.Decision{
		Meeting: s.judged.Meeting, Wish: s.wish, Way: c.Way, Client: c.Client.ID, Guard: c.Guard, Restart: c.Restart,
		SystemMute: s.mutes(), MuteOrNot: s.muteFailed != "", Remember: s.remember, Startup: s.startup,
	}
	var id uint64
	id = d.Opener.Send(app.Request{Join: &dec}, func(r app.Reply) {
		d.do(func() {
			s.deciding = false
			if r.MuteFailed != "" && d.askOnceMore(s, r.MuteFailed) {
				return
			}
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
			s.joinedAt, s.joinedIn, s.joinedWay, s.joinedBy = d.Clock.Now(), r.Name, c.Way, c
			d.joinedGuarded(id, s)
			if r.Note != "" {
				d.Notify.Send("Vestibule", consent.Clean(r.Note, 200))
			}
			s.answer(urlscheme.Outcome{Status: app.Joined, Message: "opened in " + r.Name})
			said := opening(r.Name, s.wish)
			if r.Muted {
				said = words.Sentences(said, consent.MutedAtJoin().Say())
			}
			d.Notify.Send(words.Say("Opening {service}", "service", s.judged.Name), said)
			if s == d.current {
				d.next()
			}
		})
	})
}

// opening words what was opened, and how.
func opening(program string, w meeting.Wish) string {
	program = consent.Clean(program, 60)
	switch {
	case w.Camera && w.Microphone:
		return words.Say("In {program}. Camera on, microphone on as asked.", "program", program)
	case w.Camera:
		return words.Say("In {program}. Camera on, microphone muted as asked.", "program", program)
	case w.Microphone:
		return words.Say("In {program}. Camera off, microphone on as asked.", "program", program)
	}
	return words.Say("In {program}. Camera off, microphone muted as asked.", "program", program)
}

// askOnceMore asks about the meeting again after the microphones could not be
// muted: the person decides whether to join without. It says whether it could:
// another question is not pushed away.
func (d *Desk) askOnceMore(s *session, why string) bool {
	if s != d.current && d.current != nil && d.current.kind.isQuestion() {
		return false
	}
	s.muteFailed = why
	if s == d.current && s.kind == asking {
		d.redraw(s)
		d.rearm(s)
		return true
	}
	s.kind = asking
	d.show(s)
	return true
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

// what gives a reply's error for a person.
func what(r app.Reply) words.Text {
	if r.Said != nil {
		return *r.Said
	}
	return words.Plain(r.Error)
}

// fail shows that nothing started; whoever waits is told, the link can be
// copied.
func (d *Desk) fail(s *session, what, hint words.Text, tried bool) {
	code := app.NotJoined
	if tried {
		code = app.Failed
	}
	s.answer(urlscheme.Outcome{Status: code, Message: what.String()})
	s.kind, s.failure, s.hint = failed, what, hint
	d.show(s)
}

// askOtherwise asks about a meeting whose client did not start, in the same
// window and with the best of the others chosen. It is the whole question again: another
// way assures something else.
func (d *Desk) askOtherwise(s *session) {
	if s.kind != failed || s.judged.Verdict != meeting.IsMeeting {
		return
	}
	other, ok := s.plan.Otherwise(s.judged.Meeting.Service)
	if !ok {
		return
	}
	s.kind, s.already, s.picked = asking, "", other.Key
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
		d.Notify.Send(words.Say("A link did not open"), consent.Sentence(what(r)))
		return
	}
	hint := words.Plain(r.Hint)
	if r.SaidHint != nil {
		hint = *r.SaidHint
	}
	d.fail(s, what(r), hint, true)
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
