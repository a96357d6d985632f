package consent

import "time"

// Arming decides whether a press of an armed button counts. The clock is the
// caller's: every method takes the present time, so tests step it.
//
// A button is live once the window has been mapped, focused and unchanged for
// the whole delay. Losing the focus, moving and any change of what is shown
// start the delay again, capped at maxRestarts delays after the window got
// the focus, so that a restless machine cannot lock the person out. A press
// before that never counts and leaves at least early to go.
//
// What is typed needs one thing more, be it a yes or a no: who types on while
// the window takes the focus is writing to another window. Keys count once
// nothing was typed for the length of early in a focused window, and from then
// on until the focus goes; the same cap holds.
type Arming struct {
	delay time.Duration

	mapped, focused bool
	from            time.Time // the delay runs from here
	capFrom         time.Time // first focus of this page
	notBefore       time.Time // after an early press

	settled   bool      // keys count
	focusedAt time.Time // of the present focus
	keyAt     time.Time // last key before keys count
}

const (
	maxRestarts = 20
	early       = 500 * time.Millisecond
)

// NewArming gives the arming of one page, dead until it is mapped and focused.
func NewArming(delay time.Duration) *Arming { return &Arming{delay: delay} }

// Mapped tells that the window is on the screen.
func (a *Arming) Mapped(now time.Time) { a.mapped = true; a.restart(now) }

// Focused tells that the window got the keyboard focus.
func (a *Arming) Focused(now time.Time) {
	if !a.focused {
		a.focused = true
		if a.capFrom.IsZero() {
			a.capFrom = now
		}
		// A focus is a fresh look: the cap does not shorten it.
		a.from = now
		a.settled, a.focusedAt, a.keyAt = false, now, now
	}
}

// Key tells that a key was pressed in the window. It comes before what the key
// does.
func (a *Arming) Key(now time.Time) {
	if !a.Typed(now) {
		a.keyAt = now
	}
}

// Typed says whether an answer by a key counts now. A press of an armed button
// must also pass Press.
func (a *Arming) Typed(now time.Time) bool {
	if !a.mapped || !a.focused {
		return false
	}
	if now.Sub(a.keyAt) >= early || now.Sub(a.focusedAt) > maxRestarts*early {
		a.settled = true
	}
	return a.settled
}

// Blurred tells that the window lost the keyboard focus: nothing is live.
func (a *Arming) Blurred() { a.focused = false }

// Changed tells that the window moved or that what it shows changed.
func (a *Arming) Changed(now time.Time) { a.restart(now) }

// SetDelay tells of another delay. A longer one counts at once; the window is
// looked at anew.
func (a *Arming) SetDelay(delay time.Duration, now time.Time) {
	if delay != a.delay {
		a.delay = delay
		a.restart(now)
	}
}

func (a *Arming) restart(now time.Time) {
	if !a.capFrom.IsZero() && now.Sub(a.capFrom) > maxRestarts*a.delay {
		return
	}
	a.from = now
}

// Left is how long until a press counts; ok is false while no waiting alone
// will arm it, because the window is not mapped or not focused.
func (a *Arming) Left(now time.Time) (left time.Duration, ok bool) {
	if !a.mapped || !a.focused {
		return 0, false
	}
	at := a.from.Add(a.delay)
	if a.notBefore.After(at) {
		at = a.notBefore
	}
	if left = at.Sub(now); left < 0 {
		left = 0
	}
	return left, true
}

// Press says whether a press now counts. One that comes too early leaves at
// least half a second to go.
func (a *Arming) Press(now time.Time) bool {
	left, ok := a.Left(now)
	if ok && left == 0 {
		return true
	}
	if t := now.Add(early); t.After(a.notBefore) {
		a.notBefore = t
	}
	return false
}
