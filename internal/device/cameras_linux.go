package device

import (
	"context"
	"path/filepath"
)

// Reasons of an Unknown camera.
//
//words:mark
const (
	whyUnseen    = "other users' programs cannot be seen"
	whyHidden    = "other users' programs are hidden on this system"
	whyContained = "programs outside this container cannot be seen"
	whyUnlisted  = "cameras cannot be listed here"
)

// cameras lists the cameras of the Video4Linux class in sysfs and who holds
// their nodes open. No node is opened for it.
//
// A program that holds a node is a fact; that nobody does is said only when
// every process could be looked at, or the driver says that the camera
// sleeps. Otherwise the camera is Unknown.
func cameras(ctx context.Context, r Roots) ([]Camera, State, string) {
	found, err := v4lCameras(r)
	if err != nil {
		return nil, Unknown, whyUnlisted
	}
	if len(found) == 0 {
		return nil, Absent, ""
	}
	nodes := map[string]bool{}
	for _, c := range found {
		for _, n := range c.nodes {
			nodes[n] = true
		}
	}
	holders, blind := holders(ctx, r.Proc, nodes)

	list := make([]Camera, 0, len(found))
	for _, c := range found {
		cam := Camera{Name: c.name, Node: filepath.Join(r.Dev, c.node), State: Idle}
		for _, n := range c.nodes {
			cam.Users = addPrograms(cam.Users, holders[n])
		}
		switch {
		case len(cam.Users) > 0:
			cam.State = InUse
		case blind != "" && !c.asleep():
			cam.State, cam.Why = Unknown, blind
		}
		list = append(list, cam)
	}
	return list, Idle, ""
}

// addPrograms adds those programs that are not in the list yet: one program
// may hold several nodes of one camera.
func addPrograms(list, more []Program) []Program {
next:
	for _, p := range more {
		for _, q := range list {
			if p.PID == q.PID {
				continue next
			}
		}
		list = append(list, p)
	}
	return list
}
