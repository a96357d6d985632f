// Package notify tells the person what happened, in a desktop notification.
//
// What lives here: cleaning the texts, and keeping a notification service that
// hangs away from everybody else. It is the only importer of gen2brain/beeep.
// What may not: a question. A notification only informs; consent never rides
// on one, and none is needed to use Vestibule.
package notify

import (
	"log/slog"
	"time"
)

const (
	// waiting is how many notifications may wait for their turn. Whoever comes
	// when the queue is full is dropped: old news is worth less than none.
	waiting = 8
	// patience is how long one notification may take before the service counts
	// as hung.
	patience = 3 * time.Second
)

// Sender is what the other rooms need of this one.
type Sender interface {
	// Send shows a notification, or drops it. It never blocks and never fails.
	Send(title, body string)
}

// Notifier sends notifications one at a time.
type Notifier struct {
	enabled func() bool
	deliver func(title, body string) error
	after   func(time.Duration) <-chan time.Time
	// settled, where a test sets it, hears how each delivery ended.
	settled func(outcome)

	queue chan message
}

type message struct{ title, body string }

// outcome is how the delivery of one notification ended.
type outcome string

const (
	delivered outcome = "delivered"
	failed    outcome = "failed"
	stuck     outcome = "stuck"     // no answer within patience
	recovered outcome = "recovered" // the answer came after all
)

// New gives a Notifier that sends while enabled says so; it is asked at each
// Send, so that a change of the configuration counts at once.
func New(enabled func() bool) *Notifier {
	n := prepare(enabled, deliver, time.After)
	go n.work()
	return n
}

func prepare(enabled func() bool, deliver func(title, body string) error, after func(time.Duration) <-chan time.Time) *Notifier {
	return &Notifier{
		enabled: enabled,
		deliver: deliver,
		after:   after,
		settled: func(outcome) {},
		queue:   make(chan message, waiting),
	}
}

// Send shows a notification, or drops it: when notifications are off, when too
// many wait already, and when the notification service hangs before its turn.
// It returns at once. The texts are cleaned and cut; they must hold no secret.
func (n *Notifier) Send(title, body string) {
	if !n.enabled() {
		return
	}
	select {
	case n.queue <- message{plain(title, titleLength), plain(body, bodyLength)}:
	default:
	}
}

// work delivers the queue. At most one delivery is under way at any time, so
// that a service that never answers costs one goroutine and no more.
func (n *Notifier) work() {
	for m := range n.queue {
		done := make(chan error, 1)
		go func() { done <- n.deliver(m.title, m.body) }()
		select {
		case err := <-done:
			n.report(err)
		case <-n.after(patience):
			slog.Warn("sending notification: the notification service does not answer")
			n.settled(stuck)
			<-done
			n.forget()
			n.settled(recovered)
		}
	}
}

func (n *Notifier) report(err error) {
	if err != nil {
		// The error of a notification program may quote the text it was given:
		// say only that it failed.
		slog.Debug("sending notification: the notification service refused it")
		n.settled(failed)
		return
	}
	n.settled(delivered)
}

// forget empties the queue: what waited while the service hung is old news.
func (n *Notifier) forget() {
	for {
		select {
		case <-n.queue:
		default:
			return
		}
	}
}
