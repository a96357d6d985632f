package front

import (
	"cmp"
	"slices"
	"time"

	"vestibule/internal/consent"
)

const (
	mostQuestions = 10 // distinct ones of one opener within span
	span          = time.Minute
	holdFor       = 10 * time.Minute
	// mostOpeners are counted each on its own. More, as of somebody who starts
	// program after program, count as one.
	mostOpeners = 64
)

// holdOff counts the distinct questions of each opener and holds off who sends
// too many. Openers are told apart by consent.Asker.ID, which is looked up and
// never claimed; all that cannot be known are one. Its zero value knows of
// none.
type holdOff struct {
	openers map[string]*opener
	last    int // number given last
	// early counts questions that were let through before their opener was
	// known: see free.
	early int
}

// opener is one that sent questions in the last minute, or is held off.
type opener struct {
	number int
	who    consent.Asker
	asked  []asked // at most mostQuestions
	until  time.Time
	// notAsked counts what came while it was held off; told says that the
	// person saw it in the window, notified when in a notification.
	notAsked int
	told     bool
	notified time.Time
}

// asked is a question and when it came last.
type asked struct {
	question uint64
	at       time.Time
}

// others stands for the openers beyond mostOpeners. No ID is like it.
const others = "\x00others"

// ask counts a question. It gives the opener, and whether the question may be
// asked; began says that the opener is held off from now on.
func (h *holdOff) ask(who consent.Asker, question uint64, now time.Time) (o *opener, allowed, began bool) {
	o = h.opener(who, now)
	if o.held(now) {
		o.notAsked++
		return o, false, false
	}
	o.age(now)
	if i := slices.IndexFunc(o.asked, func(a asked) bool { return a.question == question }); i >= 0 {
		o.asked[i].at = now
		return o, true, false
	}
	if len(o.asked) >= mostQuestions {
		o.until, o.asked, o.notAsked, o.told = now.Add(holdFor), nil, 1, false
		return o, false, true
	}
	o.asked = append(o.asked, asked{question, now})
	return o, true, false
}

// is says whether an opener is held off, and counts nothing.
func (h *holdOff) is(who consent.Asker, now time.Time) (o *opener, held bool) {
	o = h.openers[who.ID]
	if o == nil {
		o = h.openers[others]
	}
	return o, o != nil && o.held(now)
}

// free says whether one more question is within every bound whoever sent it,
// so that it can be asked while its opener is being looked up.
func (h *holdOff) free(now time.Time) bool {
	all := h.early
	for _, o := range h.openers {
		if o.held(now) {
			return false
		}
		o.age(now)
		all += len(o.asked)
	}
	return all < mostQuestions
}

// heldNow lists who is held off, the last one first.
func (h *holdOff) heldNow(now time.Time) []*opener {
	var list []*opener
	for _, o := range h.openers {
		if o.held(now) {
			list = append(list, o)
		}
	}
	slices.SortFunc(list, func(a, b *opener) int {
		return cmp.Or(b.until.Compare(a.until), cmp.Compare(b.number, a.number))
	})
	return list
}

// letIn lets the opener with that number in again, or with 0 all.
func (h *holdOff) letIn(number int) {
	for _, o := range h.openers {
		if number == 0 || o.number == number {
			o.until, o.asked = time.Time{}, nil
		}
	}
}

func (h *holdOff) opener(who consent.Asker, now time.Time) *opener {
	if h.openers == nil {
		h.openers = map[string]*opener{}
	}
	if o := h.openers[who.ID]; o != nil {
		if !o.held(now) {
			o.who = who
		}
		return o
	}
	for id, o := range h.openers {
		if o.age(now); len(o.asked) == 0 && !o.held(now) {
			delete(h.openers, id)
		}
	}
	id := who.ID
	// While some count as others all new ones do, or one of them could be
	// counted twice.
	if len(h.openers) >= mostOpeners || h.openers[others] != nil {
		id, who = others, consent.Asker{Many: true}
	}
	o := h.openers[id]
	if o == nil {
		h.last++
		o = &opener{number: h.last, who: who}
		h.openers[id] = o
	}
	return o
}

func (o *opener) held(now time.Time) bool { return now.Before(o.until) }

// age forgets what is older than span.
func (o *opener) age(now time.Time) {
	o.asked = slices.DeleteFunc(o.asked, func(a asked) bool { return now.Sub(a.at) >= span })
}
