package app

import (
	"log/slog"

	"vestibule/internal/words"
)

// running is a client that was started.
type running struct {
	exited <-chan error
	ended  <-chan struct{} // nil without a guard
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
				rep := failure(err, words.Text{})
				rep.Exited = id
				tell(rep)
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
