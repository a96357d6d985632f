package device

import (
	"errors"
	"slices"
)

// halCameras lists the cameras and whether each runs for any program. Which
// program it is, macOS does not say.
func halCameras(h hal) ([]Camera, State, string) {
	list, err := objects(h, system(), camerasProperty())
	if err != nil {
		return nil, Unknown, err.Error()
	}
	var cams []Camera
	var gone []object
	for _, o := range list {
		c := Camera{Name: named(h, o, cameraName()), Node: named(h, o, cameraUID()), State: Idle}
		if c.Name == "" {
			c.Name = "Camera"
		}
		switch running, err := yes(h, o, cameraRunning()); {
		case errors.Is(err, errGone):
			gone = append(gone, o)
			c.State, c.Why = Unknown, errRefused.Error()
		case err != nil:
			c.State, c.Why = Unknown, err.Error()
		case running:
			c.State = InUse
		}
		cams = append(cams, c)
	}
	if len(gone) > 0 {
		// Unplugged since the list was made, or so it says.
		if now, err := objects(h, system(), camerasProperty()); err == nil {
			kept := cams[:0]
			for i, c := range cams {
				if !slices.Contains(gone, list[i]) || slices.Contains(now, list[i]) {
					kept = append(kept, c)
				}
			}
			cams = kept
		}
	}
	if len(cams) == 0 {
		return nil, Absent, ""
	}
	return cams, Idle, ""
}
