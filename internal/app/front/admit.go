package front

import (
	"fmt"
	"hash/maphash"
	"slices"
	"strconv"
	"strings"
	"time"

	"vestibule/internal/consent"
	"vestibule/internal/words"
)

// What keeps a question from being asked: an opener that is held off, and a
// question that was refused twice just now. Nothing here can make a yes.

var seed = maphash.MakeSeed()

// question numbers what s asks: the same for the same meeting. Who sends links
// cannot aim at a number.
func (s *session) question() uint64 {
	if s.key == 0 {
		var h maphash.Hash
		h.SetSeed(seed)
		// That the meeting runs in a browser already is a question of its own.
		fmt.Fprintf(&h, "%d %v ", s.kind, s.already != "")
		if room, ok := s.judged.Meeting.Room(); ok && s.kind == asking {
			h.WriteString(room)
		} else {
			h.WriteString(s.text)
		}
		s.key = max(h.Sum64(), 1)
	}
	return s.key
}

// byPerson says that the person asked for it in Vestibule itself.
func (s *session) byPerson() bool { return s.asker.You != "" }

// admit says whether what s says may take the window. Where not, whoever waits
// is told, and so is the person.
func (d *Desk) admit(s *session) bool {
	question := s.question()
	switch {
	case s.byPerson():
		return true
	case !s.askerKnown:
		s.early = true // within every bound, whoever sent it: see holdOff.free
		return true
	}
	o, allowed, began := d.hold.ask(s.asker, question, d.Clock.Now())
	if began {
		d.beginHold(o)
	}
	if !allowed {
		d.turnAway(s, o)
	}
	return allowed
}

// turnAway answers a link of an opener that is held off. The window says so
// once each time, notifications once a minute: being told of a flood must not
// be one.
func (d *Desk) turnAway(s *session, o *opener) {
	who, until, now := o.who.Who(), d.clock(o.until), d.Clock.Now()
	outcome := notJoined(who + " is held off until " + until)
	if s.kind == notice {
		outcome = s.outcome()
	}
	s.answer(outcome)
	d.refused++
	switch {
	case d.current != nil && d.current.kind.isQuestion():
		d.current.turnedAway++
		d.redraw(d.current)
	case !o.told:
		o.told = true
		s.opener, s.until, s.kind = o, o.until, heldNotice
		d.show(s)
	case now.Sub(o.notified) >= span:
		o.notified = now
		d.Notify.Send(consent.HeldTitle(who, until), consent.HeldBody(s.judged.Name))
	}
}

// beginHold tells of it, and makes room for others: what waits of that opener
// alone is not asked.
func (d *Desk) beginHold(o *opener) {
	now := d.Clock.Now()
	o.notified = now
	who, until := o.who.Who(), d.clock(o.until)
	d.Notify.Send(consent.HeldTitle(who, until), consent.HeldReason)
	d.queue = slices.DeleteFunc(d.queue, func(s *session) bool {
		if s.byPerson() || !s.askerKnown || s.shared || s.asker.ID != o.who.ID {
			return false
		}
		s.answer(notJoined(who + " is held off until " + until))
		d.refused++
		if d.current != nil {
			d.current.turnedAway++
		}
		return true
	})
	d.watchHold()
	d.setMenu()
}

// watchHold comes back when the next opener is let in by the time.
func (d *Desk) watchHold() {
	if d.stopHold != nil {
		d.stopHold()
		d.stopHold = nil
	}
	now := d.Clock.Now()
	if list := d.hold.heldNow(now); len(list) > 0 {
		first := list[len(list)-1].until
		d.stopHold = d.Clock.After(first.Sub(now), func() {
			d.do(func() {
				d.watchHold()
				d.refresh()
			})
		})
	}
}

// known takes in who opened a link, where it was asked about before that was
// known.
func (d *Desk) known(s *session) {
	if s.early {
		s.early = false
		d.hold.ask(s.asker, s.question(), d.Clock.Now())
	}
}

// letIn lets one opener in again by its number, or with 0 all.
func (d *Desk) letIn(number int) {
	d.hold.letIn(number)
	d.watchHold()
	d.refresh()
}

// letInAndAsk is letIn, and asks about the link that told of it.
func (d *Desk) letInAndAsk(s *session) {
	if s.opener != nil {
		d.letIn(s.opener.number)
		d.take(s.again(askedAgain()))
	}
}

func askedAgain() string { return words.Say("You asked for it again") }

// quieted says whether s was refused twice just now. Then whoever waits is
// told at once, and the person, once, with a way to be asked after all.
func (d *Desk) quieted(s *session) bool {
	question := s.question()
	if s.byPerson() {
		d.quiet.forget(question)
		return false
	}
	until, ok := d.quiet.until(question, d.Clock.Now())
	if !ok {
		if d.notAsked != nil && d.notAsked.same(s) {
			d.notAsked = nil
			d.setMenu()
		}
		return false
	}
	s.answer(notJoined("you refused it twice just now; Vestibule's menu can ask again"))
	d.refused++
	d.notAsked = s.again(askedAgain())
	d.notAsked.kind = s.kind
	d.setMenu()
	told := !d.quiet.tell(question)
	if !told {
		d.Notify.Send(consent.QuietTitle(s.judged.Name), consent.QuietBody(d.clock(until)))
	}
	switch {
	case d.current != nil && d.current.kind.isQuestion():
		d.redraw(d.current)
	case !told:
		s.until, s.kind = until, quietNotice
		d.show(s)
	}
	return true
}

// said takes the person's answer to a question in.
func (d *Desk) said(s *session, a consent.Answer) {
	if s.kind != asking && s.kind != passing || s.byPerson() {
		return
	}
	switch a {
	case consent.No:
		d.quiet.refuse(s.question(), d.Clock.Now())
	case consent.Yes:
		d.quiet.forget(s.question())
	}
}

// heldFacts are who is held off, for the words.
func (d *Desk) heldFacts() []consent.Held {
	var list []consent.Held
	for _, o := range d.hold.heldNow(d.Clock.Now()) {
		list = append(list, consent.Held{
			Who: o.who.Who(), Until: d.clock(o.until), NotAsked: o.notAsked, LetIn: letInButton(o.number),
		})
	}
	return list
}

func letInButton(number int) consent.ButtonID {
	return consent.ButtonID(string(LetIn) + "-" + strconv.Itoa(number))
}

// letInNumber reads what letInButton wrote.
func letInNumber(a Action) (number int, ok bool) {
	text, ok := strings.CutPrefix(string(a), string(LetIn)+"-")
	if !ok {
		return 0, false
	}
	number, err := strconv.Atoi(text)
	return number, err == nil && number > 0
}

// clock words a time of the day.
func (d *Desk) clock(t time.Time) string { return t.Format("15:04") }
