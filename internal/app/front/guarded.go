package front

import (
	"vestibule/internal/app"
	"vestibule/internal/plan"
	"vestibule/internal/words"
)

// A meeting in a guard goes on without a camera until it is joined again with
// one: "Rejoin with camera", for as long as its client runs.

// guardedMeeting is one.
type guardedMeeting struct {
	id      uint64 // of the join
	session *session
	key     string // of the way to join it with the camera
}

// joinedGuarded keeps a meeting that was joined in a guard which has no camera.
func (d *Desk) joinedGuarded(id uint64, s *session) {
	c := s.joinedBy
	if c.Guard == "" || s.wish.Camera {
		return
	}
	key := c.Key // of a browser: its profile that asks
	if c.Guard == plan.Sandbox {
		key = string(plan.App) + ":" + c.Client.ID
	}
	d.guarded = &guardedMeeting{id, s, key}
}

// guardEnded forgets it: nothing of the client runs any more.
func (d *Desk) guardEnded(id uint64) {
	if d.guarded == nil || d.guarded.id != id {
		return
	}
	d.guarded = nil
	d.refresh()
}

// canHaveCamera names the service whose meeting goes on without a camera and
// may have one, or "".
func (d *Desk) canHaveCamera() string {
	if d.guarded == nil || app.CameraLocked(d.Config()) {
		return ""
	}
	return d.guarded.session.judged.Name
}

// rejoinWithCamera asks about that meeting with the switch on. As everywhere,
// nothing is closed or opened before the answer.
func (d *Desk) rejoinWithCamera() {
	if d.canHaveCamera() == "" {
		return
	}
	s := d.guarded.session.again(words.Say("You asked to rejoin with the camera"))
	s.withCamera, s.picked = true, d.guarded.key
	d.take(s)
}
