package front

import (
	"slices"
	"time"

	"vestibule/internal/app"
	"vestibule/internal/consent"
	"vestibule/internal/meeting"
	"vestibule/internal/plan"
	"vestibule/internal/words"
)

// look has the opener find out what the page does not know yet. The window
// does not wait for it.
func (d *Desk) look(s *session) {
	switch s.kind {
	case asking, practising:
		d.lookAtDevices(s)
		if s.kind != asking {
			break
		}
		// The first window of a start comes before all that it does not wait for:
		// on a small machine looking for programs takes from it what it needs.
		if s.lookLate = !d.seen; s.lookLate {
			d.Clock.After(lateLook, func() { d.do(func() { d.lookNow(s) }) })
		} else {
			d.lookForClients(s)
		}
	case passing:
		d.lookForHandler(s)
	case status:
		d.lookAtDevices(s)
		d.Opener.Send(app.Request{Status: true}, func(r app.Reply) {
			d.do(func() {
				s.statusLines = r.Status
				d.redraw(s)
			})
		})
	}
}

// lateLook is how long the first window may take to be on the screen until
// what can open the meeting is looked for all the same.
const lateLook = 250 * time.Millisecond

// lookNow does what waited for the first window.
func (d *Desk) lookNow(s *session) {
	if s.lookLate && s == d.current {
		s.lookLate = false
		d.lookForClients(s)
	}
}

// watch has the opener tell of changes while a page shows devices, and only
// then: at rest nothing wakes up.
func (d *Desk) watch(on bool) {
	if on == d.watching {
		return
	}
	d.watching = on
	d.Opener.Send(app.Request{Watch: onOff(on, "on", "off")}, func(app.Reply) {})
}

func (d *Desk) lookAtDevices(s *session) {
	if s.looking {
		s.lookAgain = true // changes that come faster than answers are one change
		return
	}
	s.looking = true
	d.Opener.Send(app.Request{Devices: true}, func(r app.Reply) {
		d.do(func() {
			s.looking = false
			if s.lookAgain {
				s.lookAgain = false
				d.lookAtDevices(s)
			}
			s.devices = r.Devices
			if s.devices == nil {
				s.devices = unseen(r.Error)
			}
			d.redraw(s)
		})
	})
}

func (d *Desk) lookForClients(s *session) {
	d.Opener.Send(app.Request{Clients: &app.Service{ID: s.judged.Service, Host: s.judged.Host}}, func(r app.Reply) {
		d.do(func() {
			s.clients, s.guards, s.settings, s.looked = r.Clients, r.Guards, r.Settings, true
			d.decideWay(s)
			if s.already == "" && len(s.plan.Choices) == 0 && s == d.current {
				why := words.Make("Nothing on this computer can open it.")
				if r.Error != "" {
					why = what(r)
				}
				d.fail(s, why, d.install(s), false)
				return
			}
			d.redraw(s)
		})
	})
}

func (d *Desk) install(s *session) words.Text {
	if svc, ok := meeting.Known(s.judged.Service); ok {
		return app.Install(svc.Name)
	}
	return words.Text{}
}

func (d *Desk) lookForHandler(s *session) {
	d.Opener.Send(app.Request{Handler: s.judged.Scheme}, func(r app.Reply) {
		d.do(func() {
			s.looked, s.passTo = true, r.Name
			if s.passTo == "" && s == d.current {
				d.fail(s, words.Make("No other program on this computer opens {scheme}: links.", "scheme", s.judged.Scheme), words.Text{}, false)
				return
			}
			d.redraw(s)
		})
	})
}

