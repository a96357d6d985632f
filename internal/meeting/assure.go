package meeting

// Assures tells what the service, or the link that Link would build, assures
// about camera and microphone. What the person turns on needs no assurance:
// the claim then says who passes the wish on.
func (m Meeting) Assures(way Way, wish Wish) (camera, microphone Claim) {
	service, _, err := m.shape()
	if err != nil {
		return Claim{Assurance: Unknown}, Claim{Assurance: Unknown}
	}
	return service.camera.assures(way, wish.Camera), service.mic.assures(way, wish.Microphone)
}

// pairs are the parameters of the switch, if the device has one on this way.
func (d *device) pairs(way Way, on bool) []pair {
	if !d.works(way) {
		return nil
	}
	if on {
		return d.on
	}
	return d.off
}

func (d *device) works(way Way) bool {
	for _, w := range d.ways {
		if w == way {
			return true
		}
	}
	return false
}

func (d *device) assures(way Way, on bool) Claim {
	claim := d.without
	if len(d.pairs(way, on)) > 0 {
		claim = d.claim
	}
	if claim.Assurance == "" {
		claim.Assurance = Unknown
	}
	return claim
}
