package app

import (
	"vestibule/internal/config"
	"vestibule/internal/consent"
	"vestibule/internal/meeting"
	"vestibule/internal/plan"
)

// OnlyGuarded says that the organisation's policy has a service opened in a
// guard where one holds.
func OnlyGuarded(s config.Snapshot, service string) bool {
	with := s.Join.OpenWith
	if own := s.Providers[service].OpenWith; own != "" {
		with = own
	}
	_, locked := s.Locked("provider." + service + ".open_with")
	return locked && with == string(plan.Guarded)
}

// blockedBy says who wants the camera blocked, and the policy's file.
func blockedBy(s config.Snapshot) (consent.WantedBy, string) {
	o := s.Origins["join.assurance"]
	if lock, locked := s.Locked("join.assurance"); locked {
		o = lock // the person may want the same; the lock is what keeps it so
	}
	switch o.Source {
	case "locked", "recommended":
		return consent.ByOrganisation, o.File
	case "fail-safe":
		return consent.ByFailSafe, o.File
	}
	return consent.ByPerson, ""
}

// Choose puts what the plan says into the question: the ways, the one that is
// chosen, and what it assures.
func Choose(q *consent.Question, p plan.Plan, s config.Snapshot, service string) {
	q.Ways, q.Chosen = []consent.WayName{}, p.Chosen
	kinds := map[plan.With]bool{}
	for _, c := range p.Choices {
		kinds[c.With] = true
		q.Ways = append(q.Ways, consent.WayName{
			Name: c.Client.Name, Web: c.Way == meeting.Web, Guard: c.Guard, Camera: c.Camera.Assurance, First: c.First, SignIn: c.SignIn,
			Restart: c.Restart,
		})
	}
	q.WantsBlocked = p.Short && meeting.Assurance(s.Join.Assurance) == meeting.Blocked
	q.BlockedBy, q.BlockedFile = blockedBy(s)
	if OnlyGuarded(s, service) {
		lock, _ := s.Locked("provider." + service + ".open_with")
		q.GuardedBy = lock.File
	}
	q.Unguarded = p.Unmet == plan.Guarded
	for _, b := range p.Barred {
		q.Barred = append(q.Barred, consent.BarredGuard{Client: b.Client, Why: b.Why})
	}
	c, ok := p.Selected()
	if !ok {
		return
	}
	q.Camera, q.Microphone = c.Camera, c.Microphone
	_, locked := s.Locked("provider." + service + ".open_with")
	q.CanRemember = len(kinds) > 1 && !locked && s.Providers[service].OpenWith != string(c.With)
}