// decideWay makes the plan anew.
func (d *Desk) decideWay(s *session) {
	if s.kind == practising || !s.looked {
		return
	}
	svc, ok := meeting.Known(s.judged.Service)
	if !ok {
		return
	}
	s.plan = plan.Make(plan.Input{
		Meeting: s.judged.Meeting, Native: svc.Schemes, Wish: s.wish,
		Config: s.snap.Config, Clients: s.clients, Guards: s.guards, Settings: s.settings, Picked: s.picked,
		OnlyGuarded: app.OnlyGuarded(s.snap, s.judged.Service),
	})
	if s.already != "" {
		// The service's own program, without a camera where that can be.
		s.plan.Choices = slices.DeleteFunc(s.plan.Choices, func(c plan.Choice) bool {
			return c.Way != meeting.Native || c.Guard != "" && c.Restart
		})
		s.plan.Chosen = max(0, slices.IndexFunc(s.plan.Choices, func(c plan.Choice) bool { return c.Guard != "" }))
		s.plan.Chosen = min(s.plan.Chosen, len(s.plan.Choices)-1)
	}
}

// page words what the session knows now.
func (d *Desk) page(s *session) consent.Page {
	p := d.pageOf(s)
	p.Live = consent.LiveSentence(p.Buttons)
	return p
}

func (d *Desk) pageOf(s *session) consent.Page {
	told := consent.Told{
		Service: s.judged.Name, Host: s.judged.Host, Reason: s.judged.Reason, Asker: s.asker,
	}
	switch s.kind {
	case asking, practising:
		return consent.AskPage(d.question(s))
	case passing:
		return consent.PassPage(told, s.passTo)
	case pausedNotice:
		return consent.PausedPage(d.until(), told)
	case heldNotice:
		return consent.HeldPage(told, s.opener.who.Who(), d.clock(s.until))
	case quietNotice:
		return consent.QuietPage(told, d.clock(s.until))
	case failed:
		meets, ways := s.judged.Verdict == meeting.IsMeeting, len(s.plan.Choices)
		p := consent.FailedPage(s.judged.Name, s.failure, s.hint, meets && ways > 0, meets && ways > 1)
		if d.mute.Holds {
			p.Text = append(p.Text, consent.Paragraph{Text: d.mute.Line() + "."})
		}
		return p
	case status:
		return consent.StatusPage(d.statusFacts(s))
	case practised:
		return s.page
	}
	return noticePage(s, told)
}

func noticePage(s *session, t consent.Told) consent.Page {
	switch s.judged.Verdict {
	case meeting.Refused:
		if s.judged.LooksLike != "" {
			t.LooksLike, t.Service = true, s.judged.LooksLike
		}
		return consent.RefusedPage(t)
	case meeting.UnknownHost:
		t.Lines = s.judged.Listing
		return consent.UnknownHostPage(t)
	case meeting.ClosedService:
		return consent.ClosedPage(t)
	}
	return consent.NotMeetingPage(t)
}

// question gathers what AskPage words.
func (d *Desk) question(s *session) consent.Question {
	q := consent.Question{
		Service: s.judged.Name, Host: s.judged.Host,
		Asker: s.asker, Wish: s.wish, Devices: s.devices,
		Removed: s.judged.Removed, Unwrapped: s.judged.Unwrapped, Upgraded: s.judged.Upgraded, CarriedAddress: s.judged.CarriedAddress,
		SystemMute: s.mutes(), SystemMuteLocked: app.SystemMuteLocked(s.snap),
		Trouble: app.Trouble(d.Config()), CameraLocked: app.CameraLocked(s.snap), MicrophoneLocked: app.MicrophoneLocked(s.snap),
		LockedBy: app.LockedBy(s.snap), Loosened: s.loosened,
		HeldOff: d.heldFacts(), LetIn: consent.ButtonID(LetIn),
		Asked: s.folded + 1, Waiting: len(d.queue), RefusedMeanwhile: s.turnedAway,
	}
	if d.notAsked != nil {
		q.NotAsked, q.AskAnyway = d.notAsked.judged.Name, consent.ButtonAskAnyway
	}
	if s.kind == practising {
		return consent.PracticeQuestion(q)
	}
	q.Meeting = s.judged.Meeting.Label()
	q.Already, q.MuteFailed = s.already, s.muteFailed
	if !s.looked {
		return q
	}
	app.Choose(&q, s.plan, s.snap, s.judged.Service)
	q.Remember = s.remember
	c, ok := s.plan.Selected()
	q.Closing = ok && c.Restart && s.deciding
	return q
}
