package front

import "time"

const (
	refusalsToQuiet = 2
	quietFor        = time.Minute
	// refusalsLast is how long a refusal is remembered: the second of two says
	// no for the minute only while the first is fresh in the person's mind.
	refusalsLast = 10 * time.Minute
	mostRefused  = 64
)

// quiet knows which questions the person refused often enough not to be asked
// again for a minute. Only the person's own no counts: a time-out may be a
// person who was away. Its zero value knows of none.
type quiet struct{ refused map[uint64]refusals }

type refusals struct {
	times int
	last  time.Time
	told  bool // the person saw that it is quiet
}

// refuse takes a no to a question in.
func (q *quiet) refuse(question uint64, now time.Time) {
	if q.refused == nil {
		q.refused = map[uint64]refusals{}
	}
	q.prune(now)
	r := q.refused[question]
	q.refused[question] = refusals{times: r.times + 1, last: now}
}

// until says until when a question is not asked; ok is false for one that may
// be asked.
func (q *quiet) until(question uint64, now time.Time) (until time.Time, ok bool) {
	r := q.refused[question]
	until = r.last.Add(quietFor)
	return until, r.times >= refusalsToQuiet && now.Before(until)
}

// tell says whether the person is to be told that a question is quiet: once
// each time it becomes so.
func (q *quiet) tell(question uint64) bool {
	r, ok := q.refused[question]
	if !ok || r.told {
		return false
	}
	r.told = true
	q.refused[question] = r
	return true
}

// forget takes the refusals of a question back: it was joined, or the person
// asked for it.
func (q *quiet) forget(question uint64) { delete(q.refused, question) }

// prune forgets what is old and, where that is not enough, the oldest.
func (q *quiet) prune(now time.Time) {
	var oldest uint64
	var at time.Time
	for question, r := range q.refused {
		if now.Sub(r.last) >= refusalsLast {
			delete(q.refused, question)
			continue
		}
		if at.IsZero() || r.last.Before(at) {
			oldest, at = question, r.last
		}
	}
	if len(q.refused) >= mostRefused {
		delete(q.refused, oldest)
	}
}
