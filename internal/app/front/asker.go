package front

import (
	"time"

	"vestibule/internal/app"
	"vestibule/internal/consent"
	"vestibule/internal/urlscheme"
)

// patience is how long looking up a sender may take before it counts as one
// that cannot be known.
const patience = 5 * time.Second

// lookUp has the opener find out who sent the link; the sender waits until it
// is known, because its parents can be read only as long as it is there. then
// runs once it is known, or at once where its bounds hold whoever it is: the
// window does not wait for what it need not know.
func (d *Desk) lookUp(s *session, a urlscheme.Arrival, then func()) {
	if a.PID <= 0 {
		s.askerKnown = true
		a.Looked()
		then()
		return
	}
	if who, ok := d.askers[a.Sender]; ok {
		s.asker, s.askerKnown = who, true
		a.Looked()
		then()
		return
	}
	early := d.hold.free(d.Clock.Now())
	if early {
		d.hold.early++
	}
	s.asker.Looking = true
	took := false
	take := func(r app.Reply) {
		if took {
			return
		}
		took = true
		s.askerKnown, s.asker = true, consent.Asker{}
		if r.Asker != nil {
			s.asker = *r.Asker
			d.remember(a.Sender, s.asker)
		}
		if !early {
			then()
			return
		}
		d.hold.early--
		d.known(s)
		d.redraw(s)
	}
	stop := d.Clock.After(patience, func() { d.do(func() { take(app.Reply{}) }) })
	d.Opener.Send(app.Request{Who: a.PID}, func(r app.Reply) {
		a.Looked()
		d.do(func() {
			stop()
			take(r)
		})
	})
	if early {
		then()
	}
}

// remember keeps who a sender is, so that a flood from one program is looked
// up once.
func (d *Desk) remember(sender string, who consent.Asker) {
	if sender == "" {
		return
	}
	if len(d.askers) >= 64 {
		clear(d.askers)
	}
	d.askers[sender] = who
}
